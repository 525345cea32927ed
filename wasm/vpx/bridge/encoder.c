/* Opening, changing and closing an encoder. Functions return 0 or a negated vpx_codec_err_t. */
#include "encoder.h"

#include <stdlib.h>
#include <string.h>

#include "export.h"

encoder *EXPORT(encoder_new)(void) {
  encoder *e = calloc(1, sizeof *e);
  if (e) e->quantizer = -1;
  return e;
}

/* Takes effect with the next encoder_apply. */
void EXPORT(encoder_set)(encoder *e, int setting, int value) {
  if (setting >= 0 && setting < SETTING_COUNT) e->settings[setting] = value;
}

static void close_context(encoder *e) {
  if (e->is_open) vpx_codec_destroy(&e->context);
  e->is_open = 0;
}

void EXPORT(encoder_close)(encoder *e) {
  if (!e) return;
  close_context(e);
  plane_buffer_free(&e->converted);
  plane_buffer_free(&e->scaled);
  scale_scratch_free(&e->scratch);
  free(e->staging);
  free(e);
}

void encoder_layer_bitrates(const encoder *e, unsigned int *kilobits) {
  /* Shares of two and three layers as browsers have them: 60 and 100, 50, 70 and 100 per cent. */
  static const unsigned int share[3][3] = {{100}, {60, 100}, {50, 70, 100}};
  const int layers = e->settings[SETTING_TEMPORAL_LAYERS];
  for (int i = 0; i < layers; i++) {
    kilobits[i] = (unsigned int)e->settings[SETTING_BITRATE] * share[layers - 1][i] / 100;
    /* The library wants each to be more than the one below, even where the bitrate is next to nothing. */
    const unsigned int least = i == 0 ? 1 : kilobits[i - 1] + 1;
    if (kilobits[i] < least) kilobits[i] = least;
  }
}

static void configure_layers(encoder *e) {
  static const unsigned int decimators[3][3] = {{1}, {2, 1}, {4, 2, 1}};
  static const unsigned int patterns[3][4] = {{0}, {0, 1}, {0, 2, 1, 2}};
  static const unsigned int periods[3] = {1, 2, 4};
  vpx_codec_enc_cfg_t *const config = &e->config;
  const int layers = e->settings[SETTING_TEMPORAL_LAYERS];
  config->ss_number_layers = 1;
  config->ts_number_layers = (unsigned int)layers;
  if (layers == 1) return;
  config->ts_periodicity = periods[layers - 1];
  memcpy(config->ts_layer_id, patterns[layers - 1], sizeof patterns[0]);
  memcpy(config->ts_rate_decimator, decimators[layers - 1], sizeof decimators[0]);
  encoder_layer_bitrates(e, config->ts_target_bitrate);
  config->rc_target_bitrate = config->ts_target_bitrate[layers - 1];
}

static void configure(encoder *e) {
  const int *const settings = e->settings;
  vpx_codec_enc_cfg_t *const config = &e->config;
  config->g_w = (unsigned int)settings[SETTING_WIDTH];
  config->g_h = (unsigned int)settings[SETTING_HEIGHT];
  config->g_timebase.num = 1;
  config->g_timebase.den = 1000000;
  config->g_pass = VPX_RC_ONE_PASS;
  config->g_lag_in_frames = 0;
  config->g_threads = 1;
  config->g_error_resilient = settings[SETTING_ERROR_RESILIENT] ? VPX_ERROR_RESILIENT_DEFAULT : 0;
  config->rc_end_usage = settings[SETTING_RATE_CONTROL] == RATE_VARIABLE ? VPX_VBR : VPX_CBR;
  config->rc_target_bitrate = (unsigned int)settings[SETTING_BITRATE];
  config->rc_min_quantizer = (unsigned int)settings[SETTING_MIN_QUANTIZER];
  config->rc_max_quantizer = (unsigned int)settings[SETTING_MAX_QUANTIZER];
  config->rc_dropframe_thresh = (unsigned int)settings[SETTING_DROP_THRESHOLD];
  config->rc_resize_allowed = 0;
  config->kf_mode = VPX_KF_AUTO;
  config->kf_min_dist = 0;
  config->kf_max_dist = (unsigned int)settings[SETTING_KEY_INTERVAL];
  if (config->rc_end_usage == VPX_CBR) {
    /* The buffer of a live call: a second at most, as WebRTC has it. */
    config->rc_buf_initial_sz = 500;
    config->rc_buf_optimal_sz = 600;
    config->rc_buf_sz = 1000;
  }
  configure_layers(e);
  codec_configure(e);
}

static vpx_codec_err_t open_context(encoder *e) {
  close_context(e);
  vpx_codec_err_t error = vpx_codec_enc_config_default(codec_interface(), &e->config, 0);
  if (error) return error;
  configure(e);
  error = vpx_codec_enc_init(&e->context, codec_interface(), &e->config, 0);
  if (error) return error;
  e->is_open = 1;
  e->first_width = e->settings[SETTING_WIDTH];
  e->first_height = e->settings[SETTING_HEIGHT];
  e->cycle = 0;
  e->quantizer = -1;
  return codec_control_all(e, 1);
}

/* A context cannot be led to these; a new one begins with a key frame, so the stream goes on. */
static int needs_new_context(const encoder *e) {
  const int *const now = e->applied;
  const int *const next = e->settings;
  const int resized = now[SETTING_WIDTH] != next[SETTING_WIDTH] || now[SETTING_HEIGHT] != next[SETTING_HEIGHT];
  return !e->is_open || next[SETTING_WIDTH] > e->first_width || next[SETTING_HEIGHT] > e->first_height ||
         now[SETTING_TEMPORAL_LAYERS] != next[SETTING_TEMPORAL_LAYERS] ||
         (resized && (next[SETTING_TEMPORAL_LAYERS] > 1 || next[SETTING_NOISE_SENSITIVITY])) ||
         now[SETTING_RATE_CONTROL] != next[SETTING_RATE_CONTROL] || now[SETTING_SCREEN] != next[SETTING_SCREEN] ||
         now[SETTING_NOISE_SENSITIVITY] != next[SETTING_NOISE_SENSITIVITY];
}

/* What is multiplied or an index here; the library checks the rest. */
static int are_sane(const int *settings) {
  const int width = settings[SETTING_WIDTH], height = settings[SETTING_HEIGHT];
  const int layers = settings[SETTING_TEMPORAL_LAYERS];
  return width >= 1 && width <= 16383 && height >= 1 && height <= 16383 && width * height <= MAX_PIXELS &&
         layers >= 1 && layers <= 3 && settings[SETTING_BITRATE] >= 1 && settings[SETTING_BITRATE] <= 1000000 &&
         settings[SETTING_FRAMERATE] >= 1 && settings[SETTING_FRAMERATE] <= 1000;
}

/* Opens with the settings, or changes what runs to them. */
int EXPORT(encoder_apply)(encoder *e) {
  if (!are_sane(e->settings)) return -VPX_CODEC_INVALID_PARAM;
  vpx_codec_err_t error;
  if (needs_new_context(e)) {
    error = open_context(e);
  } else {
    configure(e);
    error = vpx_codec_enc_config_set(&e->context, &e->config);
    if (!error) error = codec_control_all(e, 0);
    e->quantizer = -1;
  }
  if (!error) memcpy(e->applied, e->settings, sizeof e->applied);
  return -(int)error;
}

/* Why the latest call failed, as the library says it; ends with a zero. */
const char *EXPORT(encoder_error)(encoder *e) {
  const char *const detail = vpx_codec_error_detail(&e->context);
  return detail ? detail : vpx_codec_error(&e->context);
}
