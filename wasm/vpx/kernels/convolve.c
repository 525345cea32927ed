/*
 * VP9's interpolation filters of eight taps (8.5.2.3 of the VP9 bitstream specification) at steps of one pixel.
 *
 * Products are summed in 16 bits that wrap around. That is exact, because with the bias the true sum of every filter of
 * VP9 fits: 128 * pixel - 16384 + overshoot. The bias leaves -128 after the shift, which the sign bits undo.
 */
#include "./vpx_config.h"
#include "./vpx_dsp_rtcd.h"
#include "vpx_dsp/vpx_filter.h"
#include "lanes.h"

enum { ROUND = 64, BIAS = 128 * 128, LARGEST = 64 };

typedef struct {
  v128_t tap[8];
} taps;

FORCE_INLINE taps taps_of(const int16_t *filter) {
  taps t;
  UNROLL
  for (int i = 0; i < 8; i++) t.tap[i] = wasm_v128_load16_splat(filter + i);
  return t;
}

/* Bilinear filters, which encoders use at high speeds, have the two taps in the middle only. */
FORCE_INLINE int is_bilinear(const int16_t *filter) {
  return !(filter[0] | filter[1] | filter[2] | filter[5] | filter[6] | filter[7]);
}

FORCE_INLINE v128_t start(void) { return wasm_i16x8_const_splat(ROUND - BIAS); }

FORCE_INLINE v128_t times(v128_t pixels, v128_t tap) { return wasm_i16x8_mul(pixels, tap); }

FORCE_INLINE v128_t add(v128_t a, v128_t b) { return wasm_i16x8_add(a, b); }

FORCE_INLINE v128_t to_pixels(v128_t low, v128_t high) {
  return wasm_v128_xor(wasm_i8x16_narrow_i16x8(wasm_i16x8_shr(low, 7), wasm_i16x8_shr(high, 7)), sign_bits());
}

/* Eight sums along a row; two chains, so that additions need not wait for each other. */
FORCE_INLINE v128_t sum_row(const uint8_t *s, const taps *t, const int bilinear) {
  if (bilinear) return add(add(start(), times(load_wide(s + 3), t->tap[3])), times(load_wide(s + 4), t->tap[4]));
  v128_t a = add(start(), times(load_wide(s), t->tap[0])), b = times(load_wide(s + 1), t->tap[1]);
  UNROLL
  for (int i = 2; i < 8; i += 2) {
    a = add(a, times(load_wide(s + i), t->tap[i]));
    b = add(b, times(load_wide(s + i + 1), t->tap[i + 1]));
  }
  return add(a, b);
}

/* Two rows of eight pixels, or of four where `width` says so. */
FORCE_INLINE void put_two_rows(uint8_t *to, ptrdiff_t stride, v128_t v, const int width, const int average) {
  if (width == 4) {
    if (average)
      v = wasm_u8x16_avgr(v, wasm_v128_load32_lane(to + stride, wasm_v128_load32_zero(to), 2));
    wasm_v128_store32_lane(to, v, 0);
    wasm_v128_store32_lane(to + stride, v, 2);
  } else {
    if (average) v = wasm_u8x16_avgr(v, load_2x8(to, stride));
    store_2x8(to, stride, v);
  }
}

FORCE_INLINE void rows_wide(const uint8_t *from, ptrdiff_t from_stride, uint8_t *to, ptrdiff_t to_stride, const taps *t,
                            int width, int height, const int bilinear, const int average) {
  do {
    int x = 0;
    do {
      v128_t v = to_pixels(sum_row(from + x, t, bilinear), sum_row(from + x + 8, t, bilinear));
      if (average) v = wasm_u8x16_avgr(v, load(to + x));
      store(to + x, v);
      x += 16;
    } while (x < width);
    from += from_stride;
    to += to_stride;
  } while (--height);
}

FORCE_INLINE void rows_narrow(const uint8_t *from, ptrdiff_t from_stride, uint8_t *to, ptrdiff_t to_stride,
                              const taps *t, const int width, int height, const int bilinear, const int average) {
  do {
    const v128_t v = to_pixels(sum_row(from, t, bilinear), sum_row(from + from_stride, t, bilinear));
    put_two_rows(to, to_stride, v, width, average);
    from += 2 * from_stride;
    to += 2 * to_stride;
  } while (height -= 2);
}

FORCE_INLINE void rows_of(const uint8_t *from, ptrdiff_t from_stride, uint8_t *to, ptrdiff_t to_stride,
                          const taps *t, int width, int height, const int bilinear, const int average) {
  if (width >= 16)
    rows_wide(from, from_stride, to, to_stride, t, width, height, bilinear, average);
  else if (width == 8)
    rows_narrow(from, from_stride, to, to_stride, t, 8, height, bilinear, average);
  else
    rows_narrow(from, from_stride, to, to_stride, t, 4, height, bilinear, average);
}

/* Filters along rows; the height is even. */
FORCE_INLINE void filter_rows(const uint8_t *from, ptrdiff_t from_stride, uint8_t *to, ptrdiff_t to_stride,
                              const int16_t *filter, int width, int height, const int average) {
  const taps t = taps_of(filter);
  if (is_bilinear(filter))
    rows_of(from - 3, from_stride, to, to_stride, &t, width, height, 1, average);
  else
    rows_of(from - 3, from_stride, to, to_stride, &t, width, height, 0, average);
}

