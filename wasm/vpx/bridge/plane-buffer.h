/* A YUV 4:2:0 picture in memory of our own, reused from frame to frame. */
#ifndef REMOTEMEDIA_PLANE_BUFFER_H
#define REMOTEMEDIA_PLANE_BUFFER_H

#include <stdint.h>

typedef struct {
  uint8_t *memory;
  int capacity;
  uint8_t *planes[3];
  int strides[3];
} plane_buffer;

/* Makes room for a picture and lays its planes out; memory only grows. Returns 0 when there is none. */
int plane_buffer_fit(plane_buffer *buffer, int width, int height);

void plane_buffer_free(plane_buffer *buffer);

#endif
