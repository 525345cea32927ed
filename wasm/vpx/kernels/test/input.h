/* Random input for the tests, and the buffers that are compared. */
#ifndef REMOTEMEDIA_KERNEL_INPUT_H
#define REMOTEMEDIA_KERNEL_INPUT_H

#include <stdint.h>

enum { BYTES = 1 << 16, MIDDLE = BYTES / 2 };

extern uint8_t source[BYTES];
extern uint8_t other[BYTES];
extern uint8_t expected[BYTES];
extern uint8_t got[BYTES];

void seed_random(uint64_t seed);
uint32_t any(void);
uint32_t below(uint32_t limit);

/* Ways to fill a picture: all values, extremes, nearly flat, flat with a step, slow waves. */
void fill(uint8_t *to, uint32_t way);

/* Ways to fill coefficients: all values up to a limit, extremes, few, the first only, small. */
void fill_coefficients(int16_t *to, int count, int limit, uint32_t way);

/* The same in `expected` and `got`. */
void copy_for_both(uint32_t way);

int differ(void);

#endif
