# make run and make test are enough to start; make help lists the rest.
#
# The program runs on every x86-64 from v2 and chooses its kernels at start. ANODE_CPU compiles all of it for one
# level (x86-64-v2, v3, v4) or this machine: make build ANODE_CPU=native
# make install installs one file that includes the Swift runtime. build, run and test use the runtime's shared libraries, as
# tests need; the two are compiled differently, in separate folders. quick and check have another one: there the code that
# changes most is not optimised and builds in seconds.

SHELL := /bin/bash
PREFIX ?= /usr/local
SWIFT ?= swift
# The same flags for the program and its tests, or each would discard the other's build. Debug information is only the lines
# for backtraces.
RELEASE := -c release -Xswiftc -gline-tables-only
BUILD := $(SWIFT) build $(RELEASE) --product anode
BUILD_TESTS := $(SWIFT) build $(RELEASE) --build-tests
TEST := $(SWIFT) test $(RELEASE) --skip-build --disable-testable-imports
QUICK := .build-quick
BINARY := .build/release/anode
ONE := .build-one
DIST := dist
# Package.swift looks for headers and libraries there.
ifeq ($(shell uname -s),Darwin)
export HOMEBREW_PREFIX := $(or $(HOMEBREW_PREFIX),$(shell brew --prefix 2>/dev/null))
endif

.DEFAULT_GOAL := help
.PHONY: run build quick test check lint docs golden install dist wheel check-dist check-thorough clean help setup

run: build ## build the program and start it (ARGS='--data flip' passes options)
	@$(BINARY) $(ARGS)

build: setup ## build the optimised program
	@Sources/Commands/CDemos/write-list
	@$(BUILD)

quick: setup ## build a development version in seconds and start it (ARGS as for run)
	@Sources/Commands/CDemos/write-list
	@$(SWIFT) build --scratch-path $(QUICK) --product anode
	@$(QUICK)/debug/anode $(ARGS)

test: setup ## build and run all tests, optimised
	@Sources/Commands/CDemos/write-list
	$(BUILD_TESTS)
	$(TEST)

check: setup ## the tests of one target, suite or name, in the development version (T=InterfaceTests)
	@[[ -n "$(T)" ]] || { echo "make check T=InterfaceTests (or another target, suite or part of a name)" >&2; exit 2; }
	@Sources/Commands/CDemos/write-list
	$(SWIFT) test --scratch-path $(QUICK) --filter '$(T)'

lint: ## check the form of the sources
	$(SWIFT) format lint --strict -r Sources Tests Package.swift
	@! grep -rnE '^[^/]*\bimport ([a-z]+ )?Foundation(Internationalization|Networking|XML)?($$|[^A-Za-z])' Sources \
	    --exclude-dir=FoundationEssentials || { \
	  echo "lint: import FoundationEssentials; Foundation and its ICU are larger than the program" >&2; exit 1; }
	@! grep -rnE '\b(import ([a-z]+ )?(Glibc|Darwin)|(canImport|os)\(|__(APPLE|linux|GLIBC)__)' Sources --include='*.[chs]*' \
	    --exclude-dir=CDemos | grep -vE '^Sources/Platform/(CLibrary.swift|CSystem/include/system_shim.h):' || { \
	  echo "lint: import Platform for the C library; only CLibrary.swift and system_shim.h ask for the system" >&2; exit 1; }

docs: build ## update the generated parts of the documents: manual page, keys, views, words
	@$(BINARY) help --man > man/anode.1.new && mv man/anode.1.new man/anode.1
	@between() { local text; text=$$($(BINARY) help --$$2) || return; \
	  name=$$2 text=$$text awk \
	    '$$0 == "<!-- /" ENVIRON["name"] " -->" { inside = 0 } !inside { print } \
	     $$0 == "<!-- " ENVIRON["name"] " -->" { inside = 1; print ENVIRON["text"] }' \
	    "$$1" > "$$1.new" && mv "$$1.new" "$$1"; }; \
	between docs/keys.md keys && between docs/instrument.md views && between docs/glossary.md words

