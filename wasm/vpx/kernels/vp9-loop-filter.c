/*
 * VP9's loop filters (8.8.2 of the VP9 bitstream specification), sixteen places along an edge at once.
 *
 * p3 … p0 | q0 … q3 are the pixels across the edge. The sums of the wide filters need 16 bits; all else stays in bytes.
 */
#include "./vpx_config.h"
#include "./vpx_dsp_rtcd.h"
#include "edge.h"

/* Each limit is 8 equal bytes or more in libvpx's tables, for the first and for the last eight places. */
FORCE_INLINE limits limits_of_both(const uint8_t *blimit0, const uint8_t *limit0, const uint8_t *thresh0,
                                   const uint8_t *blimit1, const uint8_t *limit1, const uint8_t *thresh1) {
  limits l;
  l.blimit = wasm_v128_load64_lane(blimit1, wasm_v128_load64_zero(blimit0), 1);
  l.limit = wasm_v128_load64_lane(limit1, wasm_v128_load64_zero(limit0), 1);
  l.thresh = wasm_v128_load64_lane(thresh1, wasm_v128_load64_zero(thresh0), 1);
  return l;
}

FORCE_INLINE limits limits_of(const uint8_t *blimit, const uint8_t *limit, const uint8_t *thresh) {
  return (limits){wasm_v128_load64_splat(blimit), wasm_v128_load64_splat(limit), wasm_v128_load64_splat(thresh)};
}

/* Where the pixels differ from those at the edge by no more than 1; only where the mask says so. */
FORCE_INLINE v128_t flat_near(const v128_t pixel[8], v128_t mask) {
  const v128_t p0 = pixel[3], q0 = pixel[4];
  v128_t spread = wasm_u8x16_max(distance(pixel[0], p0), distance(pixel[7], q0));
  spread = wasm_u8x16_max(spread, wasm_u8x16_max(distance(pixel[1], p0), distance(pixel[6], q0)));
  spread = wasm_u8x16_max(spread, wasm_u8x16_max(distance(pixel[2], p0), distance(pixel[5], q0)));
  const v128_t one = wasm_u8x16_const_splat(1);
  return wasm_v128_and(wasm_i8x16_eq(wasm_u8x16_sub_sat(spread, one), wasm_i8x16_const_splat(0)), mask);
}

/* One half of the seven-tap filter: six rows out of eight in 16 bits. */
FORCE_INLINE void smooth8_half(const v128_t p[8], v128_t out[6]) {
  /* 3 p3 + 2 p2 + p1 + p0 + q0, then a window that moves on: two leave and two come. */
  v128_t sum = wasm_i16x8_add(wasm_i16x8_add(p[0], p[0]), wasm_i16x8_add(p[0], wasm_i16x8_const_splat(4)));
  sum = wasm_i16x8_add(sum, wasm_i16x8_add(wasm_i16x8_add(p[1], p[1]), wasm_i16x8_add(p[2], p[3])));
  sum = wasm_i16x8_add(sum, p[4]);
  out[0] = wasm_u16x8_shr(sum, 3);
  static const uint8_t leave[5][2] = {{0, 1}, {0, 2}, {0, 3}, {1, 4}, {2, 5}};
  static const uint8_t come[5][2] = {{2, 5}, {3, 6}, {4, 7}, {5, 7}, {6, 7}};
  UNROLL
  for (int i = 0; i < 5; i++) {
    sum = wasm_i16x8_sub(sum, wasm_i16x8_add(p[leave[i][0]], p[leave[i][1]]));
    sum = wasm_i16x8_add(sum, wasm_i16x8_add(p[come[i][0]], p[come[i][1]]));
    out[i + 1] = wasm_u16x8_shr(sum, 3);
  }
}

/* The six changed rows p2 … q2 of the seven-tap filter. */
FORCE_INLINE void smooth8(const v128_t pixel[8], v128_t out[6]) {
  v128_t wide[8], low[6], high[6];
  UNROLL
  for (int i = 0; i < 8; i++) wide[i] = widen_low(pixel[i]);
  smooth8_half(wide, low);
  UNROLL
  for (int i = 0; i < 8; i++) wide[i] = widen_high(pixel[i]);
  smooth8_half(wide, high);
  UNROLL
  for (int i = 0; i < 6; i++) out[i] = wasm_u8x16_narrow_i16x8(low[i], high[i]);
}

