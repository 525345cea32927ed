/* Correlation of x with y at many delays: sixteen at a time, a lane each, so that x is read once for all of them. */
#include <wasm_simd128.h>

#include "pitch.h"

static void sixteen(const opus_val16 *x, const opus_val16 *y, opus_val32 *xcorr, int len) {
  v128_t a = wasm_f32x4_const_splat(0), b = a, c = a, d = a;
#pragma clang loop unroll_count(4)
  for (int j = 0; j < len; j++) {
    v128_t now = wasm_v128_load32_splat(x + j);
    a = wasm_f32x4_add(a, wasm_f32x4_mul(now, wasm_v128_load(y + j)));
    b = wasm_f32x4_add(b, wasm_f32x4_mul(now, wasm_v128_load(y + j + 4)));
    c = wasm_f32x4_add(c, wasm_f32x4_mul(now, wasm_v128_load(y + j + 8)));
    d = wasm_f32x4_add(d, wasm_f32x4_mul(now, wasm_v128_load(y + j + 12)));
  }
  wasm_v128_store(xcorr, a);
  wasm_v128_store(xcorr + 4, b);
  wasm_v128_store(xcorr + 8, c);
  wasm_v128_store(xcorr + 12, d);
}

void celt_pitch_xcorr_wasm(const opus_val16 *x, const opus_val16 *y, opus_val32 *xcorr, int len, int max_pitch) {
  int i = 0;
  for (; i + 16 <= max_pitch; i += 16)
    sixteen(x, y + i, xcorr + i, len);
  for (; i + 4 <= max_pitch; i += 4) {
    opus_val32 sums[4] = {0, 0, 0, 0};
    xcorr_kernel(x, y + i, sums, len, 0);
    wasm_v128_store(xcorr + i, wasm_v128_load(sums));
  }
  for (; i < max_pitch; i++)
    xcorr[i] = celt_inner_prod(x, y + i, len, 0);
}
