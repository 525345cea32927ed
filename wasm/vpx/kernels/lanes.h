/* What the kernels share: short names, loads and stores of part of a vector, interleaving. */
#ifndef REMOTEMEDIA_LANES_H
#define REMOTEMEDIA_LANES_H

#include <stddef.h>
#include <stdint.h>
#include <wasm_simd128.h>

/* Kernels are made of small functions; a call would spill all vectors. */
#define FORCE_INLINE static inline __attribute__((always_inline))

/* Before a loop of constant length: writes out its turns, so that arrays of vectors become local values. */
#ifdef __clang__
#define UNROLL _Pragma("clang loop unroll(full)")
#else
#define UNROLL _Pragma("GCC unroll 16")
#endif

FORCE_INLINE v128_t load(const void *from) { return wasm_v128_load(from); }
FORCE_INLINE void store(void *to, v128_t v) { wasm_v128_store(to, v); }

/* Eight pixels as 16 bits each; one instruction on every processor. */
FORCE_INLINE v128_t load_wide(const uint8_t *from) { return wasm_u16x8_load8x8(from); }
FORCE_INLINE v128_t widen_low(v128_t v) { return wasm_u16x8_extend_low_u8x16(v); }
FORCE_INLINE v128_t widen_high(v128_t v) { return wasm_u16x8_extend_high_u8x16(v); }

/* Two rows of eight bytes. */
FORCE_INLINE v128_t load_2x8(const uint8_t *from, ptrdiff_t stride) {
  return wasm_v128_load64_lane(from + stride, wasm_v128_load64_zero(from), 1);
}

FORCE_INLINE void store_2x8(uint8_t *to, ptrdiff_t stride, v128_t v) {
  wasm_v128_store64_lane(to, v, 0);
  wasm_v128_store64_lane(to + stride, v, 1);
}

/* Four rows of four bytes. */
FORCE_INLINE v128_t load_4x4(const uint8_t *from, ptrdiff_t stride) {
  v128_t v = wasm_v128_load32_zero(from);
  v = wasm_v128_load32_lane(from + stride, v, 1);
  v = wasm_v128_load32_lane(from + 2 * stride, v, 2);
  return wasm_v128_load32_lane(from + 3 * stride, v, 3);
}

FORCE_INLINE void store_4x4(uint8_t *to, ptrdiff_t stride, v128_t v) {
  wasm_v128_store32_lane(to, v, 0);
  wasm_v128_store32_lane(to + stride, v, 1);
  wasm_v128_store32_lane(to + 2 * stride, v, 2);
  wasm_v128_store32_lane(to + 3 * stride, v, 3);
}

