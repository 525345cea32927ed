/*
 * Upstream's mixed-radix FFT (celt/kiss_fft.c, which includes this file) with two complex numbers in a vector. Every
 * number comes of the same operations in the same order, so the result has the same bits.
 */
#include <wasm_simd128.h>

#define FFT_INLINE static inline __attribute__((always_inline))

/* Two complex numbers, one behind the other. */
FFT_INLINE v128_t fft_load(const kiss_fft_cpx *at) { return wasm_v128_load(at); }
FFT_INLINE void fft_store(kiss_fft_cpx *at, v128_t value) { wasm_v128_store(at, value); }

/* Two twiddle factors that lie `stride` apart. */
FFT_INLINE v128_t fft_twiddles(const kiss_twiddle_cpx *at, size_t stride) {
  return wasm_v128_load64_lane(at + stride, wasm_v128_load64_zero(at), 1);
}

FFT_INLINE v128_t fft_swap(v128_t a) { return wasm_i32x4_shuffle(a, a, 1, 0, 3, 2); }

/* a.r * t.r - a.i * t.i and a.i * t.r + a.r * t.i */
FFT_INLINE v128_t fft_multiply(v128_t a, v128_t t) {
  const v128_t sign_of_real = wasm_i32x4_const((int)0x80000000, 0, (int)0x80000000, 0);
  v128_t straight = wasm_f32x4_mul(a, wasm_i32x4_shuffle(t, t, 0, 0, 2, 2));
  v128_t crossed = wasm_f32x4_mul(fft_swap(a), wasm_i32x4_shuffle(t, t, 1, 1, 3, 3));
  return wasm_f32x4_add(straight, wasm_v128_xor(crossed, sign_of_real));
}

/* Times -i: (i, -r). */
FFT_INLINE v128_t fft_turn(v128_t a) {
  return wasm_v128_xor(fft_swap(a), wasm_i32x4_const(0, (int)0x80000000, 0, (int)0x80000000));
}

/* Radix 2, which only ever comes right after radix 4, so that m is 4 and the twiddles are eighths of a turn. */
static void fft_radix_2(kiss_fft_cpx *out, int count) {
  const v128_t eighth = wasm_f32x4_const_splat(0.7071067812f);
  for (int i = 0; i < count; i++, out += 8) {
    v128_t a = fft_load(out), b = fft_load(out + 2), c = fft_load(out + 4), d = fft_load(out + 6);
    v128_t c_turned = fft_turn(c), d_turned = fft_turn(d);
    v128_t forward = wasm_f32x4_mul(wasm_f32x4_add(c, c_turned), eighth);
    v128_t back = wasm_f32x4_mul(wasm_f32x4_sub(d_turned, d), eighth);
    v128_t first = wasm_i32x4_shuffle(c, forward, 0, 1, 6, 7);
    v128_t second = wasm_i32x4_shuffle(d_turned, back, 0, 1, 6, 7);
    fft_store(out, wasm_f32x4_add(a, first));
    fft_store(out + 2, wasm_f32x4_add(b, second));
    fft_store(out + 4, wasm_f32x4_sub(a, first));
    fft_store(out + 6, wasm_f32x4_sub(b, second));
  }
}

/* Radix 4 of neighbours, without twiddles. */
static void fft_radix_4_of_neighbours(kiss_fft_cpx *out, int count) {
  const v128_t sign_of_last = wasm_i32x4_const(0, 0, 0, (int)0x80000000);
  for (int i = 0; i < count; i++, out += 4) {
    v128_t a = fft_load(out), b = fft_load(out + 2);
    v128_t sum = wasm_f32x4_add(a, b), difference = wasm_f32x4_sub(a, b);
    v128_t low = wasm_i32x4_shuffle(sum, difference, 0, 1, 4, 5);
    v128_t high = wasm_v128_xor(wasm_i32x4_shuffle(sum, difference, 2, 3, 7, 6), sign_of_last);
    fft_store(out, wasm_f32x4_add(low, high));
    fft_store(out + 2, wasm_f32x4_sub(low, high));
  }
}

static void fft_radix_3(kiss_fft_cpx *start, size_t stride, const kiss_fft_state *st, int m, int count, int step) {
  const v128_t half = wasm_f32x4_const_splat(0.5f);
  const v128_t third = wasm_f32x4_splat(st->twiddles[stride * m].i);
  for (int i = 0; i < count; i++) {
    kiss_fft_cpx *out = start + i * step;
    const kiss_twiddle_cpx *tw1 = st->twiddles, *tw2 = st->twiddles;
    for (int j = 0; j < m; j += 2, out += 2, tw1 += 2 * stride, tw2 += 4 * stride) {
      v128_t a = fft_load(out);
      v128_t b = fft_multiply(fft_load(out + m), fft_twiddles(tw1, stride));
      v128_t c = fft_multiply(fft_load(out + 2 * m), fft_twiddles(tw2, 2 * stride));
      v128_t sum = wasm_f32x4_add(b, c);
      v128_t middle = wasm_f32x4_sub(a, wasm_f32x4_mul(sum, half));
      v128_t side = fft_turn(wasm_f32x4_mul(wasm_f32x4_sub(b, c), third));
      fft_store(out, wasm_f32x4_add(a, sum));
      fft_store(out + m, wasm_f32x4_sub(middle, side));
      fft_store(out + 2 * m, wasm_f32x4_add(middle, side));
    }
  }
}

