/* Pictures of another size than the encoder's. */
#ifndef REMOTEMEDIA_SCALE_H
#define REMOTEMEDIA_SCALE_H

#include <stdint.h>

typedef struct {
  const uint8_t *plane;
  int stride, width, height;
} scale_source;

typedef struct {
  uint8_t *plane;
  int stride, width, height;
} scale_target;

/* Memory that is kept from plane to plane. */
typedef struct {
  uint8_t *memory;
  int64_t capacity;
} scale_scratch;

/*
 * Scales a plane, each axis for itself: to fewer samples by the mean of what each covers, to more by a line between
 * neighbours. Returns 0 when there is no memory.
 */
int scale_plane(const scale_source *from, const scale_target *to, scale_scratch *scratch);

void scale_scratch_free(scale_scratch *scratch);

#endif
