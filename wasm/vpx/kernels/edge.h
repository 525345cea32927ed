/*
 * What the loop filters of VP8 and VP9 have in common: p3 … p0 | q0 … q3 are the pixels across an edge, a vector holds
 * sixteen places along it, and all is done in bytes.
 */
#ifndef REMOTEMEDIA_EDGE_H
#define REMOTEMEDIA_EDGE_H

#include "lanes.h"

typedef struct {
  v128_t blimit, limit, thresh;
} limits;

/* What decides how each place is filtered; all ones or all zeros in each byte. */
typedef struct {
  v128_t mask, high_variance;
} decision;

/* pixel[0 … 7] is p3 … q3. */
FORCE_INLINE decision decide(const v128_t pixel[8], limits l) {
  const v128_t p3 = pixel[0], p2 = pixel[1], p1 = pixel[2], p0 = pixel[3];
  const v128_t q0 = pixel[4], q1 = pixel[5], q2 = pixel[6], q3 = pixel[7];
  const v128_t zero = wasm_i8x16_const_splat(0);
  decision d;
  const v128_t inner = wasm_u8x16_max(distance(p1, p0), distance(q1, q0));
  v128_t steps = wasm_u8x16_max(distance(p3, p2), distance(p2, p1));
  steps = wasm_u8x16_max(steps, wasm_u8x16_max(distance(q3, q2), distance(q2, q1)));
  steps = wasm_u8x16_max(steps, inner);
  const v128_t across = distance(p0, q0);
  const v128_t half = wasm_v128_and(wasm_u16x8_shr(distance(p1, q1), 1), wasm_u8x16_const_splat(0x7f));
  const v128_t edge = wasm_u8x16_add_sat(wasm_u8x16_add_sat(across, across), half);
  d.mask = wasm_i8x16_eq(wasm_v128_or(wasm_u8x16_sub_sat(steps, l.limit), wasm_u8x16_sub_sat(edge, l.blimit)), zero);
  d.high_variance = wasm_i8x16_ne(wasm_u8x16_sub_sat(inner, l.thresh), zero);
  return d;
}

/* Changes p1, p0, q0, q1 where the mask says so. */
FORCE_INLINE void narrow_filter(v128_t pixel[8], decision d) {
  const v128_t sign = sign_bits();
  const v128_t p1 = wasm_v128_xor(pixel[2], sign), p0 = wasm_v128_xor(pixel[3], sign);
  const v128_t q0 = wasm_v128_xor(pixel[4], sign), q1 = wasm_v128_xor(pixel[5], sign);
  v128_t f = wasm_v128_and(wasm_i8x16_sub_sat(p1, q1), d.high_variance);
  const v128_t step = wasm_i8x16_sub_sat(q0, p0);
  f = wasm_i8x16_add_sat(wasm_i8x16_add_sat(wasm_i8x16_add_sat(f, step), step), step);
  f = wasm_v128_and(f, d.mask);
  const v128_t f1 = shift_right3(wasm_i8x16_add_sat(f, wasm_i8x16_const_splat(4)));
  const v128_t f2 = shift_right3(wasm_i8x16_add_sat(f, wasm_i8x16_const_splat(3)));
  /* (f1 + 1) >> 1: the rounding average with 0, in unsigned bytes. */
  v128_t outer = wasm_v128_xor(wasm_u8x16_avgr(wasm_v128_xor(f1, sign), sign), sign);
  outer = wasm_v128_andnot(outer, d.high_variance);
  pixel[2] = wasm_v128_xor(wasm_i8x16_add_sat(p1, outer), sign);
  pixel[3] = wasm_v128_xor(wasm_i8x16_add_sat(p0, f2), sign);
  pixel[4] = wasm_v128_xor(wasm_i8x16_sub_sat(q0, f1), sign);
  pixel[5] = wasm_v128_xor(wasm_i8x16_sub_sat(q1, outer), sign);
}

#endif
