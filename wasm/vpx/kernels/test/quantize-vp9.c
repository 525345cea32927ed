#include <string.h>

#include "input.h"
#include "table.h"

#include "./vpx_config.h"
#include "./vp9_rtcd.h"
#include "vp9/common/vp9_scan.h"
#include "vp9/encoder/vp9_block.h"

int test_quantize_vp9(const kernel *k, uint32_t way) {
  typedef void (*quantize)(const tran_low_t *, intptr_t, const struct macroblock_plane *, tran_low_t *, tran_low_t *,
                           const int16_t *, uint16_t *, const struct ScanOrder *);
  static _Alignas(16) int16_t round[8], quant[8], dequant[8];
  const int size = k->width == 32 ? 3 : (int)below(3), count = 16 << (2 * size);
  struct macroblock_plane plane;
  uint16_t end[2] = {0};
  memset(&plane, 0, sizeof plane);
  /* As vp9_init_quantizer makes them. */
  const int divisor[2] = {4 + (int)below(1330), 4 + (int)below(1820)};
  for (int i = 0; i < 8; i++) {
    const int d = divisor[i > 0];
    round[i] = (int16_t)(d * (way & 1 ? 48 : 42) >> 7);
    quant[i] = (int16_t)((1 << 16) / d);
    dequant[i] = (int16_t)d;
  }
  plane.round_fp = round;
  plane.quant_fp = quant;
  fill_coefficients((int16_t *)source, count, below(2) ? 15000 : 2 * divisor[1], way);
  copy_for_both(0);
  for (int own = 0; own < 2; own++) {
    tran_low_t *const out = (tran_low_t *)(own ? got : expected);
    ((quantize)(own ? k->own : k->reference))((tran_low_t *)source, count, &plane, out, out + 4096, dequant,
                                              &end[own], &vp9_default_scan_orders[size]);
  }
  return differ() || end[0] != end[1];
}
