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
#include <wchar.h>

// NULL if `name` (NULL: $TERM) is unknown. Unlike initscr, newterm never ends the process.
static inline SCREEN *shim_newterm(const char *name) { return newterm(name, stdout, stdin); }

static inline WINDOW *shim_stdscr(void) { return stdscr; }
static inline WINDOW *shim_curscr(void) { return curscr; }
static inline int shim_colors(void) { return COLORS; }
static inline int shim_color_pairs(void) { return COLOR_PAIRS; }

static inline attr_t shim_bold(void) { return WA_BOLD; }
static inline attr_t shim_reverse(void) { return WA_REVERSE; }
static inline attr_t shim_underline(void) { return WA_UNDERLINE; }

// Supports colour pairs beyond the 32,767 of a short.
static inline void shim_set_cell(cchar_t *cell, wchar_t glyph, attr_t attributes, int pair) {
  wchar_t text[2] = {glyph, L'\0'};
  setcchar(cell, text, attributes, 0, &pair);
}

// Without wrapping, scrolling or cursor movement.
static inline int shim_put(int row, int column, const cchar_t *cells, int count) {
  return mvwadd_wchnstr(stdscr, row, column, cells, count);
}

// Makes curses believe that the cells show something else, so the next update writes them again.
static inline void shim_forget(int row, int column, int count) {
  mvwhline(curscr, row, column, '~' | A_UNDERLINE | A_BLINK | A_REVERSE, count);
  wtouchln(newscr, row, 1, 1);
}

// NULL for a missing capability (terminfo reports it in two ways).
static inline const char *shim_capability(const char *name) {
  const char *value = tigetstr((char *)name);
  return value == (const char *)-1 ? NULL : value;
}

static inline const char *shim_codeset(void) { return nl_langinfo(CODESET); }
static inline int shim_glyph_width(wchar_t glyph) { return wcwidth(glyph); }

#endif
