/*
 * SILK's inner product of floats as a double, in the place of upstream's silk/float/inner_product_FLP.c. A product of
 * two floats is exact in a double, and the sums are made in the order of upstream's AVX2 kernel, so the bits are those
 * of a native encoder that has it.
 */
#include <wasm_simd128.h>

#include "SigProc_FLP.h"

/* Products of two neighbours. */
static inline v128_t products(const silk_float *a, const silk_float *b) {
  v128_t wide_a = wasm_f64x2_promote_low_f32x4(wasm_v128_load64_zero(a));
  return wasm_f64x2_mul(wide_a, wasm_f64x2_promote_low_f32x4(wasm_v128_load64_zero(b)));
}

double silk_inner_product_FLP_c(const silk_float *data1, const silk_float *data2, opus_int dataSize) {
  v128_t a = wasm_f64x2_const_splat(0), b = a, c = a, d = a;
  opus_int i = 0;
  for (; i < dataSize - 7; i += 8) {
    a = wasm_f64x2_add(a, products(data1 + i, data2 + i));
    b = wasm_f64x2_add(b, products(data1 + i + 2, data2 + i + 2));
    c = wasm_f64x2_add(c, products(data1 + i + 4, data2 + i + 4));
    d = wasm_f64x2_add(d, products(data1 + i + 6, data2 + i + 6));
  }
  for (; i < dataSize - 3; i += 4) {
    a = wasm_f64x2_add(a, products(data1 + i, data2 + i));
    b = wasm_f64x2_add(b, products(data1 + i + 2, data2 + i + 2));
  }
  a = wasm_f64x2_add(wasm_f64x2_add(a, c), wasm_f64x2_add(b, d));
  double sum = wasm_f64x2_extract_lane(a, 0) + wasm_f64x2_extract_lane(a, 1);
  for (; i < dataSize; i++)
    sum += data1[i] * (double)data2[i];
  return sum;
}
