/* From what cameras, canvases and screens give to the three planes that VP8 and VP9 encode. */
#ifndef REMOTEMEDIA_COLOUR_H
#define REMOTEMEDIA_COLOUR_H

#include "plane-buffer.h"

/* Which luma a red, green and blue of 1 have. Source: ITU-R BT.601-7, BT.709-6, BT.2020-2, section "signal format". */
enum matrix { MATRIX_BT601, MATRIX_BT709, MATRIX_BT2020 };

/* Bytes of a pixel, in memory order; the fourth is not read. */
enum byte_order { ORDER_RGBX, ORDER_BGRX };

/* Converts `width` x `height` pixels of four bytes. Each chroma sample is that of the mean of its 2 x 2 pixels. */
void colour_from_rgb(const uint8_t *pixels, int stride, int width, int height, enum byte_order order,
                     enum matrix matrix, int full_range, plane_buffer *out);

/* Parts a plane of interleaved U and V, `width` x `height` pairs. */
void colour_split_chroma(const uint8_t *pairs, int stride, int width, int height, plane_buffer *out);

#endif
