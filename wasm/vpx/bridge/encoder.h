/* One encoder: the library's context, its settings, and the pictures on their way into it. */
#ifndef REMOTEMEDIA_ENCODER_H
#define REMOTEMEDIA_ENCODER_H

#include "plane-buffer.h"
#include "scale.h"
#include "settings.h"
#include "vpx/vp8cx.h"
#include "vpx/vpx_encoder.h"

/* Most pixels of a frame; packages/codecs/src/vpx/picture-limit.ts has the same. */
enum { MAX_PIXELS = 8192 * 4352 };

typedef struct {
  vpx_codec_ctx_t context;
  vpx_codec_enc_cfg_t config;
  int is_open;
  int settings[SETTING_COUNT]; /* as asked for */
  int applied[SETTING_COUNT];  /* as the library has them */
  int first_width, first_height; /* of the context; it cannot grow beyond */
  int force_key;

  uint8_t *staging; /* what JavaScript writes a frame to */
  int staging_bytes;
  int offsets[3], strides[3]; /* of the frame's planes in it */
  plane_buffer converted, scaled;
  scale_scratch scratch;
  vpx_image_t image;
  int has_picture; /* whether `image` points to planes that are there */

  int cycle; /* position in the pattern of temporal layers */
  int layer; /* of the latest frame */
  int quantizer; /* 0-63, set for each frame in RATE_QUANTIZER; -1 before the first */
  const uint8_t *data;
  int is_key;
} encoder;

/* What differs between VP8 and VP9; each output links one of encoder-vp8.c and encoder-vp9.c. */

vpx_codec_iface_t *codec_interface(void);

/* Fills in what only this codec's configuration has. */
void codec_configure(encoder *e);

/* Applies all settings that are controls of the library, or those that changed if `all` is 0. */
vpx_codec_err_t codec_control_all(encoder *e, int all);

/* Before a frame: the layer it goes to. Adds to `flags`. */
vpx_codec_err_t codec_begin_frame(encoder *e, vpx_enc_frame_flags_t *flags);

/* After a frame that was not dropped: which layer it went to. */
void codec_end_frame(encoder *e);

vpx_codec_err_t codec_set_quantizer(encoder *e, int quantizer);

/* Writes the bitrates of the temporal layers, each including those below. */
void encoder_layer_bitrates(const encoder *e, unsigned int *kilobits);

#endif
