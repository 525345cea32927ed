/* Encoding one frame. */
#include <stddef.h>

#include "encoder.h"
#include "export.h"

/* The frame is a key frame, or the library makes it one. */
static int take_packet(encoder *e) {
  vpx_codec_iter_t position = NULL;
  const vpx_codec_cx_pkt_t *packet;
  while ((packet = vpx_codec_get_cx_data(&e->context, &position))) {
    if (packet->kind != VPX_CODEC_CX_FRAME_PKT) continue;
    e->data = packet->data.frame.buf;
    e->is_key = (packet->data.frame.flags & VPX_FRAME_IS_KEY) != 0;
    return (int)packet->data.frame.sz;
  }
  e->data = NULL;
  return 0;
}

/*
 * Encodes the picture that encoder_picture took. Times are in microseconds and must grow. A quantizer below 0 leaves it
 * to the rate control. Returns the size of what encoder_data points to, 0 for a dropped frame, or a negated error.
 */
int EXPORT(encoder_encode)(encoder *e, double timestamp_us, double duration_us, int key_frame, int quantizer) {
  if (!e->is_open) return -VPX_CODEC_ERROR;
  if (!e->has_picture) return -VPX_CODEC_INVALID_PARAM;
  e->has_picture = 0;
  vpx_codec_err_t error;
  if (quantizer >= 0 && quantizer != e->quantizer) {
    error = codec_set_quantizer(e, quantizer);
    if (error) return -(int)error;
    e->quantizer = quantizer;
  }
  vpx_enc_frame_flags_t flags = 0;
  if (key_frame || e->force_key) {
    flags |= VPX_EFLAG_FORCE_KF;
    e->cycle = 0;
  }
  error = codec_begin_frame(e, &flags);
  if (error) return -(int)error;
  error = vpx_codec_encode(&e->context, &e->image, (vpx_codec_pts_t)timestamp_us, (unsigned long)duration_us, flags,
                           VPX_DL_REALTIME);
  if (error) return -(int)error;
  const int size = take_packet(e);
  if (size > 0) {
    /* The library may make a key frame of its own accord; the pattern of layers begins anew with it. */
    if (e->is_key) e->cycle = 0, e->force_key = 0;
    codec_end_frame(e);
    e->cycle++;
  }
  return size;
}

/* What the latest frame became; valid until the next call. */
const uint8_t *EXPORT(encoder_data)(const encoder *e) { return e->data; }

int EXPORT(encoder_is_key)(const encoder *e) { return e->is_key; }

int EXPORT(encoder_layer)(const encoder *e) { return e->layer; }

/* The quantizer of the latest frame, 0-63. */
int EXPORT(encoder_quantizer)(encoder *e) {
  int quantizer = -1;
  vpx_codec_control(&e->context, VP8E_GET_LAST_QUANTIZER_64, &quantizer);
  return quantizer;
}
