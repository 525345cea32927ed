/*
 * The decision states of nsq_del_dec.h: a lane each while a subframe lasts, upstream's NSQ_del_dec_struct before and
 * after it.
 */
#include <stddef.h>

enum { NSQ_LANES = 4, NSQ_TAPS = MAX_LPC_ORDER };

/* What all states have in common during a subframe. */
typedef struct {
  nsq_coefficient lpc[NSQ_TAPS];
  nsq_coefficient shape[MAX_SHAPE_LPC_ORDER];
  nsq_coefficient warping, tilt, lf_low, lf_high;
  v128_t lanes; /* all bits in lanes that hold a state */
  int lane_bits;
} nsq_constants;

/* The states, a lane each. */
typedef struct {
  v128_t lpc[NSQ_TAPS + MAX_SUB_FRAME_LENGTH]; /* quantized signal, oldest first */
  v128_t ar[MAX_SHAPE_LPC_ORDER];
  v128_t lf_ar, diff, seed, rd;
} nsq_states;

/* Copies the histories of a state over those of another: five arrays that lie behind each other. */
NSQ_INLINE void nsq_copy_histories(NSQ_del_dec_struct *to, const NSQ_del_dec_struct *from) {
  _Static_assert(offsetof(NSQ_del_dec_struct, sAR2_Q14) - offsetof(NSQ_del_dec_struct, RandState) ==
                     5 * DECISION_DELAY * sizeof(opus_int32),
                 "the histories are not one block");
  v128_t *target = (v128_t *)to->RandState;
  const v128_t *source = (const v128_t *)from->RandState;
  for (int i = 0; i < 5 * DECISION_DELAY / NSQ_LANES; i += 10) {
    for (int j = 0; j < 10; j++)
      wasm_v128_store(target + i + j, wasm_v128_load(source + i + j));
  }
  to->SeedInit = from->SeedInit;
}

/* One value of each state. */
NSQ_INLINE v128_t nsq_gather(const NSQ_del_dec_struct *states, int count, size_t offset) {
  const char *source = (const char *)states + offset;
  const size_t step = sizeof(NSQ_del_dec_struct);
  v128_t value = wasm_v128_load32_zero(source);
  if (count > 1)
    value = wasm_v128_load32_lane(source + step, value, 1);
  if (count > 2)
    value = wasm_v128_load32_lane(source + 2 * step, value, 2);
  if (count > 3)
    value = wasm_v128_load32_lane(source + 3 * step, value, 3);
  return value;
}

/* Writes a lane into each state. */
NSQ_INLINE void nsq_scatter(NSQ_del_dec_struct *states, int count, size_t offset, v128_t value) {
  char *target = (char *)states + offset;
  const size_t step = sizeof(NSQ_del_dec_struct);
  wasm_v128_store32_lane(target, value, 0);
  if (count > 1)
    wasm_v128_store32_lane(target + step, value, 1);
  if (count > 2)
    wasm_v128_store32_lane(target + 2 * step, value, 2);
  if (count > 3)
    wasm_v128_store32_lane(target + 3 * step, value, 3);
}

#define NSQ_FIELD(field) offsetof(NSQ_del_dec_struct, field)
#define NSQ_ELEMENT(field, index) (offsetof(NSQ_del_dec_struct, field) + (size_t)(index) * sizeof(opus_int32))

static void nsq_read_states(nsq_states *s, const NSQ_del_dec_struct *states, int count) {
  for (int i = 0; i < NSQ_LPC_BUF_LENGTH; i++)
    s->lpc[i] = nsq_gather(states, count, NSQ_ELEMENT(sLPC_Q14, i));
  for (int i = 0; i < MAX_SHAPE_LPC_ORDER; i++)
    s->ar[i] = nsq_gather(states, count, NSQ_ELEMENT(sAR2_Q14, i));
  s->lf_ar = nsq_gather(states, count, NSQ_FIELD(LF_AR_Q14));
  s->diff = nsq_gather(states, count, NSQ_FIELD(Diff_Q14));
  s->seed = nsq_gather(states, count, NSQ_FIELD(Seed));
  s->rd = nsq_gather(states, count, NSQ_FIELD(RD_Q10));
}

/* The caller copies the end of a frame from behind the subframe, so the newest samples go there as well. */
static void nsq_write_states(const nsq_states *s, NSQ_del_dec_struct *states, int count, int length) {
  for (int i = 0; i < NSQ_LPC_BUF_LENGTH; i++) {
    nsq_scatter(states, count, NSQ_ELEMENT(sLPC_Q14, i), s->lpc[length + i]);
    nsq_scatter(states, count, NSQ_ELEMENT(sLPC_Q14, length + i), s->lpc[length + i]);
  }
  for (int i = 0; i < MAX_SHAPE_LPC_ORDER; i++)
    nsq_scatter(states, count, NSQ_ELEMENT(sAR2_Q14, i), s->ar[i]);
  nsq_scatter(states, count, NSQ_FIELD(LF_AR_Q14), s->lf_ar);
  nsq_scatter(states, count, NSQ_FIELD(Diff_Q14), s->diff);
  nsq_scatter(states, count, NSQ_FIELD(Seed), s->seed);
  nsq_scatter(states, count, NSQ_FIELD(RD_Q10), s->rd);
}

/* State `worst` becomes what `best` is, up to the sample now under way. */
NSQ_INLINE v128_t nsq_replace(nsq_states *s, NSQ_del_dec_struct *states, int worst, int best, int sample) {
  static const opus_int8 one_lane[7 * 4] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1, -1, -1};
  const v128_t identity = wasm_i8x16_const(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
  const v128_t of_best = wasm_i32x4_splat(0x03020100 + best * 0x04040404);
  const v128_t map = wasm_v128_bitselect(of_best, identity, wasm_v128_load(one_lane + 12 - 4 * worst));
  nsq_copy_histories(&states[worst], &states[best]);
#pragma clang loop unroll(full)
  for (int i = 0; i < NSQ_TAPS; i++)
    s->lpc[sample + i] = wasm_i8x16_swizzle(s->lpc[sample + i], map);
#pragma clang loop unroll(full)
  for (int i = 0; i < MAX_SHAPE_LPC_ORDER; i++)
    s->ar[i] = wasm_i8x16_swizzle(s->ar[i], map);
  s->seed = wasm_i8x16_swizzle(s->seed, map);
  return map;
}

static void nsq_read_constants(nsq_constants *c, const opus_int16 *lpc, int lpc_order, const opus_int16 *shape,
                               int shape_order, int warping, int tilt, opus_int32 lf, int count) {
  for (int j = 0; j < lpc_order; j++)
    c->lpc[j] = nsq_coefficient_of(lpc[j]);
  for (int j = 0; j < shape_order; j++)
    c->shape[j] = nsq_coefficient_of(shape[j]);
  c->warping = nsq_coefficient_of(warping);
  c->tilt = nsq_coefficient_of(tilt);
  c->lf_low = nsq_coefficient_of(lf);
  c->lf_high = nsq_coefficient_of(lf >> 16);
  c->lanes = wasm_i32x4_gt(wasm_i32x4_splat(count), wasm_i32x4_const(0, 1, 2, 3));
  c->lane_bits = (1 << count) - 1;
}
