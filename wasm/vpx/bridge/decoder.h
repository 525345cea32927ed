/* What differs between VP8 and VP9; each output links one of decoder-vp8.c and decoder-vp9.c. */
#ifndef REMOTEMEDIA_DECODER_H
#define REMOTEMEDIA_DECODER_H

#include "vpx/vp8dx.h"
#include "vpx/vpx_decoder.h"

/* Most pixels of a picture: VP9's level 6. packages/codecs/src/vpx/picture-limit.ts has the same. */
enum { MAX_PIXELS = 8192 * 4352 };

vpx_codec_iface_t *codec_interface(void);

/* Whether a packet asks for a picture that is too large, before the library makes room for it. */
int codec_is_too_large(const uint8_t *packet, int bytes);

#endif