/* a0 b0 a1 b1 … of the lower or upper halves; these shuffles are one instruction each. */
FORCE_INLINE v128_t zip_low8(v128_t a, v128_t b) {
  return wasm_i8x16_shuffle(a, b, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
}
FORCE_INLINE v128_t zip_high8(v128_t a, v128_t b) {
  return wasm_i8x16_shuffle(a, b, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31);
}
FORCE_INLINE v128_t zip_low16(v128_t a, v128_t b) { return wasm_i16x8_shuffle(a, b, 0, 8, 1, 9, 2, 10, 3, 11); }
FORCE_INLINE v128_t zip_high16(v128_t a, v128_t b) { return wasm_i16x8_shuffle(a, b, 4, 12, 5, 13, 6, 14, 7, 15); }
FORCE_INLINE v128_t zip_low32(v128_t a, v128_t b) { return wasm_i32x4_shuffle(a, b, 0, 4, 1, 5); }
FORCE_INLINE v128_t zip_high32(v128_t a, v128_t b) { return wasm_i32x4_shuffle(a, b, 2, 6, 3, 7); }
FORCE_INLINE v128_t zip_low64(v128_t a, v128_t b) { return wasm_i64x2_shuffle(a, b, 0, 2); }
FORCE_INLINE v128_t zip_high64(v128_t a, v128_t b) { return wasm_i64x2_shuffle(a, b, 1, 3); }

/* |a - b| of unsigned bytes. */
FORCE_INLINE v128_t distance(v128_t a, v128_t b) {
  return wasm_v128_or(wasm_u8x16_sub_sat(a, b), wasm_u8x16_sub_sat(b, a));
}

FORCE_INLINE uint32_t sum_lanes32(v128_t v) {
  v = wasm_i32x4_add(v, wasm_i32x4_shuffle(v, v, 2, 3, 0, 1));
  return (uint32_t)wasm_i32x4_extract_lane(v, 0) + (uint32_t)wasm_i32x4_extract_lane(v, 1);
}

/* 0x80 in each byte: turns unsigned bytes into signed ones and back when combined by exclusive or. */
FORCE_INLINE v128_t sign_bits(void) { return wasm_u8x16_const_splat(0x80); }

/* v >> 3 of signed bytes. There is no such instruction on x86, so the bytes are made unsigned for a shift by pairs. */
FORCE_INLINE v128_t shift_right3(v128_t v) {
  v = wasm_u16x8_shr(wasm_v128_xor(v, sign_bits()), 3);
  return wasm_i8x16_sub(wasm_v128_and(v, wasm_u8x16_const_splat(0x1f)), wasm_u8x16_const_splat(16));
}

/*
 * Rows of pixels to columns and back, for edges that run down a picture.
 * load_columns8 gives in column[i] the i-th byte of 16 rows; the rows lie at from + row * stride, the upper eight rows
 * at upper + row * stride.
 */
FORCE_INLINE void load_columns8(const uint8_t *from, const uint8_t *upper, ptrdiff_t stride, v128_t column[8]) {
  v128_t pair[8], quad[8], eight[8];
  UNROLL
  for (int i = 0; i < 8; i++) {
    const uint8_t *at = (i < 4 ? from : upper) + 2 * (i & 3) * stride;
    pair[i] = zip_low8(wasm_v128_load64_zero(at), wasm_v128_load64_zero(at + stride));
  }
  UNROLL
  for (int i = 0; i < 4; i++) {
    quad[2 * i] = zip_low16(pair[2 * i], pair[2 * i + 1]);
    quad[2 * i + 1] = zip_high16(pair[2 * i], pair[2 * i + 1]);
  }
  /* quad[0], quad[1]: columns 0–3 and 4–7 of rows 0–3; quad[2], quad[3] of rows 4–7; and so on. */
  UNROLL
  for (int half = 0; half < 2; half++) {
    UNROLL
    for (int i = 0; i < 2; i++) {
      eight[4 * half + 2 * i] = zip_low32(quad[4 * half + i], quad[4 * half + 2 + i]);
      eight[4 * half + 2 * i + 1] = zip_high32(quad[4 * half + i], quad[4 * half + 2 + i]);
    }
  }
  UNROLL
  for (int i = 0; i < 4; i++) {
    column[2 * i] = zip_low64(eight[i], eight[4 + i]);
    column[2 * i + 1] = zip_high64(eight[i], eight[4 + i]);
  }
}

/* Stores four columns of 16 rows, four bytes in each row. */
FORCE_INLINE void store_columns4(uint8_t *to, uint8_t *upper, ptrdiff_t stride, v128_t a, v128_t b, v128_t c,
                                 v128_t d) {
  const v128_t ab0 = zip_low8(a, b), ab1 = zip_high8(a, b), cd0 = zip_low8(c, d), cd1 = zip_high8(c, d);
  store_4x4(to, stride, zip_low16(ab0, cd0));
  store_4x4(to + 4 * stride, stride, zip_high16(ab0, cd0));
  store_4x4(upper, stride, zip_low16(ab1, cd1));
  store_4x4(upper + 4 * stride, stride, zip_high16(ab1, cd1));
}

/* Stores eight columns of 16 rows, eight bytes in each row. */
FORCE_INLINE void store_columns8(uint8_t *to, uint8_t *upper, ptrdiff_t stride, const v128_t column[8]) {
  v128_t pair[8], quad[8];
  UNROLL
  for (int i = 0; i < 4; i++) {
    pair[i] = zip_low8(column[2 * i], column[2 * i + 1]);
    pair[4 + i] = zip_high8(column[2 * i], column[2 * i + 1]);
  }
  UNROLL
  for (int half = 0; half < 2; half++) {
    v128_t *const p = pair + 4 * half, *const q = quad + 4 * half;
    q[0] = zip_low16(p[0], p[1]), q[1] = zip_high16(p[0], p[1]);
    q[2] = zip_low16(p[2], p[3]), q[3] = zip_high16(p[2], p[3]);
    uint8_t *const at = half ? upper : to;
    store_2x8(at, stride, zip_low32(q[0], q[2]));
    store_2x8(at + 2 * stride, stride, zip_high32(q[0], q[2]));
    store_2x8(at + 4 * stride, stride, zip_low32(q[1], q[3]));
    store_2x8(at + 6 * stride, stride, zip_high32(q[1], q[3]));
  }
}

#endif
