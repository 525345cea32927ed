/* Commands of VP8 and VP9, through the functions that JavaScript calls. See lib/fuzz/vpx-player.mjs for the same on the
 * WebAssembly. */
#include "player.h"

#include <sanitizer/asan_interface.h>
#include <string.h>

#include "vpx/vpx_codec.h"
#include "vpx/vpx_image.h"

typedef struct decoder decoder;

int decoder_reset(decoder *d);
decoder *decoder_new(void);
void decoder_close(decoder *d);
uint8_t *decoder_packet(decoder *d, int bytes);
int decoder_decode(decoder *d, int offset, int bytes);
int decoder_next(decoder *d);
const uint8_t *decoder_plane(const decoder *d, int plane);
int decoder_stride(const decoder *d, int plane);
int decoder_property(decoder *d, int property);

enum { WIDTH, HEIGHT, FORMAT };

static decoder *open;
static int capacity;

static answer close_open(void) {
  decoder_close(open);
  open = NULL;
  capacity = 0;
  return (answer){0, 0};
}

/* Everything of the picture that may be shown. */
static uint32_t picture_checksum(uint32_t sum) {
  const int format = decoder_property(open, FORMAT);
  const int shift_x = format == VPX_IMG_FMT_I420 || format == VPX_IMG_FMT_I422;
  const int shift_y = format == VPX_IMG_FMT_I420 || format == VPX_IMG_FMT_I440;
  for (int plane = 0; plane < 3; plane++) {
    const int width = (decoder_property(open, WIDTH) + (plane ? shift_x : 0)) >> (plane ? shift_x : 0);
    const int height = (decoder_property(open, HEIGHT) + (plane ? shift_y : 0)) >> (plane ? shift_y : 0);
    const uint8_t *row = decoder_plane(open, plane);
    for (int y = 0; y < height; y++, row += decoder_stride(open, plane))
      sum = checksum(sum, row, (size_t)width);
  }
  return sum;
}

static answer decode(const command *asked) {
  uint8_t *const packet = decoder_packet(open, (int)asked->length);
  if (!packet || asked->length == 0)
    return (answer){-VPX_CODEC_MEM_ERROR, 0};
  if (capacity < (int)asked->length)
    capacity = (int)asked->length;
  memcpy(packet, asked->bytes, asked->length);
  /* The room may be larger than this packet: reading on is a fault all the same. */
  ASAN_POISON_MEMORY_REGION(packet + asked->length, (size_t)capacity - asked->length);
  answer given = {decoder_decode(open, 0, (int)asked->length), CHECKSUM_START};
  while (decoder_next(open))
    given.checksum = picture_checksum(given.checksum);
  ASAN_UNPOISON_MEMORY_REGION(packet, (size_t)capacity);
  return given;
}

answer obey(const command *asked) {
  switch (asked->kind) {
  case 'o':
    close_open();
    open = decoder_new();
    return (answer){decoder_reset(open), 0};
  case 'x': return close_open();
  }
  if (!open)
    return (answer){-VPX_CODEC_ERROR, 0};
  if (asked->kind == 'd')
    return decode(asked);
  return (answer){asked->kind == 'r' ? decoder_reset(open) : -VPX_CODEC_INVALID_PARAM, 0};
}
