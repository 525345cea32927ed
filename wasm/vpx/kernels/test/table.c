#include "table.h"

#include "./vpx_config.h"
#include "./vp8_rtcd.h"
#include "./vp9_rtcd.h"
#include "./vpx_dsp_rtcd.h"
#include "vp8/common/loopfilter.h"

#define KERNEL(kind, name, width, height)                                                                              \
  {#name, kind, width, height, (any_function)name##_c, (any_function)name##_wasm},

/* All block sizes of VP9. */
#define EACH_SIZE(make)                                                                                                \
  make(4, 4) make(4, 8) make(8, 4) make(8, 8) make(8, 16) make(16, 8) make(16, 16) make(16, 32) make(32, 16)           \
      make(32, 32) make(32, 64) make(64, 32) make(64, 64)

#define EACH_SKIPPED_SIZE(make)                                                                                        \
  make(4, 8) make(8, 8) make(8, 16) make(16, 8) make(16, 16) make(16, 32) make(32, 16) make(32, 32) make(32, 64)       \
      make(64, 32) make(64, 64)

#define OF_SIZE(w, h)                                                                                                  \
  KERNEL(SAD, vpx_sad##w##x##h, w, h)                                                                                  \
  KERNEL(SAD_OF_FOUR, vpx_sad##w##x##h##x4d, w, h)                                                                     \
  KERNEL(VARIANCE, vpx_variance##w##x##h, w, h)                                                                        \
  KERNEL(SUB_PIXEL_VARIANCE, vpx_sub_pixel_variance##w##x##h, w, h)

#define OF_SKIPPED_SIZE(w, h)                                                                                          \
  KERNEL(SAD, vpx_sad_skip_##w##x##h, w, h)                                                                            \
  KERNEL(SAD_OF_FOUR, vpx_sad_skip_##w##x##h##x4d, w, h)

const kernel kernels[] = {
    KERNEL(EDGE, vpx_lpf_horizontal_4, 8, 0)
    KERNEL(EDGE, vpx_lpf_horizontal_8, 8, 0)
    KERNEL(EDGE, vpx_lpf_horizontal_16, 8, 0)
    KERNEL(EDGE, vpx_lpf_horizontal_16_dual, 16, 0)
    KERNEL(EDGE, vpx_lpf_vertical_4, 0, 8)
    KERNEL(EDGE, vpx_lpf_vertical_8, 0, 8)
    KERNEL(EDGE, vpx_lpf_vertical_16, 0, 8)
    KERNEL(EDGE, vpx_lpf_vertical_16_dual, 0, 16)
    KERNEL(EDGE_DUAL, vpx_lpf_horizontal_4_dual, 16, 0)
    KERNEL(EDGE_DUAL, vpx_lpf_horizontal_8_dual, 16, 0)
    KERNEL(EDGE_DUAL, vpx_lpf_vertical_4_dual, 0, 16)
    KERNEL(EDGE_DUAL, vpx_lpf_vertical_8_dual, 0, 16)
    KERNEL(EDGE_VP8, vp8_loop_filter_mbh, 16, 0)
    KERNEL(EDGE_VP8, vp8_loop_filter_mbv, 0, 16)
    KERNEL(EDGE_VP8, vp8_loop_filter_bh, 16, 0)
    KERNEL(EDGE_VP8, vp8_loop_filter_bv, 0, 16)
    KERNEL(CONVOLVE, vpx_convolve8, 64, 64)
    KERNEL(CONVOLVE, vpx_convolve8_avg, 64, 64)
    KERNEL(CONVOLVE, vpx_convolve8_horiz, 64, 64)
    KERNEL(CONVOLVE, vpx_convolve8_avg_horiz, 64, 64)
    KERNEL(CONVOLVE, vpx_convolve8_vert, 64, 64)
    KERNEL(CONVOLVE, vpx_convolve8_avg_vert, 64, 64)
    KERNEL(SIXTAP, vp8_sixtap_predict4x4, 4, 4)
    KERNEL(SIXTAP, vp8_sixtap_predict8x4, 8, 4)
    KERNEL(SIXTAP, vp8_sixtap_predict8x8, 8, 8)
    KERNEL(SIXTAP, vp8_sixtap_predict16x16, 16, 16)
    EACH_SIZE(OF_SIZE)
    EACH_SKIPPED_SIZE(OF_SKIPPED_SIZE)
    KERNEL(VARIANCE, vpx_mse8x8, 8, 8)
    KERNEL(VARIANCE, vpx_mse8x16, 8, 16)
    KERNEL(VARIANCE, vpx_mse16x8, 16, 8)
    KERNEL(VARIANCE, vpx_mse16x16, 16, 16)
    KERNEL(MOMENTS, vpx_get8x8var, 8, 8)
    KERNEL(MOMENTS, vpx_get16x16var, 16, 16)
    KERNEL(FORWARD_4X4, vp8_short_fdct4x4, 4, 4)
    KERNEL(FORWARD_8X4, vp8_short_fdct8x4, 8, 4)
    KERNEL(FAST_QUANTIZE, vp8_fast_quantize_b, 4, 4)
    KERNEL(QUANTIZE_VP9, vp9_quantize_fp, 4, 16)
    KERNEL(QUANTIZE_VP9, vp9_quantize_fp_32x32, 32, 32)
};

const int kernel_count = sizeof kernels / sizeof kernels[0];
