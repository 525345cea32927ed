/* One decoder. Functions return 0 or a negated vpx_codec_err_t, unless they say otherwise. */
#include "decoder.h"

#include <stdlib.h>
#include <string.h>

#include "export.h"

typedef struct {
  vpx_codec_ctx_t context;
  int is_open;
  uint8_t *packet;
  int capacity;
  vpx_codec_iter_t position;
  const vpx_image_t *picture;
} decoder;

static void close_context(decoder *d) {
  if (d->is_open) vpx_codec_destroy(&d->context);
  d->is_open = 0;
  d->picture = NULL;
}

/* Begins anew, as if nothing had been decoded yet. */
int EXPORT(decoder_reset)(decoder *d) {
  const vpx_codec_dec_cfg_t config = {1, 0, 0};
  close_context(d);
  const vpx_codec_err_t error = vpx_codec_dec_init(&d->context, codec_interface(), &config, 0);
  d->is_open = error == VPX_CODEC_OK;
  return -(int)error;
}

/* 0 when there is no memory. decoder_reset opens it. */
decoder *EXPORT(decoder_new)(void) { return calloc(1, sizeof(decoder)); }

void EXPORT(decoder_close)(decoder *d) {
  if (!d) return;
  close_context(d);
  free(d->packet);
  free(d);
}

/* Room for a packet, to be written before decoder_decode; 0 when there is none. */
uint8_t *EXPORT(decoder_packet)(decoder *d, int bytes) {
  if (bytes > d->capacity) {
    free(d->packet);
    d->packet = malloc((size_t)bytes);
    d->capacity = d->packet ? bytes : 0;
  }
  return d->packet;
}

/* Decodes `bytes` bytes of the packet from `offset` on. */
int EXPORT(decoder_decode)(decoder *d, int offset, int bytes) {
  d->picture = NULL;
  d->position = NULL;
  if (!d->is_open) return -VPX_CODEC_ERROR;
  if (offset < 0 || bytes < 1 || bytes > d->capacity - offset) return -VPX_CODEC_INVALID_PARAM;
  if (codec_is_too_large(d->packet + offset, bytes)) return -VPX_CODEC_MEM_ERROR;
  return -(int)vpx_codec_decode(&d->context, d->packet + offset, (unsigned int)bytes, NULL, 0);
}

/* Takes the next picture that the latest decoder_decode gave; 1 if there is one. Valid until the next decoder_decode. */
int EXPORT(decoder_next)(decoder *d) {
  if (!d->is_open) return 0;
  d->picture = vpx_codec_get_frame(&d->context, &d->position);
  return d->picture != NULL;
}

const uint8_t *EXPORT(decoder_plane)(const decoder *d, int plane) {
  return d->picture && plane >= 0 && plane < 3 ? d->picture->planes[plane] : NULL;
}

int EXPORT(decoder_stride)(const decoder *d, int plane) {
  return d->picture && plane >= 0 && plane < 3 ? d->picture->stride[plane] : 0;
}

/* What else is known of a picture; packages/codecs/src/vpx/vpx-exports.ts has the same list. */
enum property {
  PROPERTY_WIDTH,
  PROPERTY_HEIGHT,
  PROPERTY_FORMAT, /* vpx_img_fmt_t */
  PROPERTY_RENDER_WIDTH,
  PROPERTY_RENDER_HEIGHT,
  PROPERTY_COLOR_SPACE, /* vpx_color_space_t */
  PROPERTY_FULL_RANGE,
  PROPERTY_CORRUPTED
};

static int is_corrupted(decoder *d) {
  int corrupted = 0;
  return vpx_codec_control(&d->context, VP8D_GET_FRAME_CORRUPTED, &corrupted) == VPX_CODEC_OK && corrupted != 0;
}

int EXPORT(decoder_property)(decoder *d, int property) {
  if (!d->picture) return -1;
  switch ((enum property)property) {
  case PROPERTY_WIDTH: return (int)d->picture->d_w;
  case PROPERTY_HEIGHT: return (int)d->picture->d_h;
  case PROPERTY_FORMAT: return (int)d->picture->fmt;
  case PROPERTY_RENDER_WIDTH: return (int)d->picture->r_w;
  case PROPERTY_RENDER_HEIGHT: return (int)d->picture->r_h;
  case PROPERTY_COLOR_SPACE: return (int)d->picture->cs;
  case PROPERTY_FULL_RANGE: return d->picture->range == VPX_CR_FULL_RANGE;
  case PROPERTY_CORRUPTED: return is_corrupted(d);
  }
  return -1;
}

/* Why the latest call failed, as the library says it; ends with a zero. */
const char *EXPORT(decoder_error)(decoder *d) {
  const char *const detail = vpx_codec_error_detail(&d->context);
  return detail ? detail : vpx_codec_error(&d->context);
}
