#include "colour.h"

#ifdef __wasm__
#include <wasm_simd128.h>
#else /* the sanitizers' build */
#define SIMDE_ENABLE_NATIVE_ALIASES
#include <simde/wasm/simd128.h>
#endif

/* Weights have this many bits after the point: the most that 16 bits with a sign can hold. */
enum { BITS = 15 };

/* Weights of a pixel's first three bytes, in their order in memory. */
typedef struct {
  int luma[3], u[3], v[3];
  int black; /* luma of black */
} weights;

static int rounded(double x) { return (int)(x < 0 ? x - 0.5 : x + 0.5); }

/* Grey must have no chroma, and white the greatest luma; so green, the heaviest, takes what rounding left. */
static weights weights_of(enum byte_order order, enum matrix matrix, int full_range) {
  static const double red[3] = {0.299, 0.2126, 0.2627};
  static const double blue[3] = {0.114, 0.0722, 0.0593};
  const double kr = red[matrix], kb = blue[matrix];
  const double luma_range = (full_range ? 1.0 : 219.0 / 255) * (1 << BITS);
  const double chroma_range = (full_range ? 1.0 : 224.0 / 255) * (1 << BITS);
  const int r = order == ORDER_RGBX ? 0 : 2, b = 2 - r;
  weights w;
  w.black = full_range ? 0 : 16;
  w.luma[r] = rounded(kr * luma_range);
  w.luma[b] = rounded(kb * luma_range);
  w.luma[1] = rounded(luma_range) - w.luma[r] - w.luma[b];
  w.u[b] = w.v[r] = rounded(chroma_range / 2);
  w.u[r] = rounded(-kr / (1 - kb) * chroma_range / 2);
  w.v[b] = rounded(-kb / (1 - kr) * chroma_range / 2);
  w.u[1] = -w.u[r] - w.u[b];
  w.v[1] = -w.v[r] - w.v[b];
  return w;
}

static uint8_t clamped(int x) { return (uint8_t)(x < 0 ? 0 : x > 255 ? 255 : x); }

static uint8_t luma_of(const weights *w, const uint8_t *pixel) {
  const int sum = w->luma[0] * pixel[0] + w->luma[1] * pixel[1] + w->luma[2] * pixel[2];
  return clamped((sum + (w->black << BITS) + (1 << (BITS - 1))) >> BITS);
}

/* From the sums of four pixels. */
static uint8_t chroma_of(const int *weight, const int *sums) {
  const int sum = weight[0] * sums[0] + weight[1] * sums[1] + weight[2] * sums[2];
  return clamped((sum + (128 << (BITS + 2)) + (1 << (BITS + 1))) >> (BITS + 2));
}

/* Two rows, or one row given twice. */
typedef struct {
  const uint8_t *top, *bottom;
  uint8_t *luma_top, *luma_bottom, *u, *v;
} row_pair;

/* Columns from `x` (even) to `width`, one block of 2 x 2 at a time; beyond the last column it is repeated. */
static void convert_blocks(const weights *w, const row_pair *rows, int x, int width) {
  for (; x < width; x += 2) {
    const int left = 4 * x, right = x + 1 < width ? left + 4 : left;
    int sums[3];
    for (int i = 0; i < 3; i++)
      sums[i] = rows->top[left + i] + rows->top[right + i] + rows->bottom[left + i] + rows->bottom[right + i];
    rows->u[x / 2] = chroma_of(w->u, sums);
    rows->v[x / 2] = chroma_of(w->v, sums);
    for (int i = x; i < width && i < x + 2; i++) {
      rows->luma_top[i] = luma_of(w, rows->top + 4 * i);
      rows->luma_bottom[i] = luma_of(w, rows->bottom + 4 * i);
    }
  }
}

/* Weights as pairs of 16 bits: of a pixel's first and third byte, of its second and (0) fourth. */
typedef struct {
  v128_t outer, middle;
} lane_weights;

static lane_weights lanes_of(const int *weight) {
  const v128_t outer = wasm_i32x4_splat((weight[0] & 0xffff) | (int)((unsigned int)weight[2] << 16));
  const v128_t middle = wasm_i32x4_splat(weight[1] & 0xffff);
  return (lane_weights){outer, middle};
}

/* Four pixels as pairs of 16 bits. */
typedef struct {
  v128_t outer, middle;
} lane_pixels;

static inline lane_pixels load_pixels(const uint8_t *from) {
  const v128_t low_bytes = wasm_i32x4_splat(0x00ff00ff);
  const v128_t pixels = wasm_v128_load(from);
  return (lane_pixels){wasm_v128_and(pixels, low_bytes), wasm_v128_and(wasm_u32x4_shr(pixels, 8), low_bytes)};
}

