/* Arithmetic of SILK (silk/macros.h) on four numbers at once, for nsq_del_dec.h. */
#include <wasm_simd128.h>

#define NSQ_INLINE static inline __attribute__((always_inline))

/* A coefficient of 16 bits in the two forms that nsq_smulwb needs. */
typedef struct {
  v128_t word; /* in each 32 bits, sign extended */
  v128_t high; /* in the upper half of each 32 bits, zero below */
} nsq_coefficient;

NSQ_INLINE nsq_coefficient nsq_coefficient_of(int value) {
  const opus_uint32 high = (opus_uint32)value << 16;
  return (nsq_coefficient){wasm_i32x4_splat((opus_int16)value), wasm_i32x4_splat((opus_int32)high)};
}

/* (a * b) >> 16, rounded down: the upper half of a times b, plus what the lower half carries. */
NSQ_INLINE v128_t nsq_smulwb(v128_t a, const nsq_coefficient *b) {
  v128_t low = wasm_v128_and(a, wasm_i32x4_splat(0xffff));
  v128_t carried = wasm_i32x4_shr(wasm_i32x4_mul(low, b->word), 16);
  return wasm_i32x4_add(wasm_i32x4_dot_i16x8(a, b->high), carried);
}

NSQ_INLINE v128_t nsq_saturated(v128_t result, v128_t overflow, v128_t sign_of) {
  v128_t limit = wasm_v128_xor(wasm_i32x4_shr(sign_of, 31), wasm_i32x4_splat(silk_int32_MAX));
  return wasm_v128_bitselect(limit, result, wasm_i32x4_shr(overflow, 31));
}

NSQ_INLINE v128_t nsq_add_sat(v128_t a, v128_t b) {
  v128_t sum = wasm_i32x4_add(a, b);
  return nsq_saturated(sum, wasm_v128_and(wasm_v128_xor(a, sum), wasm_v128_xor(b, sum)), a);
}

NSQ_INLINE v128_t nsq_sub_sat(v128_t a, v128_t b) {
  v128_t difference = wasm_i32x4_sub(a, b);
  return nsq_saturated(difference, wasm_v128_and(wasm_v128_xor(a, difference), wasm_v128_xor(a, b)), a);
}

NSQ_INLINE v128_t nsq_rshift_round(v128_t a, int bits) {
  return wasm_i32x4_shr(wasm_i32x4_add(a, wasm_i32x4_splat(1 << (bits - 1))), bits);
}

/* -a in lanes where sign is all ones, a where it is zero. */
NSQ_INLINE v128_t nsq_negate_if(v128_t a, v128_t sign) { return wasm_i32x4_sub(wasm_v128_xor(a, sign), sign); }

/* The smallest value, in all lanes. */
NSQ_INLINE v128_t nsq_min_of_lanes(v128_t a) {
  a = wasm_i32x4_min(a, wasm_i32x4_shuffle(a, a, 2, 3, 0, 1));
  return wasm_i32x4_min(a, wasm_i32x4_shuffle(a, a, 1, 0, 3, 2));
}

/* The first of the lanes in use that has this value. */
NSQ_INLINE int nsq_lane_of(v128_t a, v128_t value, int lane_bits) {
  return __builtin_ctz((unsigned)(wasm_i32x4_bitmask(wasm_i32x4_eq(a, value)) & lane_bits));
}

/* The same lane in all places. */
NSQ_INLINE v128_t nsq_broadcast(v128_t a, int lane) {
  v128_t first = wasm_i8x16_splat((int8_t)(lane * 4));
  return wasm_i8x16_swizzle(a, wasm_i8x16_add(first, wasm_u32x4_const_splat(0x03020100)));
}
