#ifndef ANODE_JPEG_H
#define ANODE_JPEG_H

#include <stddef.h>

/// What is in a JPEG image, or why it is none.
typedef struct {
  unsigned width;
  unsigned height;
  /// 1: grey, 3: colour; four inks are decoded to colour.
  unsigned components;
  /// libjpeg's message; empty when all went well.
  char message[256];
} anode_jpeg_info;

/// Reads the header of a JPEG image: 0, or -1 with a message.
int anode_jpeg_header(const unsigned char *data, size_t size, anode_jpeg_info *info);

/// Decodes into rows of width * channels bytes, channels being 1 (of a grey image only) or 3: 0, or -1 with a message.
/// Damage that libjpeg would paper over with a warning is an error. `info` is as anode_jpeg_header left it.
int anode_jpeg_decode(const unsigned char *data, size_t size, unsigned channels, unsigned char *pixels,
                      anode_jpeg_info *info);

#endif