FORCE_INLINE void columns_bilinear(const uint8_t *from, ptrdiff_t from_stride, uint8_t *to, ptrdiff_t to_stride,
                                   const taps *t, int width, int height, const int average) {
  for (int x = 0; x < width; x += 8) {
    const uint8_t *s = from + x;
    uint8_t *d = to + x;
    for (int y = 0; y < height; y += 2, s += 2 * from_stride, d += 2 * to_stride) {
      const v128_t middle = load_wide(s + from_stride);
      v128_t a = add(start(), times(load_wide(s), t->tap[3]));
      v128_t b = add(start(), times(load_wide(s + 2 * from_stride), t->tap[4]));
      a = add(a, times(middle, t->tap[4]));
      b = add(b, times(middle, t->tap[3]));
      put_two_rows(d, to_stride, to_pixels(a, b), width == 4 ? 4 : 8, average);
    }
  }
}

/* Four rows of results from eleven rows of pixels, each of which is read once. */
FORCE_INLINE void columns_of_four(const uint8_t *s, ptrdiff_t stride, const taps *t, v128_t sum[4]) {
  UNROLL
  for (int i = 0; i < 4; i++) sum[i] = start();
  UNROLL
  for (int row = 0; row < 11; row++) {
    const v128_t pixels = load_wide(s + row * stride);
    UNROLL
    for (int i = 0; i < 4; i++)
      if (row - i >= 0 && row - i < 8) sum[i] = add(sum[i], times(pixels, t->tap[row - i]));
  }
}

FORCE_INLINE void columns_of(const uint8_t *from, ptrdiff_t from_stride, uint8_t *to, ptrdiff_t to_stride,
                             const taps *t, int width, int height, const int average) {
  for (int x = 0; x < width; x += 8) {
    const uint8_t *s = from + x - 3 * from_stride;
    uint8_t *d = to + x;
    for (int y = 0; y < height; y += 4, s += 4 * from_stride, d += 4 * to_stride) {
      v128_t sum[4];
      columns_of_four(s, from_stride, t, sum);
      put_two_rows(d, to_stride, to_pixels(sum[0], sum[1]), width == 4 ? 4 : 8, average);
      put_two_rows(d + 2 * to_stride, to_stride, to_pixels(sum[2], sum[3]), width == 4 ? 4 : 8, average);
    }
  }
}

/* Filters along columns; the height is a multiple of four. */
FORCE_INLINE void filter_columns(const uint8_t *from, ptrdiff_t from_stride, uint8_t *to, ptrdiff_t to_stride,
                                 const int16_t *filter, int width, int height, const int average) {
  const taps t = taps_of(filter);
  if (is_bilinear(filter))
    columns_bilinear(from, from_stride, to, to_stride, &t, width, height, average);
  else
    columns_of(from, from_stride, to, to_stride, &t, width, height, average);
}

FORCE_INLINE void filter_both(const uint8_t *from, ptrdiff_t from_stride, uint8_t *to, ptrdiff_t to_stride,
                              const int16_t *filter_x, const int16_t *filter_y, int width, int height,
                              const int average) {
  _Alignas(16) uint8_t between[LARGEST * (LARGEST + 8)];
  /* Three rows above and four below are needed; the eighth makes the number even. */
  filter_rows(from - 3 * from_stride, from_stride, between, LARGEST, filter_x, width, height + 8, 0);
  filter_columns(between + 3 * LARGEST, LARGEST, to, to_stride, filter_y, width, height, average);
}

/* The steps are 16 (one pixel) whenever libvpx calls these. */
#define ARGUMENTS                                                                                                      \
  const uint8_t *src, ptrdiff_t src_stride, uint8_t *dst, ptrdiff_t dst_stride, const InterpKernel *filter, int x0_q4, \
      int x_step_q4, int y0_q4, int y_step_q4, int w, int h
#define UNUSED (void)x0_q4, (void)x_step_q4, (void)y0_q4, (void)y_step_q4

void vpx_convolve8_horiz_wasm(ARGUMENTS) {
  UNUSED;
  filter_rows(src, src_stride, dst, dst_stride, filter[x0_q4], w, h, 0);
}
void vpx_convolve8_avg_horiz_wasm(ARGUMENTS) {
  UNUSED;
  filter_rows(src, src_stride, dst, dst_stride, filter[x0_q4], w, h, 1);
}
void vpx_convolve8_vert_wasm(ARGUMENTS) {
  UNUSED;
  filter_columns(src, src_stride, dst, dst_stride, filter[y0_q4], w, h, 0);
}
void vpx_convolve8_avg_vert_wasm(ARGUMENTS) {
  UNUSED;
  filter_columns(src, src_stride, dst, dst_stride, filter[y0_q4], w, h, 1);
}
void vpx_convolve8_wasm(ARGUMENTS) {
  UNUSED;
  filter_both(src, src_stride, dst, dst_stride, filter[x0_q4], filter[y0_q4], w, h, 0);
}
void vpx_convolve8_avg_wasm(ARGUMENTS) {
  UNUSED;
  filter_both(src, src_stride, dst, dst_stride, filter[x0_q4], filter[y0_q4], w, h, 1);
}
