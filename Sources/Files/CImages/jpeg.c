#include "anode_jpeg.h"

#include <setjmp.h>
#include <stdio.h>
#include <string.h>

#include <jpeglib.h>

// libjpeg ends the process on an error unless its handler does not return, so the handler jumps back here. Everything
// between setjmp and the jump is C: no Swift frame is skipped.
struct handler {
  struct jpeg_error_mgr manager;
  jmp_buf escape;
  anode_jpeg_info *info;
};

static void fail(j_common_ptr common) {
  struct handler *handler = (struct handler *)common->err;
  char message[JMSG_LENGTH_MAX];
  handler->manager.format_message(common, message);
  snprintf(handler->info->message, sizeof handler->info->message, "%s", message);
  longjmp(handler->escape, 1);
}

// Warnings (level -1) mean damaged data; other levels are traces.
static void heed(j_common_ptr common, int level) {
  if (level < 0) fail(common);
}

// A progressive image takes some ten scans and hardly ever more than 64; each scan passes over the whole image, however few
// bytes it has.
enum { greatest_scan = 100 };

static void watch(j_common_ptr common) {
  struct handler *handler = (struct handler *)common->err;
  if (!common->is_decompressor || ((j_decompress_ptr)common)->input_scan_number <= greatest_scan) return;
  snprintf(handler->info->message, sizeof handler->info->message, "more than %d scans of the image", greatest_scan);
  longjmp(handler->escape, 1);
}

// Clears the structure, which is freed if the handler jumps before decompression.
static void start(struct jpeg_decompress_struct *image, struct handler *handler,
                  anode_jpeg_info *info) {
  memset(image, 0, sizeof *image);
  image->err = jpeg_std_error(&handler->manager);
  handler->manager.error_exit = fail;
  handler->manager.emit_message = heed;
  handler->info = info;
  info->message[0] = 0;
}

// Fails by a jump, so call it after setjmp.
static void read_header(struct jpeg_decompress_struct *image, const unsigned char *data, size_t size) {
  jpeg_create_decompress(image);
  jpeg_mem_src(image, (unsigned char *)data, (unsigned long)size);
  jpeg_read_header(image, TRUE);
}

static int refuse(anode_jpeg_info *info, const char *message) {
  snprintf(info->message, sizeof info->message, "%s", message);
  return -1;
}

int anode_jpeg_header(const unsigned char *data, size_t size, anode_jpeg_info *info) {
  struct jpeg_decompress_struct image;
  struct handler handler;
  memset(info, 0, sizeof *info);
  start(&image, &handler, info);
  if (setjmp(handler.escape)) {
    jpeg_destroy_decompress(&image);
    return -1;
  }
  read_header(&image, data, size);
  info->width = image.image_width;
  info->height = image.image_height;
  int isGrey = image.jpeg_color_space == JCS_GRAYSCALE;
  int isColour = image.jpeg_color_space == JCS_YCbCr || image.jpeg_color_space == JCS_RGB;
  int isInk = image.jpeg_color_space == JCS_CMYK || image.jpeg_color_space == JCS_YCCK;
  info->components = isGrey ? 1 : 3;
  jpeg_destroy_decompress(&image);
  return isGrey || isColour || isInk ? 0 : refuse(info, "its colours are neither grey nor YCbCr nor RGB nor CMYK");
}

// Converts a row of four inks to red, green and blue. Adobe's programs, which leave a marker, write inks inverted (255 is
// none).
static void mix(const JSAMPLE *inks, unsigned width, int isInverted, unsigned char *pixels) {
  for (unsigned x = 0; x < width; x++, inks += 4, pixels += 3) {
    unsigned black = isInverted ? inks[3] : 255 - inks[3];
    for (int i = 0; i < 3; i++) {
      unsigned colour = isInverted ? inks[i] : 255 - inks[i];
      pixels[i] = (unsigned char)((colour * black + 127) / 255);
    }
  }
}

int anode_jpeg_decode(const unsigned char *data, size_t size, unsigned channels, unsigned char *pixels,
                      anode_jpeg_info *info) {
  struct jpeg_decompress_struct image;
  struct handler handler;
  start(&image, &handler, info);
  if (setjmp(handler.escape)) {
    jpeg_destroy_decompress(&image);
    return -1;
  }
  read_header(&image, data, size);
  struct jpeg_progress_mgr progress = {0};
  progress.progress_monitor = watch;
  image.progress = &progress;
  int isInk = image.jpeg_color_space == JCS_CMYK || image.jpeg_color_space == JCS_YCCK;
  image.out_color_space = isInk ? JCS_CMYK : channels == 1 ? JCS_GRAYSCALE : JCS_RGB;
  // Gives equal bytes on every processor.
  image.dct_method = JDCT_ISLOW;
  jpeg_start_decompress(&image);
  if (image.output_width != info->width || image.output_height != info->height ||
      image.output_components != (isInk ? 4 : (int)channels) || (isInk && channels != 3)) {
    jpeg_destroy_decompress(&image);
    return refuse(info, "its extents are not those of its header");
  }
  size_t stride = (size_t)info->width * channels;
  // Freed with the image.
  JSAMPARRAY inks =
      isInk ? image.mem->alloc_sarray((j_common_ptr)&image, JPOOL_IMAGE, image.output_width * 4, 1) : NULL;
  while (image.output_scanline < image.output_height) {
    JSAMPROW row = pixels + (size_t)image.output_scanline * stride;
    jpeg_read_scanlines(&image, isInk ? inks : &row, 1);
    if (isInk) mix(inks[0], image.output_width, image.saw_Adobe_marker, row);
  }
  jpeg_finish_decompress(&image);
  jpeg_destroy_decompress(&image);
  return 0;
}
