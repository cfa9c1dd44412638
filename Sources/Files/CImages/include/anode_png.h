#ifndef ANODE_PNG_H
#define ANODE_PNG_H

#include <stddef.h>

typedef struct {
  unsigned width;
  unsigned height;
  /// Samples of a decoded pixel: 1 grey, 2 grey and alpha, 3 colour, 4 colour and alpha.
  unsigned channels;
  /// Bits of a decoded sample: 8, or 16 in the machine's order.
  unsigned depth;
  /// Whether it has a palette of only greys.
  int has_grey_palette;
  /// libpng's message; empty on success.
  char message[256];
} anode_png_info;

/// Reads the header of a PNG image: 0, or -1 with a message.
int anode_png_header(const unsigned char *data, size_t size, anode_png_info *info);

/// Decodes into rows of width * channels samples of the depth in `info`, which is from anode_png_header: 0, or -1 with a
/// message. Any damage is an error.
int anode_png_decode(const unsigned char *data, size_t size, unsigned char *samples, anode_png_info *info);

#endif
