/* What is VP9's own in an encoder. */
#include <string.h>

#include "encoder.h"

vpx_codec_iface_t *codec_interface(void) { return vpx_codec_vp9_cx(); }

void codec_configure(encoder *e) {
  static const int modes[3] = {VP9E_TEMPORAL_LAYERING_MODE_NOLAYERING, VP9E_TEMPORAL_LAYERING_MODE_0101,
                               VP9E_TEMPORAL_LAYERING_MODE_0212};
  const int layers = e->settings[SETTING_TEMPORAL_LAYERS];
  vpx_codec_enc_cfg_t *const config = &e->config;
  if (config->rc_end_usage == VPX_CBR) config->rc_undershoot_pct = config->rc_overshoot_pct = 50;
  config->temporal_layering_mode = modes[layers - 1];
  if (layers == 1) return;
  encoder_layer_bitrates(e, config->layer_target_bitrate);
  /* Else the state of the entropy coder would depend on frames that a receiver may never get. */
  config->g_error_resilient = VPX_ERROR_RESILIENT_DEFAULT;
}

static int key_frame_share(const encoder *e) {
  const int share = (int)e->config.rc_buf_optimal_sz * e->settings[SETTING_FRAMERATE] / 20;
  return share < 300 ? 300 : share;
}

/* With layers libvpx lays out its memory for the quick speeds only, and writes beyond it at slower ones. */
static int speed_of(const encoder *e, enum setting setting) {
  const int speed = e->settings[setting];
  return e->config.ts_number_layers > 1 && speed < 5 ? 5 : speed;
}

static vpx_codec_err_t set_layers(encoder *e, int speed) {
  vpx_svc_extra_cfg_t layers;
  memset(&layers, 0, sizeof layers);
  for (unsigned int i = 0; i < e->config.ts_number_layers; i++) {
    layers.max_quantizers[i] = (int)e->config.rc_max_quantizer;
    layers.min_quantizers[i] = (int)e->config.rc_min_quantizer;
  }
  layers.scaling_factor_num[0] = layers.scaling_factor_den[0] = 1;
  layers.speed_per_layer[0] = speed;
  return vpx_codec_control(&e->context, VP9E_SET_SVC_PARAMETERS, &layers);
}

static vpx_codec_err_t control_once(encoder *e) {
  const int *const next = e->settings;
  vpx_codec_ctx_t *const context = &e->context;
  vpx_codec_err_t error =
      vpx_codec_control(context, VP9E_SET_NOISE_SENSITIVITY, (unsigned int)next[SETTING_NOISE_SENSITIVITY]);
  error |= vpx_codec_control(context, VP9E_SET_FRAME_PARALLEL_DECODING, 0U);
  error |= vpx_codec_control(context, VP9E_SET_TUNE_CONTENT,
                             next[SETTING_SCREEN] ? VP9E_CONTENT_SCREEN : VP9E_CONTENT_DEFAULT);
  if (e->config.ts_number_layers == 1) return error;
  error |= set_layers(e, speed_of(e, SETTING_SPEED));
  return error | vpx_codec_control(context, VP9E_SET_SVC, 1);
}

vpx_codec_err_t codec_control_all(encoder *e, int all) {
  const int *const now = e->applied;
  const int *const next = e->settings;
  vpx_codec_ctx_t *const context = &e->context;
  vpx_codec_err_t error = VPX_CODEC_OK;
#define CHANGED(setting) (all || now[setting] != next[setting])
  if (CHANGED(SETTING_SPEED)) error |= vpx_codec_control(context, VP8E_SET_CPUUSED, speed_of(e, SETTING_SPEED));
  if (CHANGED(SETTING_STATIC_THRESHOLD))
    error |= vpx_codec_control(context, VP8E_SET_STATIC_THRESHOLD, (unsigned int)next[SETTING_STATIC_THRESHOLD]);
  if (e->config.rc_end_usage == VPX_CBR && CHANGED(SETTING_FRAMERATE))
    error |= vpx_codec_control(context, VP8E_SET_MAX_INTRA_BITRATE_PCT, (unsigned int)key_frame_share(e));
  if (CHANGED(SETTING_AQ_MODE))
    error |= vpx_codec_control(context, VP9E_SET_AQ_MODE, (unsigned int)next[SETTING_AQ_MODE]);
  if (CHANGED(SETTING_TILE_COLUMNS))
    error |= vpx_codec_control(context, VP9E_SET_TILE_COLUMNS, next[SETTING_TILE_COLUMNS]);
  if (CHANGED(SETTING_COLOR_SPACE) || CHANGED(SETTING_FULL_RANGE)) {
    error |= vpx_codec_control(context, VP9E_SET_COLOR_SPACE, next[SETTING_COLOR_SPACE]);
    error |= vpx_codec_control(context, VP9E_SET_COLOR_RANGE, next[SETTING_FULL_RANGE]);
    /* Only key frames say it. */
    e->force_key = 1;
  }
#undef CHANGED
  return all ? error | control_once(e) : error;
}

vpx_codec_err_t codec_begin_frame(encoder *e, vpx_enc_frame_flags_t *flags) {
  (void)flags; /* The library knows its own patterns. */
  if (e->config.ts_number_layers == 1) return VPX_CODEC_OK;
  const unsigned int position = (unsigned int)e->cycle % e->config.ts_periodicity;
  e->layer = (int)e->config.ts_layer_id[position];
  return set_layers(e, speed_of(e, e->layer == 0 ? SETTING_SPEED : SETTING_UPPER_SPEED));
}

void codec_end_frame(encoder *e) {
  vpx_svc_layer_id_t id;
  memset(&id, 0, sizeof id);
  e->layer = 0;
  if (e->config.ts_number_layers == 1) return;
  if (vpx_codec_control(&e->context, VP9E_GET_SVC_LAYER_ID, &id) == VPX_CODEC_OK) e->layer = id.temporal_layer_id;
}

vpx_codec_err_t codec_set_quantizer(encoder *e, int quantizer) {
  return vpx_codec_control(&e->context, VP9E_SET_QUANTIZER_ONE_PASS, quantizer);
}