static inline v128_t weigh(lane_pixels pixels, lane_weights w, v128_t offset) {
  const v128_t sum = wasm_i32x4_add(wasm_i32x4_dot_i16x8(pixels.outer, w.outer),
                                    wasm_i32x4_dot_i16x8(pixels.middle, w.middle));
  return wasm_i32x4_add(sum, offset);
}

/* The luma of eight pixels, in the low 8 bytes. */
static inline v128_t luma_of_eight(lane_pixels a, lane_pixels b, lane_weights w, v128_t offset) {
  const v128_t words = wasm_i16x8_narrow_i32x4(wasm_i32x4_shr(weigh(a, w, offset), BITS),
                                               wasm_i32x4_shr(weigh(b, w, offset), BITS));
  return wasm_u8x16_narrow_i16x8(words, words);
}

/* Sums of neighbouring pixels, four from eight. */
static inline v128_t add_neighbours(v128_t a, v128_t b) {
  return wasm_i16x8_add(wasm_i32x4_shuffle(a, b, 0, 2, 4, 6), wasm_i32x4_shuffle(a, b, 1, 3, 5, 7));
}

static inline void store_chroma(uint8_t *to, lane_pixels sums, lane_weights w) {
  const v128_t offset = wasm_i32x4_splat((128 << (BITS + 2)) + (1 << (BITS + 1)));
  const v128_t samples = wasm_i32x4_shr(weigh(sums, w, offset), BITS + 2);
  const v128_t words = wasm_i16x8_narrow_i32x4(samples, samples);
  wasm_v128_store32_lane(to, wasm_u8x16_narrow_i16x8(words, words), 0);
}

static void convert_rows(const weights *w, const row_pair *rows, int width) {
  const lane_weights luma = lanes_of(w->luma), u = lanes_of(w->u), v = lanes_of(w->v);
  const v128_t offset = wasm_i32x4_splat((w->black << BITS) + (1 << (BITS - 1)));
  int x = 0;
  for (; x + 8 <= width; x += 8) {
    const lane_pixels a = load_pixels(rows->top + 4 * x), b = load_pixels(rows->top + 4 * x + 16);
    const lane_pixels c = load_pixels(rows->bottom + 4 * x), d = load_pixels(rows->bottom + 4 * x + 16);
    wasm_v128_store64_lane(rows->luma_top + x, luma_of_eight(a, b, luma, offset), 0);
    wasm_v128_store64_lane(rows->luma_bottom + x, luma_of_eight(c, d, luma, offset), 0);
    const lane_pixels sums = {
        add_neighbours(wasm_i16x8_add(a.outer, c.outer), wasm_i16x8_add(b.outer, d.outer)),
        add_neighbours(wasm_i16x8_add(a.middle, c.middle), wasm_i16x8_add(b.middle, d.middle))};
    store_chroma(rows->u + x / 2, sums, u);
    store_chroma(rows->v + x / 2, sums, v);
  }
  convert_blocks(w, rows, x, width);
}

void colour_from_rgb(const uint8_t *pixels, int stride, int width, int height, enum byte_order order,
                     enum matrix matrix, int full_range, plane_buffer *out) {
  const weights w = weights_of(order, matrix, full_range);
  for (int y = 0; y < height; y += 2) {
    const int below = y + 1 < height ? 1 : 0;
    const uint8_t *const top = pixels + (int64_t)y * stride;
    uint8_t *const luma = out->planes[0] + (int64_t)y * out->strides[0];
    const row_pair rows = {top,
                           top + below * stride,
                           luma,
                           luma + below * out->strides[0],
                           out->planes[1] + (int64_t)(y / 2) * out->strides[1],
                           out->planes[2] + (int64_t)(y / 2) * out->strides[2]};
    convert_rows(&w, &rows, width);
  }
}

void colour_split_chroma(const uint8_t *pairs, int stride, int width, int height, plane_buffer *out) {
  for (int y = 0; y < height; y++) {
    const uint8_t *const row = pairs + (int64_t)y * stride;
    uint8_t *const u = out->planes[1] + (int64_t)y * out->strides[1];
    uint8_t *const v = out->planes[2] + (int64_t)y * out->strides[2];
    int x = 0;
    for (; x + 16 <= width; x += 16) {
      const v128_t a = wasm_v128_load(row + 2 * x), b = wasm_v128_load(row + 2 * x + 16);
      wasm_v128_store(u + x, wasm_i8x16_shuffle(a, b, 0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30));
      wasm_v128_store(v + x, wasm_i8x16_shuffle(a, b, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, 25, 27, 29, 31));
    }
    for (; x < width; x++) {
      u[x] = row[2 * x];
      v[x] = row[2 * x + 1];
    }
  }
}