/* How many of the rows beside the edge were changed, on each side. */
enum { CHANGED_0 = 0, CHANGED_2 = 2, CHANGED_3 = 3, CHANGED_7 = 7 };

FORCE_INLINE int filter4(v128_t pixel[8], limits l) {
  const decision d = decide(pixel, l);
  if (!wasm_v128_any_true(d.mask)) return CHANGED_0;
  narrow_filter(pixel, d);
  return CHANGED_2;
}

FORCE_INLINE int filter8_decided(v128_t pixel[8], decision d, v128_t flat) {
  if (!wasm_v128_any_true(flat)) {
    narrow_filter(pixel, d);
    return CHANGED_2;
  }
  v128_t smooth[6];
  smooth8(pixel, smooth);
  narrow_filter(pixel, d);
  UNROLL
  for (int i = 0; i < 6; i++) pixel[i + 1] = wasm_v128_bitselect(smooth[i], pixel[i + 1], flat);
  return CHANGED_3;
}

FORCE_INLINE int filter8(v128_t pixel[8], limits l) {
  const decision d = decide(pixel, l);
  if (!wasm_v128_any_true(d.mask)) return CHANGED_0;
  return filter8_decided(pixel, d, flat_near(pixel, d.mask));
}

/* Where eight more pixels are flat as well: p7 … p4 in far[0 … 3], q4 … q7 in far[4 … 7]. */
FORCE_INLINE v128_t flat_far(const v128_t far[8], v128_t p0, v128_t q0) {
  v128_t spread = wasm_u8x16_max(distance(far[0], p0), distance(far[4], q0));
  UNROLL
  for (int i = 1; i < 4; i++)
    spread = wasm_u8x16_max(spread, wasm_u8x16_max(distance(far[i], p0), distance(far[4 + i], q0)));
  return wasm_i8x16_eq(wasm_u8x16_sub_sat(spread, wasm_u8x16_const_splat(1)), wasm_i8x16_const_splat(0));
}

/* One half of the fifteen-tap filter: p[0 … 15] is p7 … q7 in 16 bits, out[0 … 13] is p6 … q6. */
FORCE_INLINE void smooth16_half(const v128_t p[16], v128_t out[14]) {
  v128_t sum = wasm_i16x8_sub(wasm_i16x8_shl(p[0], 3), p[0]);
  sum = wasm_i16x8_add(wasm_i16x8_add(sum, wasm_i16x8_const_splat(8)), p[1]);
  UNROLL
  for (int i = 1; i < 9; i++) sum = wasm_i16x8_add(sum, p[i]);
  out[0] = wasm_u16x8_shr(sum, 4);
  /* From one row to the next, the doubled pixel moves on and the window with it, its ends repeated. */
  UNROLL
  for (int i = 1; i < 14; i++) {
    const v128_t leaves = i < 8 ? p[0] : p[i - 7], comes = i < 7 ? p[i + 8] : p[15];
    sum = wasm_i16x8_add(sum, wasm_i16x8_sub(wasm_i16x8_add(comes, p[i + 1]), wasm_i16x8_add(leaves, p[i])));
    out[i] = wasm_u16x8_shr(sum, 4);
  }
}

