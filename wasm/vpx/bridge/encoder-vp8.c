/* What is VP8's own in an encoder. */
#include "encoder.h"

vpx_codec_iface_t *codec_interface(void) { return vpx_codec_vp8_cx(); }

/*
 * libvpx takes back the state of the entropy coder after a frame that is not to change it; also when that frame was
 * dropped and nothing had been put aside, and then the stream is broken. So where frames may be dropped no frame changes it.
 */
static int keeps_no_entropy(const encoder *e) {
  return e->settings[SETTING_TEMPORAL_LAYERS] > 1 && e->settings[SETTING_DROP_THRESHOLD] > 0;
}

void codec_configure(encoder *e) {
  vpx_codec_enc_cfg_t *const config = &e->config;
  if (keeps_no_entropy(e)) config->g_error_resilient = VPX_ERROR_RESILIENT_DEFAULT;
  if (config->rc_end_usage != VPX_CBR) return;
  config->rc_undershoot_pct = 100;
  config->rc_overshoot_pct = 15;
}

/* A key frame may take half the optimal buffer, and three times a frame's share at least; in per cent of that share. */
static int key_frame_share(const encoder *e) {
  const int share = (int)e->config.rc_buf_optimal_sz * e->settings[SETTING_FRAMERATE] / 20;
  return share < 300 ? 300 : share;
}

vpx_codec_err_t codec_control_all(encoder *e, int all) {
  const int *const now = e->applied;
  const int *const next = e->settings;
  vpx_codec_ctx_t *const context = &e->context;
  vpx_codec_err_t error = VPX_CODEC_OK;
  /* Negative: the speed is fixed and does not follow the time that frames take. */
  if (all || now[SETTING_SPEED] != next[SETTING_SPEED])
    error |= vpx_codec_control(context, VP8E_SET_CPUUSED, -next[SETTING_SPEED]);
  if (all || now[SETTING_STATIC_THRESHOLD] != next[SETTING_STATIC_THRESHOLD])
    error |= vpx_codec_control(context, VP8E_SET_STATIC_THRESHOLD, (unsigned int)next[SETTING_STATIC_THRESHOLD]);
  if (e->config.rc_end_usage == VPX_CBR && (all || now[SETTING_FRAMERATE] != next[SETTING_FRAMERATE]))
    error |= vpx_codec_control(context, VP8E_SET_MAX_INTRA_BITRATE_PCT, (unsigned int)key_frame_share(e));
  if (!all) return error;
  error |= vpx_codec_control(context, VP8E_SET_NOISE_SENSITIVITY, (unsigned int)next[SETTING_NOISE_SENSITIVITY]);
  error |= vpx_codec_control(context, VP8E_SET_TOKEN_PARTITIONS, VP8_ONE_TOKENPARTITION);
  /* 2 may drop frames on large changes of the screen. */
  const unsigned int screen = next[SETTING_SCREEN] ? (next[SETTING_DROP_THRESHOLD] ? 2 : 1) : 0;
  return error | vpx_codec_control(context, VP8E_SET_SCREEN_CONTENT_MODE, screen);
}

/*
 * References of frames in temporal layers. The base refers to the base by the last frame and renews it; in three layers
 * the middle one keeps itself in the golden frame; the top is kept nowhere. Frames above the base leave the entropy
 * coder's state alone, so that a decoder that never sees them has the same.
 */
#define BASE (VP8_EFLAG_NO_REF_GF | VP8_EFLAG_NO_REF_ARF | VP8_EFLAG_NO_UPD_GF | VP8_EFLAG_NO_UPD_ARF)
#define ABOVE (VP8_EFLAG_NO_REF_ARF | VP8_EFLAG_NO_UPD_LAST | VP8_EFLAG_NO_UPD_ARF | VP8_EFLAG_NO_UPD_ENTROPY)
#define MIDDLE (ABOVE | VP8_EFLAG_NO_REF_GF)
#define TOP (ABOVE | VP8_EFLAG_NO_UPD_GF)

vpx_codec_err_t codec_begin_frame(encoder *e, vpx_enc_frame_flags_t *flags) {
  static const vpx_enc_frame_flags_t two[2] = {BASE, TOP | VP8_EFLAG_NO_REF_GF};
  static const vpx_enc_frame_flags_t three[4] = {BASE, TOP | VP8_EFLAG_NO_REF_GF, MIDDLE, TOP};
  const unsigned int layers = e->config.ts_number_layers;
  if (layers == 1) return VPX_CODEC_OK;
  const unsigned int position = (unsigned int)e->cycle % e->config.ts_periodicity;
  e->layer = (int)e->config.ts_layer_id[position];
  /* A key frame renews everything, so the pattern's flags would contradict it. */
  if (!(*flags & VPX_EFLAG_FORCE_KF)) *flags |= layers == 2 ? two[position] : three[position];
  if (keeps_no_entropy(e)) *flags &= ~VP8_EFLAG_NO_UPD_ENTROPY;
  return vpx_codec_control(&e->context, VP8E_SET_TEMPORAL_LAYER_ID, e->layer);
}

void codec_end_frame(encoder *e) {
  if (e->is_key) e->layer = 0;
}

vpx_codec_err_t codec_set_quantizer(encoder *e, int quantizer) {
  e->config.rc_min_quantizer = e->config.rc_max_quantizer = (unsigned int)quantizer;
  return vpx_codec_enc_config_set(&e->context, &e->config);
}
