/* Sums of absolute differences, with one block or with four, of all rows or (skip) of every second one. */
#include "./vpx_config.h"
#include "./vpx_dsp_rtcd.h"
#include "lanes.h"

/* Sixteen differences, added in pairs. */
FORCE_INLINE v128_t pairs(v128_t a, v128_t b) { return wasm_u16x8_extadd_pairwise_u8x16(distance(a, b)); }

/* Sixteen pixels: of one row, of two rows or of four. */
FORCE_INLINE v128_t load_block(const uint8_t *p, ptrdiff_t stride, const int width) {
  if (width >= 16) return load(p);
  return width == 8 ? load_2x8(p, stride) : load_4x4(p, stride);
}

/* How many rows load_block reads. */
FORCE_INLINE int rows_at_once(const int width) { return width >= 16 ? 1 : 16 / width; }

/* Engines do not unroll loops and check for interruption in each turn: do as much in a turn as is good. */
FORCE_INLINE int turn(const int width, const int height) {
  const int rows = width >= 64 ? 2 : width == 32 ? 4 : width == 16 ? 8 : 16;
  return rows < height ? rows : height;
}

FORCE_INLINE v128_t sad_lanes(const uint8_t *a, ptrdiff_t a_stride, const uint8_t *b, ptrdiff_t b_stride,
                              const int width, const int height) {
  v128_t total = wasm_i32x4_const_splat(0);
  int left = height;
  do {
    v128_t sum = wasm_i16x8_const_splat(0);
    UNROLL
    for (int y = 0; y < turn(width, height); y += rows_at_once(width))
      UNROLL
      for (int x = 0; x < width; x += 16)
        sum = wasm_i16x8_add(sum, pairs(load_block(a + y * a_stride + x, a_stride, width),
                                        load_block(b + y * b_stride + x, b_stride, width)));
    total = wasm_i32x4_add(total, wasm_u32x4_extadd_pairwise_u16x8(sum));
    a += turn(width, height) * a_stride;
    b += turn(width, height) * b_stride;
  } while (left -= turn(width, height));
  return total;
}

FORCE_INLINE uint32_t sad(const uint8_t *a, int a_stride, const uint8_t *b, int b_stride, const int width,
                          const int height) {
  return sum_lanes32(sad_lanes(a, a_stride, b, b_stride, width, height));
}

/* Sums of the lanes of each of four vectors. */
FORCE_INLINE v128_t sum_each(v128_t a, v128_t b, v128_t c, v128_t d) {
  const v128_t ab = wasm_i32x4_add(zip_low32(a, b), zip_high32(a, b));
  const v128_t cd = wasm_i32x4_add(zip_low32(c, d), zip_high32(c, d));
  return wasm_i32x4_add(zip_low64(ab, cd), zip_high64(ab, cd));
}

FORCE_INLINE void sad4(const uint8_t *a, ptrdiff_t a_stride, const uint8_t *const b[4], ptrdiff_t b_stride,
                       uint32_t result[4], const int width, const int height) {
  const uint8_t *p[4] = {b[0], b[1], b[2], b[3]};
  v128_t total[4];
  UNROLL
  for (int i = 0; i < 4; i++) total[i] = wasm_i32x4_const_splat(0);
  const int step = turn(width, height) / (width >= 32 ? 1 : 2) < rows_at_once(width)
                       ? rows_at_once(width)
                       : turn(width, height) / (width >= 32 ? 1 : 2);
  int left = height;
  do {
    v128_t sum[4];
    UNROLL
    for (int i = 0; i < 4; i++) sum[i] = wasm_i16x8_const_splat(0);
    UNROLL
    for (int y = 0; y < step; y += rows_at_once(width))
      UNROLL
      for (int x = 0; x < width; x += 16) {
        const v128_t block = load_block(a + y * a_stride + x, a_stride, width);
        UNROLL
        for (int i = 0; i < 4; i++)
          sum[i] = wasm_i16x8_add(sum[i], pairs(block, load_block(p[i] + y * b_stride + x, b_stride, width)));
      }
    UNROLL
    for (int i = 0; i < 4; i++) {
      total[i] = wasm_i32x4_add(total[i], wasm_u32x4_extadd_pairwise_u16x8(sum[i]));
      p[i] += step * b_stride;
    }
    a += step * a_stride;
  } while (left -= step);
  store(result, sum_each(total[0], total[1], total[2], total[3]));
}

#define ONE const uint8_t *src_ptr, int src_stride, const uint8_t *ref_ptr, int ref_stride
#define FOUR                                                                                                           \
  const uint8_t *src_ptr, int src_stride, const uint8_t *const ref_array[4], int ref_stride, uint32_t sad_array[4]

#define SIZE(width, height)                                                                                            \
  unsigned int vpx_sad##width##x##height##_wasm(ONE) {                                                                 \
    return sad(src_ptr, src_stride, ref_ptr, ref_stride, width, height);                                               \
  }                                                                                                                    \
  void vpx_sad##width##x##height##x4d_wasm(FOUR) {                                                                     \
    sad4(src_ptr, src_stride, ref_array, ref_stride, sad_array, width, height);                                        \
  }

/* Every second row, counted twice. */
#define SKIP(width, height)                                                                                            \
  unsigned int vpx_sad_skip_##width##x##height##_wasm(ONE) {                                                           \
    return 2 * sad(src_ptr, 2 * src_stride, ref_ptr, 2 * ref_stride, width, height / 2);                               \
  }                                                                                                                    \
  void vpx_sad_skip_##width##x##height##x4d_wasm(FOUR) {                                                               \
    sad4(src_ptr, 2 * src_stride, ref_array, 2 * ref_stride, sad_array, width, height / 2);                            \
    store(sad_array, wasm_i32x4_shl(load(sad_array), 1));                                                              \
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
SKIP(4, 8)
SKIP(8, 8)
SKIP(8, 16)
SKIP(16, 8)
SKIP(16, 16)
SKIP(16, 32)
SKIP(32, 16)
SKIP(32, 32)
SKIP(32, 64)
SKIP(64, 32)
SKIP(64, 64)
