/* A program that obeys commands from standard input and answers each on standard output, so that the same commands can
 * be given to the libraries under sanitizers and to the WebAssembly, and the answers compared.
 *
 * Command: one byte of kind, three integers, the length of the bytes that follow. Answer: a result and a checksum of what
 * came out. All numbers have 32 bits, lowest byte first. */
#ifndef REMOTEMEDIA_PLAYER_H
#define REMOTEMEDIA_PLAYER_H

#include <stddef.h>
#include <stdint.h>

typedef struct {
  char kind;
  int32_t a, b, c;
  uint32_t length;
  /* A block of exactly `length` bytes, so that a read beyond it is noticed; null when there are none. */
  const uint8_t *bytes;
} command;

typedef struct {
  int32_t result;
  uint32_t checksum;
} answer;

/* Does what a command says; each library has its own. */
answer obey(const command *asked);

#define CHECKSUM_START 0x811c9dc5u

/* FNV-1a. */
static inline uint32_t checksum(uint32_t sum, const void *bytes, size_t length) {
  const uint8_t *const byte = bytes;
  for (size_t i = 0; i < length; i++)
    sum = (sum ^ byte[i]) * 0x01000193u;
  return sum;
}

#endif
