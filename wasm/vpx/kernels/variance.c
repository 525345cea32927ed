/* Variances of the difference of two blocks, one of them at a position between pixels if asked. */
#include "./vpx_config.h"
#include "./vpx_dsp_rtcd.h"
#include "lanes.h"

/* Sums of differences (16 bits, at most 128 for each lane) and of their squares (32 bits). */
typedef struct {
  v128_t sum, squares;
} moments;

FORCE_INLINE void add_differences(moments *m, v128_t low, v128_t high) {
  m->sum = wasm_i16x8_add(m->sum, wasm_i16x8_add(low, high));
  m->squares = wasm_i32x4_add(m->squares,
                              wasm_i32x4_add(wasm_i32x4_dot_i16x8(low, low), wasm_i32x4_dot_i16x8(high, high)));
}

FORCE_INLINE void add_pixels(moments *m, v128_t a, v128_t b) {
  add_differences(m, wasm_i16x8_sub(widen_low(a), widen_low(b)), wasm_i16x8_sub(widen_high(a), widen_high(b)));
}

/* Sixteen pixels from memory, widened while they are loaded. */
FORCE_INLINE void add_loaded(moments *m, const uint8_t *a, ptrdiff_t a_stride, const uint8_t *b, ptrdiff_t b_stride,
                             const int width) {
  if (width == 4) {
    add_pixels(m, load_4x4(a, a_stride), load_4x4(b, b_stride));
    return;
  }
  const ptrdiff_t a_next = width == 8 ? a_stride : 8, b_next = width == 8 ? b_stride : 8;
  add_differences(m, wasm_i16x8_sub(load_wide(a), load_wide(b)),
                  wasm_i16x8_sub(load_wide(a + a_next), load_wide(b + b_next)));
}

FORCE_INLINE int rows_at_once(const int width) { return width >= 16 ? 1 : 16 / width; }

/* Rows in one turn of a loop; the engine does not unroll. */
FORCE_INLINE int turn(const int width, const int height) {
  const int rows = width >= 32 ? 2 : width == 16 ? 4 : width == 8 ? 8 : 8;
  return rows < height ? rows : height;
}

/* Rows after which the sums of 16 bits are emptied into those of 32. */
FORCE_INLINE int rows_until_full(const int width, const int height) {
  const int rows = width >= 16 ? 64 * 16 / width : height;
  return rows < height ? rows : height;
}

typedef struct {
  uint32_t squares;
  int sum;
} result;

FORCE_INLINE result result_of(v128_t squares, v128_t sum) {
  return (result){sum_lanes32(squares), (int)sum_lanes32(sum)};
}

FORCE_INLINE result compare(const uint8_t *a, int a_stride, const uint8_t *b, int b_stride, const int width,
                            const int height) {
  const v128_t zero = wasm_i32x4_const_splat(0);
  v128_t total = zero;
  moments m = {zero, zero};
  for (int done = 0; done < height; done += rows_until_full(width, height)) {
    m.sum = zero;
    int left = rows_until_full(width, height);
    do {
      UNROLL
      for (int y = 0; y < turn(width, height); y += rows_at_once(width))
        UNROLL
        for (int x = 0; x < width; x += 16)
          add_loaded(&m, a + y * a_stride + x, a_stride, b + y * b_stride + x, b_stride, width);
      a += turn(width, height) * a_stride;
      b += turn(width, height) * b_stride;
    } while (left -= turn(width, height));
    total = wasm_i32x4_add(total, wasm_i32x4_extadd_pairwise_i16x8(m.sum));
  }
  return result_of(m.squares, total);
}

/* How far between two pixels: at the first one, in the middle, elsewhere. */
enum { WHOLE, HALF, BETWEEN };

/* a + (b - a) * weight / 128, rounded; the weight is 16 for each eighth. */
FORCE_INLINE v128_t blend(v128_t a, v128_t b, v128_t weight, const int where) {
  if (where == WHOLE) return a;
  if (where == HALF) return wasm_u8x16_avgr(a, b);
  const v128_t round = wasm_i16x8_const_splat(64), low = widen_low(a), high = widen_high(a);
  v128_t l = wasm_i16x8_mul(wasm_i16x8_sub(widen_low(b), low), weight);
  v128_t h = wasm_i16x8_mul(wasm_i16x8_sub(widen_high(b), high), weight);
  l = wasm_i16x8_add(low, wasm_i16x8_shr(wasm_i16x8_add(l, round), 7));
  h = wasm_i16x8_add(high, wasm_i16x8_shr(wasm_i16x8_add(h, round), 7));
  return wasm_u8x16_narrow_i16x8(l, h);
}

FORCE_INLINE v128_t load_block(const uint8_t *p, ptrdiff_t stride, const int width) {
  if (width >= 16) return load(p);
  return width == 8 ? load_2x8(p, stride) : load_4x4(p, stride);
}

FORCE_INLINE v128_t blend_row(const uint8_t *a, ptrdiff_t stride, v128_t weight, const int width, const int where) {
  const v128_t first = load_block(a, stride, width);
  return where == WHOLE ? first : blend(first, load_block(a + 1, stride, width), weight, where);
}

/* A column of 16 pixels; each blended row is used twice. */
FORCE_INLINE void compare_column(const uint8_t *a, ptrdiff_t a_stride, v128_t weight_x, v128_t weight_y,
                                 const uint8_t *b, ptrdiff_t b_stride, int height, moments *m, const int where_x,
                                 const int where_y) {
  v128_t row = blend_row(a, a_stride, weight_x, 16, where_x);
  do {
    UNROLL
    for (int y = 0; y < 4; y++) {
      if (where_y == WHOLE) {
        add_pixels(m, blend_row(a + y * a_stride, a_stride, weight_x, 16, where_x), load(b + y * b_stride));
      } else {
        const v128_t next = blend_row(a + (y + 1) * a_stride, a_stride, weight_x, 16, where_x);
        add_pixels(m, blend(row, next, weight_y, where_y), load(b + y * b_stride));
        row = next;
      }
    }
    a += 4 * a_stride;
    b += 4 * b_stride;
  } while (height -= 4);
}

