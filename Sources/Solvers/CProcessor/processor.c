#include "anode_processor.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#ifndef ANODE_LEVEL_NEEDED
#define ANODE_LEVEL_NEEDED 0
#endif

int anode_level_needed(void) { return ANODE_LEVEL_NEEDED; }

#if defined(__x86_64__)
#include <cpuid.h>

// All of these bits.
static int has(unsigned word, unsigned bits) { return (word & bits) == bits; }

// What the processor has and the system preserves between threads. System V psABI, x86-64, "Micro-Architecture Levels";
// bit numbers from Intel's manual, volume 2A, CPUID.
static int level(void) {
  unsigned a, b, c, d;
  if (!__get_cpuid(1, &a, &b, &c, &d)) return 1;
  // SSE3, SSSE3, CMPXCHG16B, SSE4.1, SSE4.2, POPCNT.
  if (!has(c, 1u << 0 | 1u << 9 | 1u << 13 | 1u << 19 | 1u << 20 | 1u << 23)) return 1;
  // FMA, MOVBE, OSXSAVE, AVX, F16C.
  if (!has(c, 1u << 12 | 1u << 22 | 1u << 27 | 1u << 28 | 1u << 29)) return 2;
  unsigned kept, high;
  __asm__("xgetbv" : "=a"(kept), "=d"(high) : "c"(0));
  if (!has(kept, 0x06)) return 2;
  unsigned b7, c7, d7;
  if (!__get_cpuid_count(7, 0, &a, &b7, &c7, &d7)) return 2;
  // BMI1, AVX2, BMI2; LZCNT.
  if (!has(b7, 1u << 3 | 1u << 5 | 1u << 8)) return 2;
  if (!__get_cpuid(0x80000001, &a, &b, &c, &d) || !has(c, 1u << 5)) return 2;
  // AVX-512 F, DQ, CD, BW, VL, and their registers.
  if (!has(b7, 1u << 16 | 1u << 17 | 1u << 28 | 1u << 30 | 1u << 31) || !has(kept, 0xe6)) return 3;
  return 4;
}

int anode_level_here(void) {
  int here = level();
  const char *word = getenv("ANODE_KERNELS");
  if (!word || !*word) return here;
  if (word[0] != 'v' || word[1] < '1' || word[1] > '4' || word[2]) return -1;
  return word[1] - '0' < here ? word[1] - '0' : here;
}

static _Noreturn void end(int status, const char *text) {
  if (write(STDERR_FILENO, text, strlen(text)) < 0) {
    // The failure cannot be reported.
  }
  _exit(status);
}

// Runs first, and is compiled for any x86-64: later code can contain instructions that this machine lacks.
__attribute__((constructor(101))) static void check(void) {
  int here = anode_level_here();
  if (here < 0) end(64, "anode: ANODE_KERNELS names kernels as v2, v3 or v4\n");
  if (here >= ANODE_LEVEL_NEEDED) return;
  char text[] =
      "anode: this program is for a CPU of x86-64-v0 or later, and this one has x86-64-v0; build it here from its source, "
      "or take a program for x86-64-v0\n";
  const int digits[] = {ANODE_LEVEL_NEEDED, here, ANODE_LEVEL_NEEDED};
  char *place = text;
  for (int i = 0; i < 3; i++) {
    place = strstr(place, "-v0") + 2;
    *place = (char)('0' + digits[i]);
  }
  end(70, text);
}

#else
int anode_level_here(void) { return 0; }
#endif
