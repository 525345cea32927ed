/*
 * CELT's search for the pulses that are nearest to a vector, in the place of upstream's celt/x86/vq_sse2.c, whose name
 * it has to have. Of all places for the next pulse it takes the one with the largest xy / sqrt(yy). SSE has an
 * instruction for 1 / sqrt, which is an estimate; here xy * xy / yy is compared, which is exact and takes one division.
 */
#include <wasm_simd128.h>

#include "mathops.h"
#include "stack_alloc.h"
#include "vq.h"

static inline float sum_of_lanes(v128_t a) {
  a = wasm_f32x4_add(a, wasm_i32x4_shuffle(a, a, 2, 3, 0, 1));
  a = wasm_f32x4_add(a, wasm_i32x4_shuffle(a, a, 1, 0, 3, 2));
  return wasm_f32x4_extract_lane(a, 0);
}

/* Where the next pulse goes: into the first place that gains most. Places beyond N have an endless y. */
static inline int best_place(const float *X, const float *y, float xy, float yy, int N) {
  const v128_t xy4 = wasm_f32x4_splat(xy), yy4 = wasm_f32x4_splat(yy);
  v128_t places = wasm_i32x4_const(0, 1, 2, 3), best = wasm_i32x4_const_splat(0), most = wasm_f32x4_const_splat(-1);
  for (int j = 0; j < N; j += 4) {
    v128_t x = wasm_f32x4_add(wasm_v128_load(X + j), xy4);
    v128_t gain = wasm_f32x4_div(wasm_f32x4_mul(x, x), wasm_f32x4_add(wasm_v128_load(y + j), yy4));
    v128_t better = wasm_f32x4_gt(gain, most);
    best = wasm_v128_bitselect(places, best, better);
    most = wasm_f32x4_pmax(most, gain);
    places = wasm_i32x4_add(places, wasm_i32x4_const_splat(4));
  }
  v128_t most_of_all = wasm_f32x4_pmax(most, wasm_i32x4_shuffle(most, most, 2, 3, 0, 1));
  most_of_all = wasm_f32x4_pmax(most_of_all, wasm_i32x4_shuffle(most_of_all, most_of_all, 1, 0, 3, 2));
  v128_t losers = wasm_f32x4_ne(most, most_of_all);
  best = wasm_v128_or(best, losers); /* all ones is the largest of unsigned numbers */
  best = wasm_u32x4_min(best, wasm_i32x4_shuffle(best, best, 2, 3, 0, 1));
  best = wasm_u32x4_min(best, wasm_i32x4_shuffle(best, best, 1, 0, 3, 2));
  return wasm_i32x4_extract_lane(best, 0);
}

opus_val16 op_pvq_search_sse2(celt_norm *_X, int *iy, int K, int N, int arch) {
  int left = K;
  float xy = 0, yy = 0;
  VARDECL(celt_norm, y);
  VARDECL(celt_norm, X);
  VARDECL(int, signs);
  SAVE_STACK;
  ALLOC(y, N + 3, celt_norm);
  ALLOC(X, N + 3, celt_norm);
  ALLOC(signs, N + 3, int);
  (void)arch;

  OPUS_COPY(X, _X, N);
  X[N] = X[N + 1] = X[N + 2] = 0;
  v128_t sums = wasm_f32x4_const_splat(0);
  for (int j = 0; j < N; j += 4) {
    v128_t x = wasm_v128_load(X + j), size = wasm_f32x4_abs(x);
    sums = wasm_f32x4_add(sums, size);
    wasm_v128_store(signs + j, wasm_f32x4_lt(x, wasm_f32x4_const_splat(0)));
    wasm_v128_store(X + j, size);
    wasm_v128_store(y + j, wasm_i32x4_const_splat(0));
    wasm_v128_store(iy + j, wasm_i32x4_const_splat(0));
  }

  /* With many pulses, most follow from the proportions: never more than K. */
  if (K > (N >> 1)) {
    float sum = sum_of_lanes(sums);
    /* Neither silence nor infinity, which would make too many pulses, has proportions. */
    if (!(sum > EPSILON && sum < 64)) {
      X[0] = 1;
      OPUS_CLEAR(X + 1, N - 1);
      sum = 1;
    }
    const v128_t scale = wasm_f32x4_splat((float)(K + .8) / sum);
    v128_t xy4 = wasm_f32x4_const_splat(0), yy4 = xy4, pulses = wasm_i32x4_const_splat(0);
    for (int j = 0; j < N; j += 4) {
      v128_t x = wasm_v128_load(X + j);
      v128_t count = wasm_i32x4_trunc_sat_f32x4(wasm_f32x4_mul(x, scale));
      v128_t value = wasm_f32x4_convert_i32x4(count);
      pulses = wasm_i32x4_add(pulses, count);
      xy4 = wasm_f32x4_add(xy4, wasm_f32x4_mul(x, value));
      yy4 = wasm_f32x4_add(yy4, wasm_f32x4_mul(value, value));
      wasm_v128_store(iy + j, count);
      wasm_v128_store(y + j, wasm_f32x4_add(value, value)); /* twice, as the search needs it */
    }
    pulses = wasm_i32x4_add(pulses, wasm_i32x4_shuffle(pulses, pulses, 2, 3, 0, 1));
    left -= wasm_i32x4_extract_lane(pulses, 0) + wasm_i32x4_extract_lane(pulses, 1);
    xy = sum_of_lanes(xy4);
    yy = sum_of_lanes(yy4);
  }
  X[N] = X[N + 1] = X[N + 2] = 0;
  y[N] = y[N + 1] = y[N + 2] = 1e30f;
  celt_sig_assert(left >= 0);

  /* Should not happen, but if it does, on silence, all go into the first place. */
  if (left > N + 3) {
    yy += (float)left * ((float)left + y[0]);
    iy[0] += left;
    left = 0;
  }
  for (; left > 0; left--) {
    yy += 1;
    const int place = best_place(X, y, xy, yy, N);
    xy += X[place];
    yy += y[place];
    y[place] += 2;
    iy[place]++;
  }

  for (int j = 0; j < N; j += 4) {
    v128_t sign = wasm_v128_load(signs + j);
    wasm_v128_store(iy + j, wasm_i32x4_sub(wasm_v128_xor(wasm_v128_load(iy + j), sign), sign));
  }
  RESTORE_STACK;
  return yy;
}