golden: build ## rewrite the files that tests compare: recordings of the demos, drawings of the views
	@for demo in demos/*.demo; do \
	  $(BINARY) record $$demo --output $${demo%.demo}.cast --fps 8 --size 100x30 --force || exit 1; done
	$(BUILD_TESTS)
	ANODE_UPDATE_GOLDEN=1 $(TEST) --filter GoldenDrawingTests

install: setup ## install the program, as one file, with manual page, completions and demos under PREFIX
	@Sources/Commands/CDemos/write-list
	@program=$$(SWIFT='$(SWIFT)' packaging/one-file $(ONE)) && packaging/stage "$$program" '$(DESTDIR)$(PREFIX)'

dist: setup ## make an archive and a Debian package of the program in dist
	@SWIFT='$(SWIFT)' packaging/dist $(DIST)

wheel: setup ## make a wheel of the Python package and the program in dist
	@Sources/Commands/CDemos/write-list
	@program=$$(SWIFT='$(SWIFT)' packaging/one-file $(ONE)) && licences=$$(mktemp -d) && \
	  packaging/licences "$$licences" && LICENCES=$$licences packaging/wheel "$$program" $(DIST)

check-dist: ## install and run both in a bare Debian 12 (as root; needs mmdebstrap)
	@packaging/bare-root $(DIST)

check-thorough: setup ## sanitizers, soaks, random events, fuzzers: hours (STEPS='soak fuzz' for some of them)
	@SWIFT='$(SWIFT)' Tests/thorough $(STEPS)

clean: ## remove everything that was built
	rm -rf .build .build-*

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

# Installs missing packages; does nothing if none is missing.
setup:
	@command -v $(SWIFT) >/dev/null || { \
	  echo "anode needs Swift 6.2 or later: install it from https://www.swift.org/install/" \
	    "and put its usr/bin on PATH (or: make SWIFT=/path/to/swift)" >&2; exit 1; }
	@if [[ $$(uname -s) == Darwin ]]; then \
	  command -v brew >/dev/null || { \
	    echo "anode needs ncurses, jpeg-turbo and libpng from Homebrew: https://brew.sh" >&2; exit 1; }; \
	  missing=(); \
	  for name in ncurses jpeg-turbo libpng cairo libsixel; do \
	    [[ -e $(HOMEBREW_PREFIX)/opt/$$name ]] || missing+=($$name); done; \
	  if (( $${#missing[@]} )); then brew install "$${missing[@]}"; fi; \
	  exit; \
	fi; \
	has() { [[ -e /usr/include/$$1 ]] && \
	    { compgen -G "/usr/lib*/$$2.so" || compgen -G "/usr/lib*/*/$$2.so"; } >/dev/null; }; \
	missing=(); \
	has curses.h libncursesw || missing+=(libncurses-dev); \
	has zlib.h libz || missing+=(zlib1g-dev); \
	has jpeglib.h libjpeg || missing+=(libjpeg-dev); \
	has png.h libpng || missing+=(libpng-dev); \
	has_library() { compgen -G "/usr/lib*/$$1" >/dev/null || compgen -G "/usr/lib*/*/$$1" >/dev/null; }; \
	has_library libcairo.so.2 || missing+=(libcairo2); \
	has_library libsixel.so.1 || missing+=(libsixel1); \
	compgen -G "/usr/share/fonts/*/dejavu/DejaVuSansMono.ttf" >/dev/null || missing+=(fonts-dejavu-core); \
	compgen -G "/usr/share/terminfo/x/xterm-direct" >/dev/null || missing+=(ncurses-term); \
	if (( $${#missing[@]} )); then \
	  command -v apt-get >/dev/null || { \
	    echo "anode needs the headers of ncursesw, zlib, libjpeg-turbo and libpng (ncurses-devel, zlib-devel," \
	      "libjpeg-turbo-devel, libpng-devel); missing here, by Debian's names: $${missing[*]}" >&2; exit 1; }; \
	  if [[ $$(id -u) == 0 ]]; then as=; \
	  elif command -v sudo >/dev/null; then as=sudo; \
	  else echo "anode needs other packages; as root: apt-get install $${missing[*]}" >&2; exit 1; fi; \
	  echo "installing $${missing[*]}"; \
	  $$as apt-get update -q >/dev/null; \
	  DEBIAN_FRONTEND=noninteractive $$as apt-get install -y -q --no-install-recommends "$${missing[@]}"; \
	fi