/* pixel is p3 … q3, far is p7 … p4 and q4 … q7. */
FORCE_INLINE int filter16(v128_t pixel[8], v128_t far[8], limits l) {
  const decision d = decide(pixel, l);
  if (!wasm_v128_any_true(d.mask)) return CHANGED_0;
  const v128_t flat = flat_near(pixel, d.mask);
  const v128_t flat2 = wasm_v128_and(flat_far(far, pixel[3], pixel[4]), flat);
  if (!wasm_v128_any_true(flat2)) return filter8_decided(pixel, d, flat);
  v128_t wide[16], low[14], high[14];
  UNROLL
  for (int i = 0; i < 4; i++) {
    wide[i] = widen_low(far[i]), wide[4 + i] = widen_low(pixel[i]);
    wide[8 + i] = widen_low(pixel[4 + i]), wide[12 + i] = widen_low(far[4 + i]);
  }
  smooth16_half(wide, low);
  UNROLL
  for (int i = 0; i < 4; i++) {
    wide[i] = widen_high(far[i]), wide[4 + i] = widen_high(pixel[i]);
    wide[8 + i] = widen_high(pixel[4 + i]), wide[12 + i] = widen_high(far[4 + i]);
  }
  smooth16_half(wide, high);
  if (!wasm_i8x16_all_true(flat2)) filter8_decided(pixel, d, flat);
  UNROLL
  for (int i = 0; i < 14; i++) {
    v128_t *const at = i < 3 ? &far[i + 1] : i < 11 ? &pixel[i - 3] : &far[i - 7];
    *at = wasm_v128_bitselect(wasm_u8x16_narrow_i16x8(low[i], high[i]), *at, flat2);
  }
  return CHANGED_7;
}

/* ---- Edges along a row: a vector is 16 pixels of a row, or 8 with the upper half unused. */

FORCE_INLINE v128_t load_row(const uint8_t *from, const int both) {
  return both ? load(from) : wasm_v128_load64_zero(from);
}

FORCE_INLINE void store_row(uint8_t *to, v128_t v, const int both) {
  if (both)
    store(to, v);
  else
    wasm_v128_store64_lane(to, v, 0);
}

FORCE_INLINE void load_rows(const uint8_t *s, ptrdiff_t pitch, v128_t pixel[8], const int both) {
  UNROLL
  for (int i = 0; i < 8; i++) pixel[i] = load_row(s + (i - 4) * pitch, both);
}

FORCE_INLINE void store_rows(uint8_t *s, ptrdiff_t pitch, const v128_t pixel[8], int changed, const int both) {
  if (changed == CHANGED_0) return;
  UNROLL
  for (int i = 2; i < 6; i++) store_row(s + (i - 4) * pitch, pixel[i], both);
  if (changed == CHANGED_2) return;
  store_row(s - 3 * pitch, pixel[1], both);
  store_row(s + 2 * pitch, pixel[6], both);
}

FORCE_INLINE void horizontal4(uint8_t *s, ptrdiff_t pitch, limits l, const int both) {
  v128_t pixel[8];
  load_rows(s, pitch, pixel, both);
  store_rows(s, pitch, pixel, filter4(pixel, l), both);
}

FORCE_INLINE void horizontal8(uint8_t *s, ptrdiff_t pitch, limits l, const int both) {
  v128_t pixel[8];
  load_rows(s, pitch, pixel, both);
  store_rows(s, pitch, pixel, filter8(pixel, l), both);
}

FORCE_INLINE void horizontal16(uint8_t *s, ptrdiff_t pitch, limits l, const int both) {
  v128_t pixel[8], far[8];
  load_rows(s, pitch, pixel, both);
  UNROLL
  for (int i = 0; i < 4; i++) {
    far[i] = load_row(s + (i - 8) * pitch, both);
    far[4 + i] = load_row(s + (i + 4) * pitch, both);
  }
  const int changed = filter16(pixel, far, l);
  store_rows(s, pitch, pixel, changed, both);
  if (changed < CHANGED_7) return;
  store_row(s - 4 * pitch, pixel[0], both);
  store_row(s + 3 * pitch, pixel[7], both);
  UNROLL
  for (int i = 0; i < 3; i++) {
    store_row(s + (i - 7) * pitch, far[i + 1], both);
    store_row(s + (i + 4) * pitch, far[4 + i], both);
  }
}

/* ---- Edges down a column: 16 rows are turned into columns. With eight rows only, they are read twice. */

FORCE_INLINE void store_columns(uint8_t *s, uint8_t *upper, ptrdiff_t pitch, const v128_t pixel[8], int changed) {
  if (changed == CHANGED_2)
    store_columns4(s - 2, upper - 2, pitch, pixel[2], pixel[3], pixel[4], pixel[5]);
  else if (changed > CHANGED_2)
    store_columns8(s - 4, upper - 4, pitch, pixel);
}

