# make run and make test are all there is to know; make help lists the rest.
#
# ANODE_CPU names the CPU to compile for, as clang's -march does (default: native). A program for other machines:
#   make install PREFIX=/opt/anode ANODE_CPU=x86-64-v3

SHELL := /bin/bash
PREFIX ?= /usr/local
SWIFT ?= swift
BUILD := $(SWIFT) build -c release --product anode
BINARY := .build/release/anode

.DEFAULT_GOAL := help
.PHONY: run build test lint man install casts clean help setup

run: build ## build the program and start it (ARGS='--data flip' passes options)
	@$(BINARY) $(ARGS)

build: setup ## build the optimised program
	@$(BUILD)

test: setup ## build and run all tests, optimised
	$(SWIFT) test -c release

lint: ## check the form of the sources
	$(SWIFT) format lint --strict -r Sources Tests Package.swift

man: build ## write man/anode.1 as the program describes itself
	$(BINARY) help --man > man/anode.1.new
	mv man/anode.1.new man/anode.1

install: build ## install program, manual page, completions and demos under PREFIX
	install -D -m 755 $(BINARY) $(DESTDIR)$(PREFIX)/bin/anode
	install -D -m 644 man/anode.1 $(DESTDIR)$(PREFIX)/share/man/man1/anode.1
	install -d $(DESTDIR)$(PREFIX)/share/bash-completion/completions \
	  $(DESTDIR)$(PREFIX)/share/zsh/site-functions $(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d \
	  $(DESTDIR)$(PREFIX)/share/anode/demos
	$(BINARY) completions bash > $(DESTDIR)$(PREFIX)/share/bash-completion/completions/anode
	$(BINARY) completions zsh > $(DESTDIR)$(PREFIX)/share/zsh/site-functions/_anode
	$(BINARY) completions fish > $(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d/anode.fish
	install -m 644 demos/*.demo $(DESTDIR)$(PREFIX)/share/anode/demos

casts: build ## record every demo anew into demos/
	for demo in demos/*.demo; do \
	  $(BINARY) record $$demo --output $${demo%.demo}.cast --fps 8 --size 100x30 --force || exit 1; done

clean: ## remove everything that was built
	rm -rf .build

help: ## say this
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/\1\t\2/p' $(MAKEFILE_LIST) | \
	  while IFS=$$'\t' read -r name text; do printf '  make %-9s %s\n' "$$name" "$$text"; done

# What is missing is installed; when nothing is, nothing is run.
setup:
	@command -v $(SWIFT) >/dev/null || { \
	  echo "anode needs Swift 6.2 or later: install it from https://www.swift.org/install/linux/" \
	    "and put its usr/bin on PATH (or: make SWIFT=/path/to/swift)" >&2; exit 1; }
	@has() { [[ -e /usr/include/$$1 ]] && \
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
	  else echo "anode needs more: apt-get install $${missing[*]}, as root" >&2; exit 1; fi; \
	  echo "installing $${missing[*]}"; \
	  $$as apt-get update -q >/dev/null; \
	  DEBIAN_FRONTEND=noninteractive $$as apt-get install -y -q --no-install-recommends "$${missing[@]}"; \
	fi
