#ifndef ANODE_DEMOS_H
#define ANODE_DEMOS_H

#include <stddef.h>

/// A demo script, or weights that one goes on with, as part of the program.
typedef struct {
  /// Its file's name.
  const char *_Nonnull name;
  /// What is in it, without a zero behind it.
  const unsigned char *_Nonnull bytes;
  size_t size;
} anode_file;

/// How many there are.
size_t anode_file_count(void);

/// One of them; index < anode_file_count(). Scripts come first, each kind in the order of names.
anode_file anode_file_at(size_t index);

#endif
