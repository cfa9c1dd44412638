// The parts of ncursesw that Swift cannot import: macros, variadics, and C globals (errors under Swift 6's
// concurrency rules). Only the target `Terminal` uses it, and only on the main thread.
#ifndef ANODE_CNCURSES_SHIM_H
#define ANODE_CNCURSES_SHIM_H

// pkg-config would define this; SwiftPM drops its -D flags, and without it wide characters do not exist.
#ifndef NCURSES_WIDECHAR
#define NCURSES_WIDECHAR 1
#endif
#include <curses.h>
#include <langinfo.h>
#include <stdio.h>
#include <stdlib.h>
#include <term.h>

// NULL if `name` (NULL: $TERM) is unknown. Unlike initscr, newterm never ends the process.
static inline SCREEN *shim_newterm(const char *name) { return newterm(name, stdout, stdin); }

static inline WINDOW *shim_stdscr(void) { return stdscr; }
static inline WINDOW *shim_curscr(void) { return curscr; }

// NULL for a missing capability (terminfo reports it in two ways).
static inline const char *shim_capability(const char *name) {
  const char *value = tigetstr((char *)name);
  return value == (const char *)-1 ? NULL : value;
}

// A capability with its parameters; valid until the next call.
static inline const char *shim_parameterized(const char *text, long first, long second) {
  return tparm((char *)text, first, second, 0L, 0L, 0L, 0L, 0L, 0L, 0L);
}

static inline const char *shim_codeset(void) { return nl_langinfo(CODESET); }

#endif