static void fft_radix_4(kiss_fft_cpx *start, size_t stride, const kiss_fft_state *st, int m, int count, int step) {
  for (int i = 0; i < count; i++) {
    kiss_fft_cpx *out = start + i * step;
    const kiss_twiddle_cpx *tw1 = st->twiddles, *tw2 = st->twiddles, *tw3 = st->twiddles;
    for (int j = 0; j < m; j += 2, out += 2, tw1 += 2 * stride, tw2 += 4 * stride, tw3 += 6 * stride) {
      v128_t a = fft_load(out);
      v128_t b = fft_multiply(fft_load(out + m), fft_twiddles(tw1, stride));
      v128_t c = fft_multiply(fft_load(out + 2 * m), fft_twiddles(tw2, 2 * stride));
      v128_t d = fft_multiply(fft_load(out + 3 * m), fft_twiddles(tw3, 3 * stride));
      v128_t even = wasm_f32x4_add(a, c), odd = wasm_f32x4_sub(a, c);
      v128_t sum = wasm_f32x4_add(b, d), side = fft_turn(wasm_f32x4_sub(b, d));
      fft_store(out, wasm_f32x4_add(even, sum));
      fft_store(out + m, wasm_f32x4_add(odd, side));
      fft_store(out + 2 * m, wasm_f32x4_sub(even, sum));
      fft_store(out + 3 * m, wasm_f32x4_sub(odd, side));
    }
  }
}

static void fft_radix_5(kiss_fft_cpx *start, size_t stride, const kiss_fft_state *st, int m, int count, int step) {
  const kiss_twiddle_cpx ya = st->twiddles[stride * m], yb = st->twiddles[2 * stride * m];
  const v128_t ya_r = wasm_f32x4_splat(ya.r), ya_i = wasm_f32x4_splat(ya.i);
  const v128_t yb_r = wasm_f32x4_splat(yb.r), yb_i = wasm_f32x4_splat(yb.i);
  for (int i = 0; i < count; i++) {
    kiss_fft_cpx *out = start + i * step;
    const kiss_twiddle_cpx *tw = st->twiddles;
    for (int u = 0; u < m; u += 2, out += 2) {
      v128_t a = fft_load(out);
      v128_t b = fft_multiply(fft_load(out + m), fft_twiddles(tw + u * stride, stride));
      v128_t c = fft_multiply(fft_load(out + 2 * m), fft_twiddles(tw + 2 * u * stride, 2 * stride));
      v128_t d = fft_multiply(fft_load(out + 3 * m), fft_twiddles(tw + 3 * u * stride, 3 * stride));
      v128_t e = fft_multiply(fft_load(out + 4 * m), fft_twiddles(tw + 4 * u * stride, 4 * stride));
      v128_t outer = wasm_f32x4_add(b, e), outer_side = wasm_f32x4_sub(b, e);
      v128_t inner = wasm_f32x4_add(c, d), inner_side = wasm_f32x4_sub(c, d);
      fft_store(out, wasm_f32x4_add(a, wasm_f32x4_add(outer, inner)));
      v128_t near = wasm_f32x4_add(wasm_f32x4_mul(outer, ya_r), wasm_f32x4_mul(inner, yb_r));
      v128_t near_side = wasm_f32x4_add(wasm_f32x4_mul(outer_side, ya_i), wasm_f32x4_mul(inner_side, yb_i));
      near = wasm_f32x4_add(a, near), near_side = fft_turn(near_side);
      fft_store(out + m, wasm_f32x4_sub(near, near_side));
      fft_store(out + 4 * m, wasm_f32x4_add(near, near_side));
      v128_t far = wasm_f32x4_add(wasm_f32x4_mul(outer, yb_r), wasm_f32x4_mul(inner, ya_r));
      v128_t far_side = wasm_f32x4_sub(wasm_f32x4_mul(inner_side, ya_i), wasm_f32x4_mul(outer_side, yb_i));
      far = wasm_f32x4_add(a, far), far_side = fft_turn(far_side);
      fft_store(out + 2 * m, wasm_f32x4_add(far, far_side));
      fft_store(out + 3 * m, wasm_f32x4_sub(far, far_side));
    }
  }
}

/* The stages, from the last factor to the first; the input is in bit-reversed order. */
void opus_fft_impl(const kiss_fft_state *st, kiss_fft_cpx *fout) {
  size_t strides[MAXFACTORS];
  const int shift = st->shift > 0 ? st->shift : 0;
  int stages = 0;
  strides[0] = 1;
  do {
    strides[stages + 1] = strides[stages] * st->factors[2 * stages];
    stages++;
  } while (st->factors[2 * stages - 1] != 1);
  for (int i = stages - 1; i >= 0; i--) {
    const int m = st->factors[2 * i + 1], step = i == 0 ? 1 : st->factors[2 * i - 1];
    const int count = (int)strides[i];
    const size_t stride = strides[i] << shift;
    switch (st->factors[2 * i]) {
    case 2:
      fft_radix_2(fout, count);
      break;
    case 3:
      fft_radix_3(fout, stride, st, m, count, step);
      break;
    case 4:
      if (m == 1)
        fft_radix_4_of_neighbours(fout, count);
      else
        fft_radix_4(fout, stride, st, m, count, step);
      break;
    case 5:
      fft_radix_5(fout, stride, st, m, count, step);
      break;
    }
  }
}