FORCE_INLINE void vertical4(uint8_t *s, uint8_t *upper, ptrdiff_t pitch, limits l) {
  v128_t pixel[8];
  load_columns8(s - 4, upper - 4, pitch, pixel);
  store_columns(s, upper, pitch, pixel, filter4(pixel, l));
}

FORCE_INLINE void vertical8(uint8_t *s, uint8_t *upper, ptrdiff_t pitch, limits l) {
  v128_t pixel[8];
  load_columns8(s - 4, upper - 4, pitch, pixel);
  store_columns(s, upper, pitch, pixel, filter8(pixel, l));
}

FORCE_INLINE void vertical16(uint8_t *s, uint8_t *upper, ptrdiff_t pitch, limits l) {
  v128_t left[8], right[8], pixel[8], far[8];
  load_columns8(s - 8, upper - 8, pitch, left);
  load_columns8(s, upper, pitch, right);
  UNROLL
  for (int i = 0; i < 4; i++) {
    far[i] = left[i], pixel[i] = left[4 + i];
    pixel[4 + i] = right[i], far[4 + i] = right[4 + i];
  }
  const int changed = filter16(pixel, far, l);
  if (changed < CHANGED_7) {
    store_columns(s, upper, pitch, pixel, changed);
    return;
  }
  UNROLL
  for (int i = 0; i < 4; i++) {
    left[i] = far[i], left[4 + i] = pixel[i];
    right[i] = pixel[4 + i], right[4 + i] = far[4 + i];
  }
  store_columns8(s - 8, upper - 8, pitch, left);
  store_columns8(s, upper, pitch, right);
}

#define ONE uint8_t *s, int pitch, const uint8_t *blimit, const uint8_t *limit, const uint8_t *thresh
#define TWO                                                                                                            \
  uint8_t *s, int pitch, const uint8_t *blimit0, const uint8_t *limit0, const uint8_t *thresh0,                        \
      const uint8_t *blimit1, const uint8_t *limit1, const uint8_t *thresh1
#define LIMITS_OF_ONE limits_of(blimit, limit, thresh)
#define LIMITS_OF_TWO limits_of_both(blimit0, limit0, thresh0, blimit1, limit1, thresh1)

void vpx_lpf_horizontal_4_wasm(ONE) { horizontal4(s, pitch, LIMITS_OF_ONE, 0); }
void vpx_lpf_horizontal_8_wasm(ONE) { horizontal8(s, pitch, LIMITS_OF_ONE, 0); }
void vpx_lpf_horizontal_16_wasm(ONE) { horizontal16(s, pitch, LIMITS_OF_ONE, 0); }
void vpx_lpf_horizontal_16_dual_wasm(ONE) { horizontal16(s, pitch, LIMITS_OF_ONE, 1); }
void vpx_lpf_horizontal_4_dual_wasm(TWO) { horizontal4(s, pitch, LIMITS_OF_TWO, 1); }
void vpx_lpf_horizontal_8_dual_wasm(TWO) { horizontal8(s, pitch, LIMITS_OF_TWO, 1); }

void vpx_lpf_vertical_4_wasm(ONE) { vertical4(s, s, pitch, LIMITS_OF_ONE); }
void vpx_lpf_vertical_8_wasm(ONE) { vertical8(s, s, pitch, LIMITS_OF_ONE); }
void vpx_lpf_vertical_16_wasm(ONE) { vertical16(s, s, pitch, LIMITS_OF_ONE); }
void vpx_lpf_vertical_16_dual_wasm(ONE) { vertical16(s, s + 8 * pitch, pitch, LIMITS_OF_ONE); }
void vpx_lpf_vertical_4_dual_wasm(TWO) { vertical4(s, s + 8 * pitch, pitch, LIMITS_OF_TWO); }
void vpx_lpf_vertical_8_dual_wasm(TWO) { vertical8(s, s + 8 * pitch, pitch, LIMITS_OF_TWO); }
