// VP8 and VP9, one thread, real time: the settings are those of the encoder under test.

#include "bench.h"
#include <stdlib.h>
#include <string.h>
#include <vpx/vp8cx.h>
#include <vpx/vp8dx.h>
#include <vpx/vpx_decoder.h>
#include <vpx/vpx_encoder.h>

enum { FRAMERATE = 30, HELD_PICTURES = 4 };

static void check(vpx_codec_err_t error) {
  if (error != VPX_CODEC_OK) fail(vpx_codec_err_to_string(error));
}

// vp8|vp9 WIDTH HEIGHT KILOBITS CPU_USED
static vpx_codec_ctx_t open_encoder(char **argv) {
  const int is_vp9 = strcmp(argv[0], "vp9") == 0;
  vpx_codec_iface_t *codec = is_vp9 ? vpx_codec_vp9_cx() : vpx_codec_vp8_cx();
  vpx_codec_enc_cfg_t config;
  check(vpx_codec_enc_config_default(codec, &config, 0));
  config.g_w = (unsigned)atoi(argv[1]);
  config.g_h = (unsigned)atoi(argv[2]);
  config.g_timebase = (vpx_rational_t){1, FRAMERATE};
  config.g_threads = 1;
  config.g_pass = VPX_RC_ONE_PASS;
  config.g_lag_in_frames = 0;
  config.g_error_resilient = 0;
  config.rc_end_usage = VPX_CBR;
  config.rc_target_bitrate = (unsigned)atoi(argv[3]);
  config.rc_min_quantizer = 2;
  config.rc_max_quantizer = 56;
  config.rc_buf_initial_sz = 500;
  config.rc_buf_optimal_sz = 600;
  config.rc_buf_sz = 1000;
  config.rc_undershoot_pct = is_vp9 ? 50 : 100;
  config.rc_overshoot_pct = is_vp9 ? 50 : 15;
  config.rc_dropframe_thresh = 0;
  config.rc_resize_allowed = 0;
  config.kf_mode = VPX_KF_AUTO;
  config.kf_max_dist = 3000;
  vpx_codec_ctx_t encoder;
  check(vpx_codec_enc_init(&encoder, codec, &config, 0));
  check(vpx_codec_control(&encoder, VP8E_SET_CPUUSED, is_vp9 ? atoi(argv[4]) : -atoi(argv[4])));
  check(vpx_codec_control(&encoder, VP8E_SET_STATIC_THRESHOLD, 1));
  check(vpx_codec_control(&encoder, VP8E_SET_MAX_INTRA_BITRATE_PCT, 900));
  if (is_vp9) {
    check(vpx_codec_control(&encoder, VP9E_SET_NOISE_SENSITIVITY, 0));
    check(vpx_codec_control(&encoder, VP9E_SET_AQ_MODE, 3));
    check(vpx_codec_control(&encoder, VP9E_SET_TILE_COLUMNS, 0));
    check(vpx_codec_control(&encoder, VP9E_SET_ROW_MT, 0));
    check(vpx_codec_control(&encoder, VP9E_SET_FRAME_PARALLEL_DECODING, 0));
    check(vpx_codec_control(&encoder, VP9E_SET_GF_CBR_BOOST_PCT, 0));
  } else {
    check(vpx_codec_control(&encoder, VP8E_SET_NOISE_SENSITIVITY, 0));
    check(vpx_codec_control(&encoder, VP8E_SET_TOKEN_PARTITIONS, 0));
  }
  return encoder;
}

static long encode(vpx_codec_ctx_t *encoder, const vpx_image_t *picture, vpx_codec_pts_t time, Sink *sink) {
  check(vpx_codec_encode(encoder, picture, time, 1, 0, VPX_DL_REALTIME));
  vpx_codec_iter_t iterator = NULL;
  long bytes = 0;
  for (const vpx_codec_cx_pkt_t *packet; (packet = vpx_codec_get_cx_data(encoder, &iterator));) {
    if (packet->kind != VPX_CODEC_CX_FRAME_PKT) continue;
    bytes += (long)packet->data.frame.sz;
    put_piece(sink, packet->data.frame.buf, packet->data.frame.sz);
  }
  return bytes;
}

// The pictures are encoded where they lie: what others copy into the codec's memory is not copied here.
static vpx_image_t *picture_at(vpx_image_t *image, File file, unsigned width, unsigned height, long index) {
  const size_t size = (size_t)width * height * 3 / 2;
  const size_t from = (size_t)index % (file.size / size) * size;
  return vpx_img_wrap(image, VPX_IMG_FMT_I420, width, height, 1, (uint8_t *)file.bytes + from);
}

