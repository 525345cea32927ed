/*
 * SILK's warped autocorrelation, two samples at a time, in the place of upstream's
 * silk/float/warped_autocorrelation_FLP.c; the same bits.
 *
 * A chain of allpass sections makes of each sample n a row of numbers t[0], t[1], ... where t[0] is the sample and
 *
 *   t[i + 1](n) = (t[i](n - 1) + w * t[i + 1](n - 1)) - w * t[i](n)
 *
 * so the row of n + 1 can follow two sections behind that of n, which is far enough for neither to wait for the other.
 * One vector holds t[i + 2](n) and t[i](n + 1).
 */
#include <wasm_simd128.h>

#include "main_FLP.h"

/* What the row of n does beyond the order, while that of n + 1 comes to its end, counts for nothing. */
enum { ROW = MAX_SHAPE_LPC_ORDER + 4 };

/* One sample: for an odd one at the end. before[i] is t[i](n-1) + w * t[i+1](n-1). */
static void one_sample(double sample, double warping, int order, const double *before, double *sums) {
  double now = sample;
  for (int i = 0; i < order; i++) {
    sums[i] += sample * now;
    now = before[i] - warping * now;
  }
  sums[order] += sample * now;
}

void silk_warped_autocorrelation_FLP(silk_float *corr, const silk_float *input, const silk_float warping,
                                     const opus_int length, const opus_int order) {
  double before[ROW] = {0}, sums[ROW] = {0};
  const v128_t w = wasm_f64x2_splat(warping);
  int n = 0;
  celt_assert((order & 1) == 0);

  for (; n + 1 < length; n += 2) {
    const v128_t samples = wasm_f64x2_make(input[n], input[n + 1]);
    /* The row of n is two sections ahead. */
    const double t0 = input[n], t1 = before[0] - (double)warping * t0, t2 = before[1] - (double)warping * t1;
    v128_t older = wasm_f64x2_make(t0, 0), old = wasm_f64x2_make(t1, 0), now = wasm_f64x2_make(t2, input[n + 1]);
    v128_t old_warped = wasm_f64x2_mul(w, old);
    /* Sums that have n in them and not yet n + 1. */
    double sum = sums[0] + t0 * t0, next_sum = sums[1] + t0 * t1;
#pragma clang loop unroll_count(2)
    for (int i = 0; i <= order; i++) {
      v128_t warped = wasm_f64x2_mul(w, now);
      /* For the next row: of n at section i in the first lane, of n + 1 at section i - 2 in the second. */
      v128_t after = wasm_f64x2_add(older, old_warped);
      v128_t added = wasm_f64x2_add(wasm_f64x2_make(sums[i + 2], sum), wasm_f64x2_mul(samples, now));
      if (i >= 2)
        wasm_v128_store64_lane(&before[i - 2], after, 1);
      wasm_v128_store64_lane(&sums[i], added, 1);
      sum = next_sum;
      next_sum = wasm_f64x2_extract_lane(added, 0);
      older = old;
      old = now;
      old_warped = warped;
      now = wasm_f64x2_sub(wasm_i64x2_shuffle(wasm_v128_load64_zero(&before[i + 2]), after, 0, 2), warped);
    }
    wasm_v128_store64_lane(&before[order - 1], wasm_f64x2_add(older, old_warped), 1);
  }
  if (n < length)
    one_sample(input[n], warping, order, before, sums);
  for (int i = 0; i <= order; i++)
    corr[i] = (silk_float)sums[i];
}
