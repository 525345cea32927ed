/* VP8's forward transform of two blocks at once (the upper and lower four lanes), and its fast quantizer. */
#include "./vpx_config.h"
#include "./vp8_rtcd.h"
#include "vp8/encoder/block.h"
#include "lanes.h"

/* In each half of four vectors: rows become columns. */
FORCE_INLINE void transpose(v128_t v[4]) {
  const v128_t a = zip_low16(v[0], v[1]), b = zip_high16(v[0], v[1]);
  const v128_t c = zip_low16(v[2], v[3]), d = zip_high16(v[2], v[3]);
  const v128_t low01 = zip_low32(a, c), low23 = zip_high32(a, c);
  const v128_t high01 = zip_low32(b, d), high23 = zip_high32(b, d);
  v[0] = zip_low64(low01, high01);
  v[1] = zip_high64(low01, high01);
  v[2] = zip_low64(low23, high23);
  v[3] = zip_high64(low23, high23);
}

/* (a * weight_a + b * weight_b + round) >> shift in 32 bits. */
FORCE_INLINE v128_t rotate(v128_t a, v128_t b, int weight_a, int weight_b, int round, const int shift) {
  const v128_t weights = wasm_i32x4_splat((int)((uint32_t)weight_b << 16 | (uint16_t)weight_a));
  const v128_t low = wasm_i32x4_dot_i16x8(zip_low16(a, b), weights);
  const v128_t high = wasm_i32x4_dot_i16x8(zip_high16(a, b), weights);
  const v128_t add = wasm_i32x4_splat(round);
  return wasm_i16x8_narrow_i32x4(wasm_i32x4_shr(wasm_i32x4_add(low, add), shift),
                                 wasm_i32x4_shr(wasm_i32x4_add(high, add), shift));
}

FORCE_INLINE void forward(v128_t v[4]) {
  transpose(v);
  v128_t a = wasm_i16x8_shl(wasm_i16x8_add(v[0], v[3]), 3), b = wasm_i16x8_shl(wasm_i16x8_add(v[1], v[2]), 3);
  v128_t c = wasm_i16x8_shl(wasm_i16x8_sub(v[1], v[2]), 3), d = wasm_i16x8_shl(wasm_i16x8_sub(v[0], v[3]), 3);
  v[0] = wasm_i16x8_add(a, b);
  v[1] = rotate(c, d, 2217, 5352, 14500, 12);
  v[2] = wasm_i16x8_sub(a, b);
  v[3] = rotate(c, d, -5352, 2217, 7500, 12);
  transpose(v);
  a = wasm_i16x8_add(wasm_i16x8_add(v[0], v[3]), wasm_i16x8_const_splat(7));
  b = wasm_i16x8_add(v[1], v[2]);
  c = wasm_i16x8_sub(v[1], v[2]);
  d = wasm_i16x8_sub(v[0], v[3]);
  v[0] = wasm_i16x8_shr(wasm_i16x8_add(a, b), 4);
  v[2] = wasm_i16x8_shr(wasm_i16x8_sub(a, b), 4);
  /* One more where d is not zero: the comparison gives -1 there. */
  v[1] = wasm_i16x8_sub(rotate(c, d, 2217, 5352, 12000, 16), wasm_i16x8_ne(d, wasm_i16x8_const_splat(0)));
  v[3] = rotate(c, d, -5352, 2217, 51000, 16);
}

void vp8_short_fdct8x4_wasm(short *input, short *output, int pitch) {
  v128_t v[4];
  const ptrdiff_t stride = pitch / 2;
  UNROLL
  for (int i = 0; i < 4; i++) v[i] = load(input + i * stride);
  forward(v);
  store(output, zip_low64(v[0], v[1]));
  store(output + 8, zip_low64(v[2], v[3]));
  store(output + 16, zip_high64(v[0], v[1]));
  store(output + 24, zip_high64(v[2], v[3]));
}

void vp8_short_fdct4x4_wasm(short *input, short *output, int pitch) {
  v128_t v[4];
  const ptrdiff_t stride = pitch / 2;
  UNROLL
  for (int i = 0; i < 4; i++) v[i] = wasm_v128_load64_zero(input + i * stride);
  forward(v);
  store(output, zip_low64(v[0], v[1]));
  store(output + 8, zip_low64(v[2], v[3]));
}

/* Upper halves of the products of signed numbers of 16 bits. */
FORCE_INLINE v128_t multiply_high(v128_t a, v128_t b) {
  return wasm_i16x8_narrow_i32x4(wasm_i32x4_shr(wasm_i32x4_extmul_low_i16x8(a, b), 16),
                                 wasm_i32x4_shr(wasm_i32x4_extmul_high_i16x8(a, b), 16));
}

/* Quantizes eight coefficients; gives their sizes. */
FORCE_INLINE v128_t quantize(const BLOCK *block, const BLOCKD *to, const int at) {
  const v128_t z = load(block->coeff + at);
  const v128_t sign = wasm_i16x8_shr(z, 15);
  const v128_t size = wasm_i16x8_add(wasm_i16x8_abs(z), load(block->round + at));
  const v128_t level = multiply_high(size, load(block->quant_fast + at));
  const v128_t value = wasm_i16x8_sub(wasm_v128_xor(level, sign), sign);
  store(to->qcoeff + at, value);
  store(to->dqcoeff + at, wasm_i16x8_mul(value, load(to->dequant + at)));
  return level;
}

void vp8_fast_quantize_b_wasm(BLOCK *block, BLOCKD *to) {
  const v128_t zero = wasm_i16x8_const_splat(0);
  const v128_t low = wasm_i16x8_ne(quantize(block, to, 0), zero);
  const v128_t high = wasm_i16x8_ne(quantize(block, to, 8), zero);
  /* In the order of the zigzag, the last that is not zero. */
  const v128_t present = wasm_i8x16_narrow_i16x8(low, high);
  const v128_t ordered =
      wasm_i8x16_shuffle(present, present, 0, 1, 4, 8, 5, 2, 3, 6, 9, 12, 13, 10, 7, 11, 14, 15);
  *to->eob = (char)(32 - __builtin_clz((uint32_t)wasm_i8x16_bitmask(ordered) << 1 | 1) - 1);
}
