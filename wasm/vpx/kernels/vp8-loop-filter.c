/* VP8's normal loop filter (RFC 6386, section 15), for the edges of a macroblock and inside it. */
#include "./vpx_config.h"
#include "./vp8_rtcd.h"
#include "vp8/common/loopfilter.h"
#include "edge.h"

FORCE_INLINE limits limits_of(const unsigned char *blimit, const loop_filter_info *info) {
  return (limits){wasm_v128_load8_splat(blimit), wasm_v128_load8_splat(info->lim),
                  wasm_v128_load8_splat(info->hev_thr)};
}

/* Changes p1, p0, q0, q1. */
FORCE_INLINE void filter_inside(v128_t pixel[8], limits l) { narrow_filter(pixel, decide(pixel, l)); }

/* (f * weight + 63) >> 7 of signed bytes; the sums of both halves come ready. */
FORCE_INLINE v128_t share(v128_t low, v128_t high) {
  return wasm_i8x16_narrow_i16x8(wasm_i16x8_shr(low, 7), wasm_i16x8_shr(high, 7));
}

/* Changes p2 … q2. */
FORCE_INLINE void filter_macroblock(v128_t pixel[8], limits l) {
  const decision d = decide(pixel, l);
  const v128_t sign = sign_bits();
  v128_t p[3], q[3];
  UNROLL
  for (int i = 0; i < 3; i++) p[i] = wasm_v128_xor(pixel[3 - i], sign), q[i] = wasm_v128_xor(pixel[4 + i], sign);
  const v128_t step = wasm_i8x16_sub_sat(q[0], p[0]);
  v128_t f = wasm_i8x16_sub_sat(p[1], q[1]);
  f = wasm_i8x16_add_sat(wasm_i8x16_add_sat(wasm_i8x16_add_sat(f, step), step), step);
  f = wasm_v128_and(f, d.mask);

  /* Where the variance is high, only the two pixels at the edge. */
  const v128_t sharp = wasm_v128_and(f, d.high_variance);
  q[0] = wasm_i8x16_sub_sat(q[0], shift_right3(wasm_i8x16_add_sat(sharp, wasm_i8x16_const_splat(4))));
  p[0] = wasm_i8x16_add_sat(p[0], shift_right3(wasm_i8x16_add_sat(sharp, wasm_i8x16_const_splat(3))));

  /* Elsewhere three on each side, by 27, 18 and 9 parts of 128. */
  f = wasm_v128_andnot(f, d.high_variance);
  const v128_t nine = wasm_i16x8_const_splat(9), round = wasm_i16x8_const_splat(63);
  const v128_t low9 = wasm_i16x8_mul(wasm_i16x8_extend_low_i8x16(f), nine);
  const v128_t high9 = wasm_i16x8_mul(wasm_i16x8_extend_high_i8x16(f), nine);
  v128_t low = wasm_i16x8_add(low9, round), high = wasm_i16x8_add(high9, round);
  for (int i = 2; i >= 0; i--) {
    const v128_t change = share(low, high);
    pixel[3 - i] = wasm_v128_xor(wasm_i8x16_add_sat(p[i], change), sign);
    pixel[4 + i] = wasm_v128_xor(wasm_i8x16_sub_sat(q[i], change), sign);
    low = wasm_i16x8_add(low, low9), high = wasm_i16x8_add(high, high9);
  }
}

/* ---- Luma: a vector is 16 pixels of a row, or of a column. */

FORCE_INLINE void load_rows(const uint8_t *s, ptrdiff_t stride, v128_t *pixel, int count) {
  UNROLL
  for (int i = 0; i < count; i++) pixel[i] = load(s + i * stride);
}

/* ---- Chroma: U in the lower eight bytes, V in the upper ones. */

FORCE_INLINE void load_both_rows(const uint8_t *u, const uint8_t *v, ptrdiff_t stride, v128_t *pixel, int count) {
  UNROLL
  for (int i = 0; i < count; i++)
    pixel[i] = wasm_v128_load64_lane(v + i * stride, wasm_v128_load64_zero(u + i * stride), 1);
}

FORCE_INLINE void store_both_rows(uint8_t *u, uint8_t *v, ptrdiff_t stride, const v128_t *pixel, int count) {
  UNROLL
  for (int i = 0; i < count; i++) store_2x8(u + i * stride, (v - u), pixel[i]);
}

void vp8_loop_filter_mbh_wasm(unsigned char *y, unsigned char *u, unsigned char *v, int y_stride, int uv_stride,
                              loop_filter_info *info) {
  const limits l = limits_of(info->mblim, info);
  v128_t pixel[8];
  load_rows(y - 4 * y_stride, y_stride, pixel, 8);
  filter_macroblock(pixel, l);
  UNROLL
  for (int i = 1; i < 7; i++) store(y + (i - 4) * y_stride, pixel[i]);
  if (!u) return;
  load_both_rows(u - 4 * uv_stride, v - 4 * uv_stride, uv_stride, pixel, 8);
  filter_macroblock(pixel, l);
  store_both_rows(u - 3 * uv_stride, v - 3 * uv_stride, uv_stride, pixel + 1, 6);
}

void vp8_loop_filter_bh_wasm(unsigned char *y, unsigned char *u, unsigned char *v, int y_stride, int uv_stride,
                             loop_filter_info *info) {
  const limits l = limits_of(info->blim, info);
  /* The three edges follow each other: what one changed, the next one reads. */
  v128_t pixel[16];
  load_rows(y, y_stride, pixel, 16);
  UNROLL
  for (int edge = 0; edge < 12; edge += 4) filter_inside(pixel + edge, l);
  UNROLL
  for (int i = 2; i < 14; i++) store(y + i * y_stride, pixel[i]);
  if (!u) return;
  load_both_rows(u, v, uv_stride, pixel, 8);
  filter_inside(pixel, l);
  store_both_rows(u + 2 * uv_stride, v + 2 * uv_stride, uv_stride, pixel + 2, 4);
}

void vp8_loop_filter_mbv_wasm(unsigned char *y, unsigned char *u, unsigned char *v, int y_stride, int uv_stride,
                              loop_filter_info *info) {
  const limits l = limits_of(info->mblim, info);
  v128_t pixel[8];
  load_columns8(y - 4, y - 4 + 8 * y_stride, y_stride, pixel);
  filter_macroblock(pixel, l);
  store_columns8(y - 4, y - 4 + 8 * y_stride, y_stride, pixel);
  if (!u) return;
  load_columns8(u - 4, v - 4, uv_stride, pixel);
  filter_macroblock(pixel, l);
  store_columns8(u - 4, v - 4, uv_stride, pixel);
}

void vp8_loop_filter_bv_wasm(unsigned char *y, unsigned char *u, unsigned char *v, int y_stride, int uv_stride,
                             loop_filter_info *info) {
  const limits l = limits_of(info->blim, info);
  v128_t pixel[16];
  load_columns8(y, y + 8 * y_stride, y_stride, pixel);
  load_columns8(y + 8, y + 8 + 8 * y_stride, y_stride, pixel + 8);
  UNROLL
  for (int edge = 0; edge < 12; edge += 4) filter_inside(pixel + edge, l);
  store_columns8(y, y + 8 * y_stride, y_stride, pixel);
  store_columns8(y + 8, y + 8 + 8 * y_stride, y_stride, pixel + 8);
  if (!u) return;
  load_columns8(u, v, uv_stride, pixel);
  filter_inside(pixel, l);
  store_columns4(u + 2, v + 2, uv_stride, pixel[2], pixel[3], pixel[4], pixel[5]);
}
