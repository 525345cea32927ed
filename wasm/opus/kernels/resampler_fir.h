/*
 * SILK's interpolation between samples that were doubled before, eight taps in one product; included by upstream's
 * silk/resampler_private_IIR_FIR.c in the place of its loop. The same bits.
 */
#include <wasm_simd128.h>

enum { FIR_PHASES = 12 };

static opus_int16 *silk_resampler_private_IIR_FIR_INTERPOL(opus_int16 *out, opus_int16 *buf, opus_int32 max_index_Q16,
                                                           opus_int32 index_increment_Q16) {
  /* Upstream keeps half of each row: the other half is that of the opposite phase, backwards. */
  opus_int16 rows[FIR_PHASES][8];
  for (int phase = 0; phase < FIR_PHASES; phase++) {
    for (int tap = 0; tap < 4; tap++) {
      rows[phase][tap] = silk_resampler_frac_FIR_12[phase][tap];
      rows[phase][7 - tap] = silk_resampler_frac_FIR_12[FIR_PHASES - 1 - phase][tap];
    }
  }
  for (opus_int32 index_Q16 = 0; index_Q16 < max_index_Q16; index_Q16 += index_increment_Q16) {
    const opus_int16 *row = rows[silk_SMULWB(index_Q16 & 0xFFFF, FIR_PHASES)];
    v128_t sums = wasm_i32x4_dot_i16x8(wasm_v128_load(buf + (index_Q16 >> 16)), wasm_v128_load(row));
    sums = wasm_i32x4_add(sums, wasm_i32x4_shuffle(sums, sums, 2, 3, 0, 1));
    opus_int32 sum_Q15 = wasm_i32x4_extract_lane(sums, 0) + wasm_i32x4_extract_lane(sums, 1);
    *out++ = (opus_int16)silk_SAT16(silk_RSHIFT_ROUND(sum_Q15, 15));
  }
  return out;
}
