#ifndef ANODE_JPEG_H
#define ANODE_JPEG_H

#include <stddef.h>

typedef struct {
  unsigned width;
  unsigned height;
  /// 1: grey, 3: colour; four inks are decoded to colour.
  unsigned components;
  /// libjpeg's message; empty on success.
  char message[256];
} anode_jpeg_info;

/// Reads the header of a JPEG image: 0, or -1 with a message.
int anode_jpeg_header(const unsigned char *data, size_t size, anode_jpeg_info *info);

/// Decodes into rows of width * channels bytes, with 1 channel (grey images only) or 3: 0, or -1 with a message. Damage for
/// which libjpeg only warns is an error. `info` is from anode_jpeg_header.
int anode_jpeg_decode(const unsigned char *data, size_t size, unsigned channels, unsigned char *pixels,
                      anode_jpeg_info *info);

#endif
