#include "input.h"

#include <string.h>

_Alignas(64) uint8_t source[BYTES];
_Alignas(64) uint8_t other[BYTES];
_Alignas(64) uint8_t expected[BYTES];
_Alignas(64) uint8_t got[BYTES];

static uint64_t random_state;

void seed_random(uint64_t seed) { random_state = seed; }

uint32_t any(void) {
  random_state ^= random_state << 13;
  random_state ^= random_state >> 7;
  random_state ^= random_state << 17;
  return (uint32_t)(random_state >> 16);
}

uint32_t below(uint32_t limit) { return any() % limit; }

void fill(uint8_t *to, uint32_t way) {
  const uint32_t base = below(256), step = below(64), spread = 1 + below(6);
  for (int i = 0; i < BYTES; i++) {
    uint32_t v = any();
    if (way == 1) v = v & 1 ? 255 : 0;
    if (way == 2) v = base + v % spread;
    if (way == 3) v = base + (((i >> 3) & 1) ? step : 0) + v % spread;
    if (way == 4) v = base + (uint32_t)(i % 97) + v % spread;
    to[i] = (uint8_t)v;
  }
}

void fill_coefficients(int16_t *to, int count, int limit, uint32_t way) {
  for (int i = 0; i < count; i++) {
    int v = (int)below((uint32_t)(2 * limit + 1)) - limit;
    if (way == 1) v = any() & 1 ? limit : -limit;
    if (way == 2) v = below(8) ? 0 : v;
    if (way == 3) v = i ? 0 : v;
    if (way == 4) v /= 32;
    to[i] = (int16_t)v;
  }
}

int differ(void) { return memcmp(expected, got, BYTES) != 0; }

void copy_for_both(uint32_t way) {
  fill(expected, way);
  memcpy(got, expected, BYTES);
}
