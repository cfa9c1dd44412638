// One program for every CPU: it holds the whole program three times, compiled for x86-64-v2, v3 and v4 and packed, and
// becomes the best of them that this machine can run. Bits are those of that build and its speed too, as it is that build;
// what it costs is unpacking, once, before main.
//
// It is itself compiled for any x86-64. processor.c, linked in, has refused CPUs below v2 before main.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <zstd.h>

#include "anode_processor.h"

#define PROGRAM(level)                                             \
  __asm__(".pushsection .rodata\n"                                 \
          "program_" #level ": .incbin \"v" #level ".zst\"\n"      \
          "program_" #level "_end: .byte 0\n"                      \
          ".popsection\n");                                        \
  extern const char program_##level[] __attribute__((visibility("hidden"))); \
  extern const char program_##level##_end[] __attribute__((visibility("hidden")));
PROGRAM(2)
PROGRAM(3)
PROGRAM(4)

static _Noreturn void fail(const char *what) {
  fprintf(stderr, "anode: cannot unpack the program: %s: %s\n", what, strerror(errno));
  exit(70);
}

// A file without a name, in memory, that can be run. Systems may forbid running those (vm.memfd_noexec): then one in a
// folder that has no name any more once it is open for reading alone.
static int new_file(char *path, size_t room) {
#ifndef MFD_EXEC
#define MFD_EXEC 0x0010U
#endif
  *path = 0;
  int file = memfd_create("anode", MFD_CLOEXEC | MFD_EXEC);
  // Linux before 6.3 does not know that word.
  if (file < 0 && errno == EINVAL) file = memfd_create("anode", MFD_CLOEXEC);
  if (file >= 0) return file;
  const char *folder = getenv("XDG_RUNTIME_DIR");
  if (!folder || *folder != '/') folder = "/tmp";
  if (snprintf(path, room, "%s/anode-XXXXXX", folder) >= (int)room) return -1;
  file = mkostemp(path, O_CLOEXEC);
  if (file >= 0) fchmod(file, 0700);
  return file;
}

int main(int argc, char **argv) {
  (void)argc;
  int level = anode_level_here();
  const char *packed = level >= 4 ? program_4 : level == 3 ? program_3 : program_2;
  const char *end = level >= 4 ? program_4_end : level == 3 ? program_3_end : program_2_end;
  unsigned long long size = ZSTD_getFrameContentSize(packed, (size_t)(end - packed));
  if (size == 0 || size >= ZSTD_CONTENTSIZE_ERROR) fail("it is damaged");

  char path[4096];
  int file = new_file(path, sizeof path);
  if (file < 0 || ftruncate(file, (off_t)size)) fail("no place for it");
  void *place = mmap(0, size, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
  if (place == MAP_FAILED) fail("no memory for it");
  size_t got = ZSTD_decompress(place, size, packed, (size_t)(end - packed));
  if (ZSTD_isError(got) || got != size) fail("it is damaged");
  munmap(place, size);
  if (*path) {
    // A file that is open for writing cannot be run.
    int readable = open(path, O_RDONLY | O_CLOEXEC);
    unlink(path);
    close(file);
    file = readable;
  }

  // Where this file is, which /proc/self/exe of the program that it becomes does not say: demos may lie beside it.
  char self[4096];
  ssize_t length = readlink("/proc/self/exe", self, sizeof self - 1);
  if (length > 0) {
    self[length] = 0;
    setenv("ANODE_PROGRAM", self, 1);
  }
  fexecve(file, argv, environ);
  fail("cannot be started");
}