FORCE_INLINE result compare_at(const uint8_t *a, ptrdiff_t a_stride, v128_t weight_x, v128_t weight_y,
                               const uint8_t *b, ptrdiff_t b_stride, const int width, const int height,
                               const int where_x, const int where_y) {
  const v128_t zero = wasm_i32x4_const_splat(0);
  v128_t total = zero;
  moments m = {zero, zero};
  if (width >= 16) {
    for (int x = 0; x < width; x += 16) {
      m.sum = zero;
      compare_column(a + x, a_stride, weight_x, weight_y, b + x, b_stride, height, &m, where_x, where_y);
      total = wasm_i32x4_add(total, wasm_i32x4_extadd_pairwise_i16x8(m.sum));
    }
    return result_of(m.squares, total);
  }
  for (int y = 0; y < height; y += rows_at_once(width)) {
    v128_t block = blend_row(a, a_stride, weight_x, width, where_x);
    if (where_y != WHOLE)
      block = blend(block, blend_row(a + a_stride, a_stride, weight_x, width, where_x), weight_y, where_y);
    add_pixels(&m, block, load_block(b, b_stride, width));
    a += rows_at_once(width) * a_stride;
    b += rows_at_once(width) * b_stride;
  }
  return result_of(m.squares, wasm_i32x4_extadd_pairwise_i16x8(m.sum));
}

FORCE_INLINE int where_is(int eighths) { return eighths == 0 ? WHOLE : eighths == 4 ? HALF : BETWEEN; }

/* Offsets are in eighths of a pixel. */
FORCE_INLINE result compare_between(const uint8_t *a, int a_stride, int x, int y, const uint8_t *b, int b_stride,
                                    const int width, const int height) {
  const v128_t weight_x = wasm_i16x8_splat((int16_t)(16 * x)), weight_y = wasm_i16x8_splat((int16_t)(16 * y));
#define AT(where_x, where_y)                                                                                           \
  case 3 * where_x + where_y:                                                                                          \
    return compare_at(a, a_stride, weight_x, weight_y, b, b_stride, width, height, where_x, where_y)
  switch (3 * where_is(x) + where_is(y)) {
    AT(WHOLE, WHOLE);
    AT(WHOLE, HALF);
    AT(WHOLE, BETWEEN);
    AT(HALF, WHOLE);
    AT(HALF, HALF);
    AT(HALF, BETWEEN);
    AT(BETWEEN, WHOLE);
    AT(BETWEEN, HALF);
    default: return compare_at(a, a_stride, weight_x, weight_y, b, b_stride, width, height, BETWEEN, BETWEEN);
  }
#undef AT
}

/* The sum of squares goes to `sse`; what is returned is without the mean's part. */
FORCE_INLINE uint32_t variance_of(result r, const int count, uint32_t *sse) {
  *sse = r.squares;
  return r.squares - (uint32_t)((int64_t)r.sum * r.sum / count);
}

#define SIZE(width, height)                                                                                            \
  unsigned int vpx_variance##width##x##height##_wasm(const uint8_t *src_ptr, int src_stride, const uint8_t *ref_ptr,   \
                                                     int ref_stride, unsigned int *sse) {                              \
    return variance_of(compare(src_ptr, src_stride, ref_ptr, ref_stride, width, height), width * height, sse);         \
  }                                                                                                                    \
  uint32_t vpx_sub_pixel_variance##width##x##height##_wasm(const uint8_t *src_ptr, int src_stride, int x_offset,       \
                                                           int y_offset, const uint8_t *ref_ptr, int ref_stride,       \
                                                           uint32_t *sse) {                                            \
    return variance_of(                                                                                                \
        compare_between(src_ptr, src_stride, x_offset, y_offset, ref_ptr, ref_stride, width, height),                  \
        width * height, sse);                                                                                          \
  }

SIZE(4, 4)
SIZE(4, 8)
SIZE(8, 4)
SIZE(8, 8)
SIZE(8, 16)
SIZE(16, 8)
SIZE(16, 16)
SIZE(16, 32)
SIZE(32, 16)
SIZE(32, 32)
SIZE(32, 64)
SIZE(64, 32)
SIZE(64, 64)

#define SUM_ONLY(size)                                                                                                 \
  void vpx_get##size##x##size##var_wasm(const uint8_t *src_ptr, int src_stride, const uint8_t *ref_ptr,                \
                                        int ref_stride, unsigned int *sse, int *sum) {                                 \
    const result r = compare(src_ptr, src_stride, ref_ptr, ref_stride, size, size);                                    \
    *sse = r.squares;                                                                                                  \
    *sum = r.sum;                                                                                                      \
  }

SUM_ONLY(8)
SUM_ONLY(16)

#define MEAN_SQUARE(width, height)                                                                                     \
  unsigned int vpx_mse##width##x##height##_wasm(const uint8_t *src_ptr, int src_stride, const uint8_t *ref_ptr,        \
                                                int ref_stride, unsigned int *sse) {                                   \
    return *sse = compare(src_ptr, src_stride, ref_ptr, ref_stride, width, height).squares;                            \
  }

MEAN_SQUARE(8, 8)
MEAN_SQUARE(8, 16)
MEAN_SQUARE(16, 8)
MEAN_SQUARE(16, 16)
