#include "anode_png.h"

#include <stdio.h>
#include <string.h>

#include <png.h>

// Limits libpng's allocations before the caller checks the sides.
enum { greatest_side = 65535, greatest_chunk = 64 << 20 };

struct source {
  const unsigned char *data;
  size_t size;
  size_t place;
};

static void take(png_structp png, png_bytep bytes, size_t count) {
  struct source *source = png_get_io_ptr(png);
  if (count > source->size - source->place) png_error(png, "the file is cut short");
  memcpy(bytes, source->data + source->place, count);
  source->place += count;
}

// Jumps back like libpng's own handler, without printing.
static void fail(png_structp png, png_const_charp message) {
  anode_png_info *info = png_get_error_ptr(png);
  snprintf(info->message, sizeof info->message, "%s", message);
  png_longjmp(png, 1);
}

static void ignore(png_structp png, png_const_charp message) {
  (void)png;
  (void)message;
}

static png_structp start(struct source *source, png_infop *header, anode_png_info *info) {
  info->message[0] = 0;
  png_structp png = png_create_read_struct(PNG_LIBPNG_VER_STRING, info, fail, ignore);
  *header = png ? png_create_info_struct(png) : NULL;
  if (!*header) {
    snprintf(info->message, sizeof info->message, "libpng cannot start");
    if (png) png_destroy_read_struct(&png, NULL, NULL);
    return NULL;
  }
  png_set_read_fn(png, source, take);
  png_set_user_limits(png, greatest_side, greatest_side);
  png_set_chunk_malloc_max(png, greatest_chunk);
  png_set_crc_action(png, PNG_CRC_ERROR_QUIT, PNG_CRC_ERROR_QUIT);
  return png;
}

// Reads up to the pixels and expands every kind of image to grey or colour, with or without alpha, in 8 or 16 bits. Fails by
// a jump, so call it after setjmp.
static void read_header(png_structp png, png_infop header) {
  png_read_info(png, header);
  png_set_expand(png);
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
  if (png_get_bit_depth(png, header) == 16) png_set_swap(png);
#endif
}

int anode_png_header(const unsigned char *data, size_t size, anode_png_info *info) {
  memset(info, 0, sizeof *info);
  struct source source = {data, size, 0};
  png_infop header;
  png_structp png = start(&source, &header, info);
  if (!png) return -1;
  if (setjmp(png_jmpbuf(png))) {
    png_destroy_read_struct(&png, &header, NULL);
    return -1;
  }
  read_header(png, header);
  png_colorp palette;
  int colours = 0;
  if (png_get_color_type(png, header) == PNG_COLOR_TYPE_PALETTE &&
      png_get_PLTE(png, header, &palette, &colours) == PNG_INFO_PLTE) {
    info->has_grey_palette = colours > 0;
    for (int i = 0; i < colours; i++) {
      if (palette[i].red != palette[i].green || palette[i].red != palette[i].blue) info->has_grey_palette = 0;
    }
  }
  png_read_update_info(png, header);
  info->width = png_get_image_width(png, header);
  info->height = png_get_image_height(png, header);
  info->channels = png_get_channels(png, header);
  info->depth = png_get_bit_depth(png, header);
  png_destroy_read_struct(&png, &header, NULL);
  return 0;
}

int anode_png_decode(const unsigned char *data, size_t size, unsigned char *samples, anode_png_info *info) {
  struct source source = {data, size, 0};
  png_infop header;
  png_structp png = start(&source, &header, info);
  if (!png) return -1;
  if (setjmp(png_jmpbuf(png))) {
    png_destroy_read_struct(&png, &header, NULL);
    return -1;
  }
  read_header(png, header);
  int passes = png_set_interlace_handling(png);
  png_read_update_info(png, header);
  size_t stride = (size_t)info->width * info->channels * (info->depth / 8);
  if (png_get_rowbytes(png, header) != stride || png_get_image_height(png, header) != info->height) {
    png_error(png, "its extents are not those of its header");
  }
  for (int pass = 0; pass < passes; pass++) {
    for (unsigned row = 0; row < info->height; row++) png_read_row(png, samples + row * stride, NULL);
  }
  png_read_end(png, NULL);
  png_destroy_read_struct(&png, &header, NULL);
  return 0;
}
