/*
 * VP8's interpolation of six taps (RFC 6386, section 18.3). Every second position has four taps only, and position 0 is
 * a copy, so a pass at 0 is left out.
 *
 * Sums wrap around in 16 bits, with a bias that makes the true ones fit, as in convolve.c.
 */
#include "./vpx_config.h"
#include "./vp8_rtcd.h"
#include "vp8/common/filter.h"
#include "lanes.h"

enum { ROUND = 64, BIAS = 128 * 128, LARGEST = 16, MORE_ROWS = 5 };

typedef struct {
  v128_t tap[6];
} taps;

FORCE_INLINE taps taps_of(const int position) {
  taps t;
  UNROLL
  for (int i = 0; i < 6; i++) t.tap[i] = wasm_v128_load16_splat(&vp8_sub_pel_filters[position][i]);
  return t;
}

FORCE_INLINE v128_t add(v128_t a, v128_t b) { return wasm_i16x8_add(a, b); }

FORCE_INLINE v128_t times(v128_t pixels, v128_t tap) { return wasm_i16x8_mul(pixels, tap); }

FORCE_INLINE v128_t start(void) { return wasm_i16x8_const_splat(ROUND - BIAS); }

FORCE_INLINE v128_t to_pixels(v128_t low, v128_t high) {
  return wasm_v128_xor(wasm_i8x16_narrow_i16x8(wasm_i16x8_shr(low, 7), wasm_i16x8_shr(high, 7)), sign_bits());
}

/* Eight pixels of a row; s is the pixel that has the third tap. */
FORCE_INLINE v128_t sum_row(const uint8_t *s, const taps *t, const int four) {
  const v128_t a = add(add(start(), times(load_wide(s - 1), t->tap[1])), times(load_wide(s), t->tap[2]));
  const v128_t b = add(times(load_wide(s + 1), t->tap[3]), times(load_wide(s + 2), t->tap[4]));
  if (four) return add(a, b);
  return add(add(a, times(load_wide(s - 2), t->tap[0])), add(b, times(load_wide(s + 3), t->tap[5])));
}

/* Two rows of eight pixels or of four. */
FORCE_INLINE void put_two_rows(uint8_t *to, ptrdiff_t stride, v128_t v, const int width) {
  if (width == 4) {
    wasm_v128_store32_lane(to, v, 0);
    wasm_v128_store32_lane(to + stride, v, 2);
  } else {
    store_2x8(to, stride, v);
  }
}

/* Filters rows, two at a time; the last one may be alone. */
FORCE_INLINE void filter_rows(const uint8_t *from, ptrdiff_t from_stride, uint8_t *to, ptrdiff_t to_stride,
                              const taps *t, const int width, int height, const int four) {
  for (; height > 0; height -= 2) {
    if (width == 16) {
      store(to, to_pixels(sum_row(from, t, four), sum_row(from + 8, t, four)));
      if (height > 1) {
        const uint8_t *const next = from + from_stride;
        store(to + to_stride, to_pixels(sum_row(next, t, four), sum_row(next + 8, t, four)));
      }
    } else if (height > 1) {
      put_two_rows(to, to_stride, to_pixels(sum_row(from, t, four), sum_row(from + from_stride, t, four)), width);
    } else {
      const v128_t v = sum_row(from, t, four);
      wasm_v128_store64_lane(to, to_pixels(v, v), 0);
    }
    from += 2 * from_stride;
    to += 2 * to_stride;
  }
}

/* Four rows of eight pixels from nine rows, or from seven with four taps. */
FORCE_INLINE void columns_of_four(const uint8_t *s, ptrdiff_t stride, const taps *t, v128_t sum[4], const int four) {
  UNROLL
  for (int i = 0; i < 4; i++) sum[i] = start();
  UNROLL
  for (int row = four ? 1 : 0; row < (four ? 8 : 9); row++) {
    const v128_t pixels = load_wide(s + (row - 2) * stride);
    UNROLL
    for (int i = 0; i < 4; i++) {
      const int tap = row - i;
      if (tap >= (four ? 1 : 0) && tap < (four ? 5 : 6)) sum[i] = add(sum[i], times(pixels, t->tap[tap]));
    }
  }
}

FORCE_INLINE void filter_columns(const uint8_t *from, ptrdiff_t from_stride, uint8_t *to, ptrdiff_t to_stride,
                                 const taps *t, const int width, const int height, const int four) {
  for (int y = 0; y < height; y += 4, from += 4 * from_stride, to += 4 * to_stride) {
    v128_t sum[4], right[4];
    columns_of_four(from, from_stride, t, sum, four);
    if (width == 16) {
      columns_of_four(from + 8, from_stride, t, right, four);
      UNROLL
      for (int i = 0; i < 4; i++) store(to + i * to_stride, to_pixels(sum[i], right[i]));
    } else {
      put_two_rows(to, to_stride, to_pixels(sum[0], sum[1]), width);
      put_two_rows(to + 2 * to_stride, to_stride, to_pixels(sum[2], sum[3]), width);
    }
  }
}

FORCE_INLINE void rows_at(const uint8_t *from, ptrdiff_t from_stride, uint8_t *to, ptrdiff_t to_stride, int position,
                          const int width, int height) {
  const taps t = taps_of(position);
  if (position & 1)
    filter_rows(from, from_stride, to, to_stride, &t, width, height, 1);
  else
    filter_rows(from, from_stride, to, to_stride, &t, width, height, 0);
}

FORCE_INLINE void columns_at(const uint8_t *from, ptrdiff_t from_stride, uint8_t *to, ptrdiff_t to_stride,
                             int position, const int width, const int height) {
  const taps t = taps_of(position);
  if (position & 1)
    filter_columns(from, from_stride, to, to_stride, &t, width, height, 1);
  else
    filter_columns(from, from_stride, to, to_stride, &t, width, height, 0);
}

FORCE_INLINE void predict(const uint8_t *from, ptrdiff_t from_stride, int x, int y, uint8_t *to, ptrdiff_t to_stride,
                          const int width, const int height) {
  _Alignas(16) uint8_t between[LARGEST * (LARGEST + MORE_ROWS + 1)];
  if (!y) {
    rows_at(from, from_stride, to, to_stride, x, width, height);
  } else if (!x) {
    columns_at(from, from_stride, to, to_stride, y, width, height);
  } else {
    rows_at(from - 2 * from_stride, from_stride, between, LARGEST, x, width, height + MORE_ROWS);
    columns_at(between + 2 * LARGEST, LARGEST, to, to_stride, y, width, height);
  }
}

#define SIZE(width, height)                                                                                            \
  void vp8_sixtap_predict##width##x##height##_wasm(unsigned char *src_ptr, int src_pixels_per_line, int xoffset,       \
                                                   int yoffset, unsigned char *dst_ptr, int dst_pitch) {               \
    predict(src_ptr, src_pixels_per_line, xoffset, yoffset, dst_ptr, dst_pitch, width, height);                        \
  }

SIZE(4, 4)
SIZE(8, 4)
SIZE(8, 8)
SIZE(16, 16)
