/* A short way out of upstream's opus_pcm_soft_clip (src/opus.c), for sound that is within full scale. */
#include <wasm_simd128.h>

/* Whether no sample is beyond full scale and no channel is still bent from the packet before. */
static int stays_inside(const float *pcm, int count, const float *bends, int channels) {
  const v128_t full = wasm_f32x4_const_splat(1);
  v128_t outside = wasm_i32x4_const_splat(0);
  int i = 0;
  for (int c = 0; c < channels; c++) {
    if (bends[c] != 0)
      return 0;
  }
  /* Something that is no number is not inside either, so the long way handles it as ever. */
  for (; i + 8 <= count; i += 8) {
    v128_t a = wasm_f32x4_le(wasm_f32x4_abs(wasm_v128_load(pcm + i)), full);
    v128_t b = wasm_f32x4_le(wasm_f32x4_abs(wasm_v128_load(pcm + i + 4)), full);
    outside = wasm_v128_or(outside, wasm_v128_not(wasm_v128_and(a, b)));
  }
  for (; i < count; i++) {
    if (!(pcm[i] >= -1 && pcm[i] <= 1))
      return 0;
  }
  return !wasm_v128_any_true(outside);
}
