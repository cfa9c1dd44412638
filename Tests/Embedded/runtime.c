#include <stdio.h>
#include <stdlib.h>

// The part of Swift's runtime that reads decimal numbers, which Embedded Swift expects of the system.
const char *_swift_stdlib_strtod_clocale(const char *text, double *result) {
  char *end;
  *result = strtod(text, &end);
  return end;
}

// A trap would lose lines that wait for a pipe.
__attribute__((constructor)) static void flush_lines(void) { setvbuf(stdout, NULL, _IOLBF, 0); }
