/*
 * memcpy, memmove and memset, in the place of libc's. The codecs copy and clear a few dozen bytes very often. The
 * instructions for whole ranges (memory.copy, memory.fill) leave the generated code in engines, which costs more than
 * such a copy; they are for long ranges only.
 */
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "lanes.h"

enum { LONG = 512 };

#define LOAD64(from) wasm_v128_load64_zero(from)
#define STORE64(to, v) wasm_v128_store64_lane(to, v, 0)
#define LOAD32(from) wasm_v128_load32_zero(from)
#define STORE32(to, v) wasm_v128_store32_lane(to, v, 0)

/* Below 16 bytes: two pieces that overlap. All is loaded before anything is stored, so ranges may overlap too. */
FORCE_INLINE void copy_short(uint8_t *to, const uint8_t *from, size_t count) {
  if (count >= 8) {
    const v128_t a = LOAD64(from), b = LOAD64(from + count - 8);
    STORE64(to, a);
    STORE64(to + count - 8, b);
  } else if (count >= 4) {
    const v128_t a = LOAD32(from), b = LOAD32(from + count - 4);
    STORE32(to, a);
    STORE32(to + count - 4, b);
  } else if (count) {
    const uint8_t a = from[0], b = from[count / 2], c = from[count - 1];
    to[0] = a;
    to[count / 2] = b;
    to[count - 1] = c;
  }
}

void *memcpy(void *restrict target, const void *restrict source, size_t count) {
  uint8_t *to = target;
  const uint8_t *from = source;
  if (count < 16) {
    copy_short(to, from, count);
    return target;
  }
  if (count >= LONG) return __builtin_memcpy(target, source, count);
  const v128_t last = load(from + count - 16);
  uint8_t *const end = to + count - 16;
  for (; to + 48 <= end; to += 64, from += 64) {
    const v128_t a = load(from), b = load(from + 16), c = load(from + 32), d = load(from + 48);
    store(to, a);
    store(to + 16, b);
    store(to + 32, c);
    store(to + 48, d);
  }
  for (; to < end; to += 16, from += 16) store(to, load(from));
  store(end, last);
  return target;
}

void *memmove(void *target, const void *source, size_t count) {
  if (count >= 16) return __builtin_memmove(target, source, count);
  copy_short(target, source, count);
  return target;
}

void *memset(void *target, int value, size_t count) {
  uint8_t *to = target;
  const v128_t v = wasm_i8x16_splat((int8_t)value);
  if (count >= LONG) return __builtin_memset(target, value, count);
  if (count >= 16) {
    uint8_t *const end = to + count - 16;
    for (; to + 48 <= end; to += 64) {
      store(to, v);
      store(to + 16, v);
      store(to + 32, v);
      store(to + 48, v);
    }
    for (; to < end; to += 16) store(to, v);
    store(end, v);
  } else if (count >= 8) {
    STORE64(to, v);
    STORE64(to + count - 8, v);
  } else if (count >= 4) {
    STORE32(to, v);
    STORE32(to + count - 4, v);
  } else if (count) {
    to[0] = to[count / 2] = to[count - 1] = (uint8_t)value;
  }
  return target;
}
