/* What an encoder can be told, by number; packages/codecs/src/vpx/encoder-settings.ts has the same list. */
#ifndef REMOTEMEDIA_SETTINGS_H
#define REMOTEMEDIA_SETTINGS_H

enum setting {
  SETTING_WIDTH,
  SETTING_HEIGHT,
  SETTING_FRAMERATE,         /* frames/s, rounded */
  SETTING_BITRATE,           /* kbit/s */
  SETTING_RATE_CONTROL,      /* enum rate_control */
  SETTING_MIN_QUANTIZER,     /* 0-63 */
  SETTING_MAX_QUANTIZER,     /* 0-63 */
  SETTING_KEY_INTERVAL,      /* at most this many frames from key frame to key frame */
  SETTING_TEMPORAL_LAYERS,   /* 1-3 */
  SETTING_ERROR_RESILIENT,   /* 0 or 1 */
  SETTING_SPEED,             /* VP8 0-16, VP9 0-9 */
  SETTING_UPPER_SPEED,       /* of temporal layers above the base; VP9 */
  SETTING_SCREEN,            /* 0 or 1 */
  SETTING_NOISE_SENSITIVITY, /* VP8 0-6, VP9 0-1 */
  SETTING_STATIC_THRESHOLD,
  SETTING_AQ_MODE,        /* VP9 0-4 */
  SETTING_TILE_COLUMNS,   /* VP9, log2 */
  SETTING_DROP_THRESHOLD, /* per cent of the rate buffer below which frames are dropped; 0: never */
  SETTING_COLOR_SPACE,    /* vpx_color_space_t; VP9 */
  SETTING_FULL_RANGE,     /* 0 or 1; VP9 */
  SETTING_COUNT
};

enum rate_control { RATE_CONSTANT, RATE_VARIABLE, RATE_QUANTIZER };

#endif
