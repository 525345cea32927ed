/* VP9's fast quantizers. The first coefficient has values of its own for round, quant and dequant; all others share. */
#include "./vpx_config.h"
#include "./vp9_rtcd.h"
#include "vp9/common/vp9_scan.h"
#include "vp9/encoder/vp9_block.h"
#include "lanes.h"

typedef struct {
  v128_t round, quant, dequant, least;
} steps;

/* From the eight values of a table, of which the first is the first coefficient's: those of the others only. */
FORCE_INLINE v128_t of_others(v128_t v) { return zip_high64(v, v); }

FORCE_INLINE steps steps_of_others(steps s) {
  return (steps){of_others(s.round), of_others(s.quant), of_others(s.dequant), of_others(s.least)};
}

FORCE_INLINE v128_t with_sign(v128_t size, v128_t sign) { return wasm_i16x8_sub(wasm_v128_xor(size, sign), sign); }

/* a * b >> shift of signed numbers of 16 bits. */
FORCE_INLINE v128_t multiply_shift(v128_t a, v128_t b, const int shift) {
  return wasm_i16x8_narrow_i32x4(wasm_i32x4_shr(wasm_i32x4_extmul_low_i16x8(a, b), shift),
                                 wasm_i32x4_shr(wasm_i32x4_extmul_high_i16x8(a, b), shift));
}

/* Quantizes eight coefficients; gives the places of those that are not zero in the order of the scan, from 1 on. */
FORCE_INLINE v128_t quantize(v128_t coefficient, v128_t size, const steps *s, const int16_t *order, int16_t *level,
                             int16_t *back, const int large) {
  const v128_t sign = wasm_i16x8_shr(coefficient, 15);
  v128_t q = multiply_shift(wasm_i16x8_add_sat(size, s->round), s->quant, large ? 15 : 16);
  v128_t restored;
  if (large) {
    q = wasm_v128_and(q, wasm_i16x8_ge(size, s->least));
    restored = with_sign(wasm_u16x8_shr(wasm_i16x8_mul(q, s->dequant), 1), sign);
  } else {
    restored = with_sign(wasm_i16x8_mul(q, s->dequant), sign);
  }
  store(level, with_sign(q, sign));
  store(back, restored);
  const v128_t present = wasm_i16x8_ne(q, wasm_i16x8_const_splat(0));
  return wasm_v128_and(load(order), present);
}

FORCE_INLINE v128_t quantize_sixteen(const int16_t *coefficients, const steps *first, const steps *s,
                                     const int16_t *order, int16_t *level, int16_t *back, const int large) {
  const v128_t a = load(coefficients), b = load(coefficients + 8);
  const v128_t end = quantize(a, wasm_i16x8_abs(a), first, order, level, back, large);
  return wasm_i16x8_max(end, quantize(b, wasm_i16x8_abs(b), s, order + 8, level + 8, back + 8, large));
}

FORCE_INLINE void quantize_all(const int16_t *coefficients, ptrdiff_t count, steps first, const int16_t *order,
                               int16_t *level, int16_t *back, uint16_t *eob, const int large) {
  const steps s = steps_of_others(first);
  const v128_t zero = wasm_i16x8_const_splat(0);
  /* Below this a coefficient becomes zero whatever the rounding. */
  const v128_t least = large ? s.least : wasm_i16x8_add(wasm_i16x8_shr(s.dequant, 1), wasm_i16x8_const_splat(1));
  v128_t end = quantize_sixteen(coefficients, &first, &s, order, level, back, large);
  for (ptrdiff_t i = 16; i < count; i += 16) {
    const v128_t a = load(coefficients + i), b = load(coefficients + i + 8);
    const v128_t size_a = wasm_i16x8_abs(a), size_b = wasm_i16x8_abs(b);
    if (wasm_v128_any_true(wasm_i16x8_ge(wasm_i16x8_max(size_a, size_b), least))) {
      end = wasm_i16x8_max(end, quantize(a, size_a, &s, order + i, level + i, back + i, large));
      end = wasm_i16x8_max(end, quantize(b, size_b, &s, order + i + 8, level + i + 8, back + i + 8, large));
    } else {
      store(level + i, zero);
      store(level + i + 8, zero);
      store(back + i, zero);
      store(back + i + 8, zero);
    }
  }
  end = wasm_i16x8_max(end, zip_high64(end, end));
  end = wasm_i16x8_max(end, wasm_i32x4_shuffle(end, end, 1, 1, 1, 1));
  end = wasm_i16x8_max(end, wasm_u32x4_shr(end, 16));
  *eob = (uint16_t)wasm_u16x8_extract_lane(end, 0);
}

#define ARGUMENTS                                                                                                      \
  const tran_low_t *coeff_ptr, intptr_t n_coeffs, const struct macroblock_plane *const mb_plane,                       \
      tran_low_t *qcoeff_ptr, tran_low_t *dqcoeff_ptr, const int16_t *dequant_ptr, uint16_t *eob_ptr,                  \
      const struct ScanOrder *const scan_order

void vp9_quantize_fp_wasm(ARGUMENTS) {
  const steps first = {load(mb_plane->round_fp), load(mb_plane->quant_fp), load(dequant_ptr),
                       wasm_i16x8_const_splat(0)};
  quantize_all(coeff_ptr, n_coeffs, first, scan_order->iscan, qcoeff_ptr, dqcoeff_ptr, eob_ptr, 0);
}

/* Transforms of 32x32 have half the scale. */
void vp9_quantize_fp_32x32_wasm(ARGUMENTS) {
  const v128_t dequant = load(dequant_ptr);
  const v128_t round = wasm_i16x8_shr(wasm_i16x8_add(load(mb_plane->round_fp), wasm_i16x8_const_splat(1)), 1);
  const steps first = {round, load(mb_plane->quant_fp), dequant, wasm_i16x8_shr(dequant, 2)};
  quantize_all(coeff_ptr, n_coeffs, first, scan_order->iscan, qcoeff_ptr, dqcoeff_ptr, eob_ptr, 1);
}
