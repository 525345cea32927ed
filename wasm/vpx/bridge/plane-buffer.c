#include "plane-buffer.h"

#include <stdlib.h>
#include <string.h>

/* Rows begin at multiples of 16, so that whole vectors may be written past the last column. */
static int stride_of(int width) { return (width + 15) & ~15; }

int plane_buffer_fit(plane_buffer *buffer, int width, int height) {
  const int chroma_width = (width + 1) / 2;
  const int chroma_height = (height + 1) / 2;
  const int luma_bytes = stride_of(width) * height;
  const int chroma_bytes = stride_of(chroma_width) * chroma_height;
  const int bytes = luma_bytes + 2 * chroma_bytes;
  if (bytes > buffer->capacity) {
    free(buffer->memory);
    buffer->memory = malloc((size_t)bytes);
    buffer->capacity = buffer->memory ? bytes : 0;
    if (!buffer->memory) return 0;
  }
  buffer->planes[0] = buffer->memory;
  buffer->planes[1] = buffer->memory + luma_bytes;
  buffer->planes[2] = buffer->memory + luma_bytes + chroma_bytes;
  buffer->strides[0] = stride_of(width);
  buffer->strides[1] = buffer->strides[2] = stride_of(chroma_width);
  return 1;
}

void plane_buffer_free(plane_buffer *buffer) {
  free(buffer->memory);
  memset(buffer, 0, sizeof *buffer);
}
