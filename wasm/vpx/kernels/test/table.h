/* Every kernel and what it is compared with. */
#ifndef REMOTEMEDIA_KERNEL_TABLE_H
#define REMOTEMEDIA_KERNEL_TABLE_H

#include <stdint.h>

/* What a kernel takes, which decides how it is tested. */
typedef enum {
  EDGE,
  EDGE_DUAL,
  EDGE_VP8,
  CONVOLVE,
  SIXTAP,
  SAD,
  SAD_OF_FOUR,
  VARIANCE,
  SUB_PIXEL_VARIANCE,
  MOMENTS,
  FORWARD_4X4,
  FORWARD_8X4,
  FAST_QUANTIZE,
  QUANTIZE_VP9,
} kind;

typedef void (*any_function)(void);

typedef struct {
  const char *name;
  kind kind;
  int width, height;
  any_function reference, own;
} kernel;

/* VP8 and VP9 have types of the same names, so what needs VP9's is in a file of its own. */
int test_quantize_vp9(const kernel *k, uint32_t way);

extern const kernel kernels[];
extern const int kernel_count;

#endif
