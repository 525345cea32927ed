#include "scale.h"

#include <stdlib.h>
#include <string.h>

/* The weights of one output sample add up to this. */
enum { WHOLE = 256 };

/* Which input samples an output sample is made of: `count` of them from `first[i]` on. */
typedef struct {
  int count;
  int *first;
  uint16_t *weights;
} taps;

static int tap_count(int from, int to) {
  const int count = from > to ? (from + to - 1) / to + 1 : 2;
  return count < from ? count : from;
}

/* Shrinking: weights are the parts of the interval [start, start + from / to) that lie in each sample. */
static void weigh_area(const taps *t, int i, int from, int to) {
  uint16_t *const weights = t->weights + (int64_t)i * t->count;
  const int64_t start = (int64_t)i * from, end = start + from; /* in units of 1 / to of a sample */
  int first = (int)(start / to);
  if (first + t->count > from) first = from - t->count;
  int left = WHOLE, heaviest = 0;
  for (int k = 0; k < t->count; k++) {
    const int64_t low = (int64_t)(first + k) * to, high = low + to;
    const int64_t part = (high < end ? high : end) - (low > start ? low : start);
    weights[k] = part > 0 ? (uint16_t)(part * WHOLE / from) : 0;
    left -= weights[k];
    if (weights[k] > weights[heaviest]) heaviest = k;
  }
  weights[heaviest] = (uint16_t)(weights[heaviest] + left);
  t->first[i] = first;
}

/* Enlarging: between the two samples whose centres are left and right of the output's. */
static void weigh_line(const taps *t, int i, int from, int to) {
  uint16_t *const weights = t->weights + (int64_t)i * t->count;
  int64_t centre = ((2LL * i + 1) * from * WHOLE) / (2LL * to) - WHOLE / 2;
  const int64_t last = (int64_t)(from - 1) * WHOLE;
  centre = centre < 0 ? 0 : centre > last ? last : centre;
  t->first[i] = (int)(centre / WHOLE);
  weights[0] = WHOLE;
  if (t->count == 1) return;
  if (t->first[i] > from - 2) t->first[i] = from - 2;
  weights[1] = (uint16_t)(centre - (int64_t)t->first[i] * WHOLE);
  weights[0] = (uint16_t)(WHOLE - weights[1]);
}

static void weigh(const taps *t, int from, int to) {
  for (int i = 0; i < to; i++) {
    if (from > to)
      weigh_area(t, i, from, to);
    else
      weigh_line(t, i, from, to);
  }
}

/* One output row at the input's width, 8 bits after the point. */
static void blend_rows(const scale_source *from, const taps *t, int y, uint16_t *row) {
  memset(row, 0, (size_t)from->width * sizeof *row);
  for (int k = 0; k < t->count; k++) {
    const uint16_t weight = t->weights[(int64_t)y * t->count + k];
    if (weight == 0) continue;
    const uint8_t *const samples = from->plane + (int64_t)(t->first[y] + k) * from->stride;
    for (int x = 0; x < from->width; x++) row[x] = (uint16_t)(row[x] + weight * samples[x]);
  }
}

static void blend_columns(const uint16_t *row, const taps *t, int width, uint8_t *out) {
  const uint16_t *weights = t->weights;
  for (int x = 0; x < width; x++, weights += t->count) {
    uint32_t sum = WHOLE * WHOLE / 2;
    for (int k = 0; k < t->count; k++) sum += (uint32_t)weights[k] * row[t->first[x] + k];
    out[x] = (uint8_t)(sum / (WHOLE * WHOLE));
  }
}

static int64_t taps_bytes(int from, int to) {
  return (int64_t)to * (int64_t)(sizeof(int) + sizeof(uint16_t) * (size_t)tap_count(from, to)) + 8;
}

/* Lays taps out in scratch memory; returns what is behind them. */
static uint8_t *place_taps(taps *t, int from, int to, uint8_t *memory) {
  t->count = tap_count(from, to);
  t->first = (int *)(void *)memory;
  t->weights = (uint16_t *)(void *)(t->first + to);
  weigh(t, from, to);
  return memory + (taps_bytes(from, to) & ~7LL);
}

int scale_plane(const scale_source *from, const scale_target *to, scale_scratch *scratch) {
  const int64_t bytes = taps_bytes(from->width, to->width) + taps_bytes(from->height, to->height) +
                        (int64_t)from->width * (int64_t)sizeof(uint16_t);
  if (bytes > scratch->capacity) {
    free(scratch->memory);
    scratch->memory = malloc((size_t)bytes);
    scratch->capacity = scratch->memory ? bytes : 0;
    if (!scratch->memory) return 0;
  }
  taps columns, rows;
  uint8_t *const behind_columns = place_taps(&columns, from->width, to->width, scratch->memory);
  uint16_t *const row = (uint16_t *)(void *)place_taps(&rows, from->height, to->height, behind_columns);
  for (int y = 0; y < to->height; y++) {
    blend_rows(from, &rows, y, row);
    blend_columns(row, &columns, to->width, to->plane + (int64_t)y * to->stride);
  }
  return 1;
}

void scale_scratch_free(scale_scratch *scratch) {
  free(scratch->memory);
  memset(scratch, 0, sizeof *scratch);
}