// YUV vp8|vp9 WIDTH HEIGHT KILOBITS CPU_USED LEAD COUNT PACKETS
Result vpx_encode_file(int argc, char **argv) {
  if (argc != 9) fail("vpx-encode YUV CODEC WIDTH HEIGHT KILOBITS CPU_USED LEAD COUNT PACKETS");
  const File file = read_file(argv[0]);
  const unsigned width = (unsigned)atoi(argv[2]), height = (unsigned)atoi(argv[3]);
  const long lead = atol(argv[6]), count = atol(argv[7]);
  Sink *sink = open_sink(argv[8]);
  vpx_codec_ctx_t encoder = open_encoder(argv + 1);
  Result result = {0, count, 0};
  vpx_image_t image;
  double start = now_ms();
  for (long i = 0; i < lead + count; i++) {
    if (i == lead) start = now_ms();
    result.bytes += encode(&encoder, picture_at(&image, file, width, height, i), i, sink);
  }
  result.elapsed_ms = now_ms() - start;
  check(vpx_codec_destroy(&encoder));
  close_sink(sink);
  return result;
}

static vpx_codec_ctx_t open_decoder(const char *name) {
  vpx_codec_ctx_t decoder;
  const vpx_codec_dec_cfg_t config = {.threads = 1};
  check(vpx_codec_dec_init(&decoder, strcmp(name, "vp9") == 0 ? vpx_codec_vp9_dx() : vpx_codec_vp8_dx(), &config, 0));
  return decoder;
}

// One piece for each picture: its three planes without gaps.
static void put_picture(Sink *sink, const vpx_image_t *image) {
  if (!sink) return;
  const size_t half = (image->d_w + 1) / 2, size = (size_t)image->d_w * image->d_h + 2 * half * ((image->d_h + 1) / 2);
  uint8_t *packed = malloc(size), *to = packed;
  if (!packed) fail("no memory");
  for (int plane = 0; plane < 3; plane++) {
    const size_t width = plane ? half : image->d_w, height = plane ? (image->d_h + 1) / 2 : image->d_h;
    for (size_t y = 0; y < height; y++, to += width) memcpy(to, image->planes[plane] + y * (size_t)image->stride[plane], width);
  }
  put_piece(sink, packed, size);
  free(packed);
}

static long decode(vpx_codec_ctx_t *decoder, const uint8_t *packet, size_t size, Sink *sink) {
  check(vpx_codec_decode(decoder, packet, (unsigned)size, NULL, 0));
  vpx_codec_iter_t iterator = NULL;
  long count = 0;
  for (const vpx_image_t *image; (image = vpx_codec_get_frame(decoder, &iterator)); count++) put_picture(sink, image);
  return count;
}

// PACKETS vp8|vp9 LEAD PICTURES
Result vpx_decode_file(int argc, char **argv) {
  if (argc != 4) fail("vpx-decode PACKETS CODEC LEAD PICTURES");
  const File file = read_file(argv[0]);
  Sink *sink = open_sink(argv[3]);
  vpx_codec_ctx_t decoder = open_decoder(argv[1]);
  Result result = {0};
  const uint8_t *packet;
  size_t size, at = 0;
  double start = now_ms();
  for (long i = 0, lead = atol(argv[2]); next_piece(file, &at, &packet, &size); i++) {
    if (i == lead) start = now_ms();
    const long count = decode(&decoder, packet, size, sink);
    if (i >= lead) result.count += count;
    result.bytes += (long)size;
  }
  result.elapsed_ms = now_ms() - start;
  check(vpx_codec_destroy(&decoder));
  close_sink(sink);
  return result;
}

// Encoders: YUV CODEC WIDTH HEIGHT KILOBITS CPU_USED. Decoders: PACKETS CODEC.
void hold_vpx(int is_encoder, int count, int argc, char **argv) {
  if (argc < 2) fail("hold vpx-… COUNT FILE CODEC …");
  const File file = read_file(argv[0]);
  for (int i = 0; i < count; i++) {
    vpx_codec_ctx_t coder = is_encoder ? open_encoder(argv + 1) : open_decoder(argv[1]);
    vpx_image_t image;
    const uint8_t *packet;
    size_t size, at = 0;
    for (int k = 0; k < HELD_PICTURES; k++) {
      if (is_encoder) {
        encode(&coder, picture_at(&image, file, (unsigned)atoi(argv[2]), (unsigned)atoi(argv[3]), k), k, NULL);
      } else if (next_piece(file, &at, &packet, &size)) {
        decode(&coder, packet, size, NULL);
      }
    }
  }
}
