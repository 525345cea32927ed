/*
 * Compares each kernel with libvpx's C version of it: same input, and every byte of what they write or return.
 * Inputs are random in several ways, among them extremes only, and at all alignments.
 */
#include <string.h>

#include "export.h"
#include "input.h"
#include "table.h"

#include "./vpx_config.h"
#include "vp8/common/loopfilter.h"
#include "vp8/encoder/block.h"
#include "vp9/common/vp9_filter.h"

typedef void (*one_edge)(uint8_t *, int, const uint8_t *, const uint8_t *, const uint8_t *);
typedef void (*two_edges)(uint8_t *, int, const uint8_t *, const uint8_t *, const uint8_t *, const uint8_t *,
                          const uint8_t *, const uint8_t *);

static int test_edges(const kernel *k, uint32_t way) {
  const int pitch = 32 + (int)below(64), at = MIDDLE + (int)below(64);
  uint8_t limit[6][16];
  /* As vp9_loop_filter_init makes them, and beyond. */
  static const uint32_t most[3] = {254, 64, 16};
  for (int i = 0; i < 6; i++) memset(limit[i], (int)below(most[i % 3]), 16);
  copy_for_both(way);
  if (k->kind == EDGE) {
    ((one_edge)k->reference)(expected + at, pitch, limit[0], limit[1], limit[2]);
    ((one_edge)k->own)(got + at, pitch, limit[0], limit[1], limit[2]);
  } else {
    ((two_edges)k->reference)(expected + at, pitch, limit[0], limit[1], limit[2], limit[3], limit[4], limit[5]);
    ((two_edges)k->own)(got + at, pitch, limit[0], limit[1], limit[2], limit[3], limit[4], limit[5]);
  }
  return differ();
}

static int test_edges_vp8(const kernel *k, uint32_t way) {
  typedef void (*filter)(unsigned char *, unsigned char *, unsigned char *, int, int, loop_filter_info *);
  const int stride = 32 + (int)below(64), chroma_stride = 16 + (int)below(64), at = MIDDLE + (int)below(64);
  const int u = BYTES / 4, v = BYTES / 4 * 3;
  uint8_t limit[3][16];
  static const uint32_t most[3] = {254, 64, 16};
  for (int i = 0; i < 3; i++) memset(limit[i], (int)below(most[i]), 16);
  loop_filter_info info = {limit[0], limit[0], limit[1], limit[2]};
  copy_for_both(way);
  const int chroma = way != 0;
  ((filter)k->reference)(expected + at, chroma ? expected + u : NULL, chroma ? expected + v : NULL, stride,
                         chroma_stride, &info);
  ((filter)k->own)(got + at, chroma ? got + u : NULL, chroma ? got + v : NULL, stride, chroma_stride, &info);
  return differ();
}

static int test_convolve(const kernel *k, uint32_t way) {
  typedef void (*convolve)(const uint8_t *, ptrdiff_t, uint8_t *, ptrdiff_t, const InterpKernel *, int, int, int, int,
                           int, int);
  const int width = 4 << below(5), height = 4 << below(5), stride = 80 + (int)below(64), to = 64 + (int)below(16);
  const InterpKernel *filter = vp9_filter_kernels[below(4)];
  const int x = (int)below(16), y = (int)below(16), at = MIDDLE / 2 + (int)below(64), out = 64 * (int)below(64);
  fill(source, way);
  copy_for_both(way);
  ((convolve)k->reference)(source + at, stride, expected + out, to, filter, x, 16, y, 16, width, height);
  ((convolve)k->own)(source + at, stride, got + out, to, filter, x, 16, y, 16, width, height);
  return differ();
}

static int test_sixtap(const kernel *k, uint32_t way) {
  typedef void (*predict)(unsigned char *, int, int, int, unsigned char *, int);
  const int stride = 32 + (int)below(64), to = 16 + (int)below(64), at = MIDDLE + (int)below(64);
  int x = (int)below(8);
  const int y = (int)below(8);
  /* Never called for a whole position. */
  if (!x && !y) x = 1;
  fill(source, way);
  copy_for_both(way);
  ((predict)k->reference)(source + at, stride, x, y, expected + 64 + at / 2, to);
  ((predict)k->own)(source + at, stride, x, y, got + 64 + at / 2, to);
  return differ();
}

static int test_sad(const kernel *k, uint32_t way) {
  typedef unsigned int (*sad)(const uint8_t *, int, const uint8_t *, int);
  const int stride = 64 + (int)below(64), to = 64 + (int)below(64), at = (int)below(999), from = (int)below(999);
  fill(source, way);
  fill(other, below(5));
  return ((sad)k->reference)(source + at, stride, other + from, to) !=
         ((sad)k->own)(source + at, stride, other + from, to);
}

