#ifndef ANODE_DEMOS_H
#define ANODE_DEMOS_H

#include <stddef.h>

/// A demo script that is part of the program.
typedef struct {
  /// Its file's name, without the ending.
  const char *_Nonnull name;
  /// Its text, in UTF-8, without a zero behind it.
  const unsigned char *_Nonnull text;
  size_t size;
} anode_demo;

/// How many there are.
size_t anode_demo_count(void);

/// One of them, in the order of their names; index < anode_demo_count().
anode_demo anode_demo_at(size_t index);

#endif