static int test_sad_of_four(const kernel *k, uint32_t way) {
  typedef void (*sad)(const uint8_t *, int, const uint8_t *const *, int, uint32_t *);
  const int stride = 64 + (int)below(64), to = 64 + (int)below(64), at = (int)below(999);
  _Alignas(16) uint32_t a[4], b[4];
  fill(source, way);
  fill(other, below(5));
  const uint8_t *const from[4] = {other + below(999), other + below(999), other + below(9999), other + below(9999)};
  ((sad)k->reference)(source + at, stride, from, to, a);
  ((sad)k->own)(source + at, stride, from, to, b);
  return memcmp(a, b, sizeof a) != 0;
}

static int test_variance(const kernel *k, uint32_t way) {
  typedef unsigned int (*variance)(const uint8_t *, int, const uint8_t *, int, unsigned int *);
  typedef uint32_t (*between)(const uint8_t *, int, int, int, const uint8_t *, int, uint32_t *);
  typedef void (*moments)(const uint8_t *, int, const uint8_t *, int, unsigned int *, int *);
  const int stride = 80 + (int)below(64), to = 64 + (int)below(64), at = (int)below(999), from = (int)below(999);
  const int x = (int)below(8), y = (int)below(8);
  uint32_t a[3] = {0}, b[3] = {0};
  int sum[2] = {0};
  fill(source, way);
  fill(other, way == 1 && below(2) ? 2 : below(5));
  if (k->kind == VARIANCE) {
    a[1] = ((variance)k->reference)(source + at, stride, other + from, to, a);
    b[1] = ((variance)k->own)(source + at, stride, other + from, to, b);
  } else if (k->kind == MOMENTS) {
    ((moments)k->reference)(source + at, stride, other + from, to, a, &sum[0]);
    ((moments)k->own)(source + at, stride, other + from, to, b, &sum[1]);
  } else {
    a[1] = ((between)k->reference)(source + at, stride, x, y, other + from, to, a);
    b[1] = ((between)k->own)(source + at, stride, x, y, other + from, to, b);
  }
  return memcmp(a, b, sizeof a) != 0 || sum[0] != sum[1];
}

static int test_forward(const kernel *k, uint32_t way) {
  typedef void (*forward)(short *, short *, int);
  int16_t *const input = (int16_t *)source;
  fill_coefficients(input, 256, 255, way);
  copy_for_both(0);
  const int stride = way & 1 ? 16 : 8;
  ((forward)k->reference)(input, (int16_t *)expected, 2 * stride);
  ((forward)k->own)(input, (int16_t *)got, 2 * stride);
  return differ();
}

static int test_fast_quantize(const kernel *k, uint32_t way) {
  typedef void (*quantize)(BLOCK *, BLOCKD *);
  static _Alignas(16) int16_t tables[4][16];
  BLOCK block;
  BLOCKD to;
  char end[2] = {0};
  memset(&block, 0, sizeof block);
  memset(&to, 0, sizeof to);
  fill_coefficients(tables[0], 16, 16000, way);
  const int divisor = 4 + (int)below(154);
  for (int i = 0; i < 16; i++) {
    tables[1][i] = (int16_t)(divisor * 48 >> 7);
    tables[2][i] = (int16_t)((1 << 16) / divisor);
    tables[3][i] = (int16_t)divisor;
  }
  block.coeff = tables[0];
  block.round = tables[1];
  block.quant_fast = tables[2];
  to.dequant = tables[3];
  copy_for_both(0);
  for (int own = 0; own < 2; own++) {
    int16_t *const out = (int16_t *)(own ? got : expected);
    to.qcoeff = out;
    to.dqcoeff = out + 64;
    to.eob = &end[own];
    ((quantize)(own ? k->own : k->reference))(&block, &to);
  }
  return differ() || end[0] != end[1];
}

static int test(const kernel *k, uint32_t way) {
  switch (k->kind) {
    case EDGE:
    case EDGE_DUAL: return test_edges(k, way);
    case EDGE_VP8: return test_edges_vp8(k, way);
    case CONVOLVE: return test_convolve(k, way);
    case SIXTAP: return test_sixtap(k, way);
    case SAD: return test_sad(k, way);
    case SAD_OF_FOUR: return test_sad_of_four(k, way);
    case VARIANCE:
    case MOMENTS:
    case SUB_PIXEL_VARIANCE: return test_variance(k, way);
    case FORWARD_4X4:
    case FORWARD_8X4: return test_forward(k, way);
    case FAST_QUANTIZE: return test_fast_quantize(k, way);
    case QUANTIZE_VP9: return test_quantize_vp9(k, way);
  }
  return 1;
}

const char *EXPORT(kernel_name)(int index) { return index < kernel_count ? kernels[index].name : NULL; }

/* How many of the rounds came out different. */
int EXPORT(kernel_test)(int index, int rounds, uint32_t seed) {
  int faults = 0;
  seed_random(88172645463325252ull ^ ((uint64_t)seed << 32 | (uint32_t)index));
  for (int i = 0; i < rounds; i++) faults += test(&kernels[index], (uint32_t)i % 5);
  return faults;
}
