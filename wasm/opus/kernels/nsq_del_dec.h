/*
 * SILK's noise shaping quantizer with delayed decision, for WebAssembly: one subframe, all decision states side by
 * side, a state in each lane. It takes the place of the scalar loop in upstream's silk/NSQ_del_dec.c, which includes
 * this file and calls it, and gives the same bits.
 *
 * Filters of a state are turned into vectors at the beginning of a subframe and back at its end. The histories, which
 * are only written, read by their winner, and copied as a whole, stay where upstream has them: one state after the
 * other.
 *
 * V8 does not unroll loops and checks the stack in each iteration, so the filters are unrolled here, for the orders
 * that occur most.
 */
#include "kernels/nsq_lanes.h"
#include "kernels/nsq_states.h"

#define OVERRIDE_silk_noise_shape_quantizer_del_dec

/* The RD value of a state goes up by this when its oldest decision is not the winner's. */
#define NSQ_EXPIRED (silk_int32_MAX >> 4)

/* Short-term prediction: order is 10 or 16. */
NSQ_INLINE v128_t nsq_short_prediction(const v128_t *newest, const nsq_constants *c, int order) {
  v128_t sum = wasm_i32x4_splat(order >> 1);
#define NSQ_TAP(j) sum = wasm_i32x4_add(sum, nsq_smulwb(newest[-(j)], &c->lpc[j]))
  NSQ_TAP(0), NSQ_TAP(1), NSQ_TAP(2), NSQ_TAP(3), NSQ_TAP(4);
  NSQ_TAP(5), NSQ_TAP(6), NSQ_TAP(7), NSQ_TAP(8), NSQ_TAP(9);
  if (order == 16)
    NSQ_TAP(10), NSQ_TAP(11), NSQ_TAP(12), NSQ_TAP(13), NSQ_TAP(14), NSQ_TAP(15);
#undef NSQ_TAP
  return wasm_i32x4_shl(sum, 4);
}

/* One section of the warped filter: what it gives goes into the sum, what it passes on into the next section. */
NSQ_INLINE v128_t nsq_section(nsq_states *s, const nsq_constants *c, int j, v128_t now, v128_t *sum) {
  v128_t next = wasm_i32x4_add(s->ar[j], nsq_smulwb(wasm_i32x4_sub(s->ar[j + 1], now), &c->warping));
  s->ar[j] = now;
  *sum = wasm_i32x4_add(*sum, nsq_smulwb(now, &c->shape[j]));
  return next;
}

/* Warped feedback of the shaping filter, without the tilt. Unrolled where order is known when compiling. */
NSQ_INLINE v128_t nsq_shaping(nsq_states *s, const nsq_constants *c, int order) {
  v128_t now = wasm_i32x4_add(s->diff, nsq_smulwb(s->ar[0], &c->warping));
  v128_t sum = wasm_i32x4_splat(order >> 1);
#pragma clang loop unroll(full)
  for (int j = 0; j < order - 1; j++)
    now = nsq_section(s, c, j, now, &sum);
  s->ar[order - 1] = now;
  sum = wasm_i32x4_add(sum, nsq_smulwb(now, &c->shape[order - 1]));
  return wasm_i32x4_shl(sum, 1);
}

/* The orders of complexity 8 to 10, 6 to 7, and 4 to 5; those below are left to a loop. */
NSQ_INLINE v128_t nsq_shaping_of_order(nsq_states *s, const nsq_constants *c, int order) {
  switch (order) {
  case 24:
    return nsq_shaping(s, c, 24);
  case 20:
    return nsq_shaping(s, c, 20);
  case 16:
    return nsq_shaping(s, c, 16);
  default: {
    v128_t now = wasm_i32x4_add(s->diff, nsq_smulwb(s->ar[0], &c->warping));
    v128_t sum = wasm_i32x4_splat(order >> 1);
#pragma clang loop unroll(disable)
    for (int j = 0; j < order - 1; j++)
      now = nsq_section(s, c, j, now, &sum);
    s->ar[order - 1] = now;
    sum = wasm_i32x4_add(sum, nsq_smulwb(now, &c->shape[order - 1]));
    return wasm_i32x4_shl(sum, 1);
  }
  }
}

/* What the states expect of a sample, Q14. */
typedef struct {
  v128_t lpc_pred, n_AR, n_LF;
} nsq_feedback;

/* Two levels for each state, the better one first, and what each costs together with all before. */
typedef struct {
  v128_t q, q_second, rd, rd_second;
} nsq_choice;

/* The level below or at the residual; with much rate against distortion, further towards zero. */
NSQ_INLINE v128_t nsq_level(v128_t q1_Q10, opus_int Lambda_Q10) {
  if (Lambda_Q10 <= 2048)
    return wasm_i32x4_shr(q1_Q10, 10);
  v128_t bias = wasm_i32x4_splat(Lambda_Q10 / 2 - 512);
  v128_t sign = wasm_i32x4_shr(q1_Q10, 31);
  v128_t above = wasm_i32x4_sub(nsq_negate_if(q1_Q10, sign), bias);
  v128_t level = wasm_i32x4_shr(nsq_negate_if(above, sign), 10);
  return wasm_v128_bitselect(level, sign, wasm_i32x4_gt(above, wasm_i32x4_const_splat(0)));
}

/* Filters the past of each state; shape is the newest of its shaping history. */
NSQ_INLINE nsq_feedback nsq_expect(nsq_states *s, const nsq_constants *c, v128_t shape, int sample, int lpc_order,
                                   int shaping_order) {
  const v128_t *newest = &s->lpc[NSQ_LPC_BUF_LENGTH - 1 + sample];
  nsq_feedback f;
  f.lpc_pred = lpc_order == 16 ? nsq_short_prediction(newest, c, 16) : nsq_short_prediction(newest, c, 10);
  f.n_AR = nsq_shaping_of_order(s, c, shaping_order);
  f.n_AR = wasm_i32x4_shl(wasm_i32x4_add(f.n_AR, nsq_smulwb(s->lf_ar, &c->tilt)), 2);
  f.n_LF = wasm_i32x4_add(nsq_smulwb(shape, &c->lf_low), nsq_smulwb(s->lf_ar, &c->lf_high));
  f.n_LF = wasm_i32x4_shl(f.n_LF, 2);
  return f;
}

/* The cost of a level: its bits, by lambda, and the square of what it misses. */
NSQ_INLINE v128_t nsq_cost(v128_t r, v128_t q, v128_t lambda) {
  v128_t missed = wasm_i32x4_sub(r, q);
  v128_t cost = wasm_i32x4_add(wasm_i32x4_mul(wasm_i32x4_abs(q), lambda), wasm_i32x4_mul(missed, missed));
  return wasm_i32x4_shr(cost, 10);
}

/* The two levels around the residual r; between -1 and 1 they are nearer to each other. */
NSQ_INLINE nsq_choice nsq_choose(v128_t r, v128_t rd, opus_int offset_Q10, opus_int Lambda_Q10) {
  const v128_t offset = wasm_i32x4_splat(offset_Q10), lambda = wasm_i32x4_splat((opus_int16)Lambda_Q10);
  v128_t level = nsq_level(wasm_i32x4_sub(r, offset), Lambda_Q10);
  v128_t below = wasm_i32x4_shr(level, 31);
  v128_t nonzero = wasm_v128_not(wasm_i32x4_eq(level, wasm_i32x4_const_splat(0)));
  v128_t adjust = wasm_v128_and(nonzero, nsq_negate_if(wasm_i32x4_const_splat(QUANT_LEVEL_ADJUST_Q10), below));
  v128_t q1 = wasm_i32x4_add(wasm_i32x4_sub(wasm_i32x4_shl(level, 10), adjust), offset);
  v128_t nearer = wasm_v128_and(wasm_i32x4_eq(level, below), wasm_i32x4_const_splat(QUANT_LEVEL_ADJUST_Q10));
  v128_t q2 = wasm_i32x4_add(q1, wasm_i32x4_sub(wasm_i32x4_const_splat(1024), nearer));
  v128_t rd1 = nsq_cost(r, q1, lambda), rd2 = nsq_cost(r, q2, lambda);
  v128_t first = wasm_i32x4_lt(rd1, rd2);
  return (nsq_choice){wasm_v128_bitselect(q1, q2, first), wasm_v128_bitselect(q2, q1, first),
                      wasm_i32x4_add(rd, wasm_i32x4_min(rd1, rd2)), wasm_i32x4_add(rd, wasm_i32x4_max(rd1, rd2))};
}

/* The worst of the first choices gives way to the best of the second ones, if that is better. */
NSQ_INLINE void nsq_prune(nsq_states *s, const nsq_constants *c, NSQ_del_dec_struct *states, nsq_choice *choice,
                          nsq_feedback *f, v128_t *flip, int sample) {
  const v128_t most = wasm_i32x4_const_splat(silk_int32_MAX);
  v128_t inverse = wasm_v128_not(choice->rd);
  v128_t worst_rd = nsq_min_of_lanes(wasm_v128_bitselect(inverse, most, c->lanes));
  v128_t best_rd = nsq_min_of_lanes(wasm_v128_bitselect(choice->rd_second, most, c->lanes));
  if (wasm_i32x4_extract_lane(best_rd, 0) >= ~wasm_i32x4_extract_lane(worst_rd, 0))
    return;
  const int worst = nsq_lane_of(inverse, worst_rd, c->lane_bits);
  const int best = nsq_lane_of(choice->rd_second, best_rd, c->lane_bits);
  const v128_t replaced = wasm_i32x4_eq(wasm_i32x4_const(0, 1, 2, 3), wasm_i32x4_splat(worst));
  const v128_t map = nsq_replace(s, states, worst, best, sample);
  choice->q = wasm_v128_bitselect(nsq_broadcast(choice->q_second, best), choice->q, replaced);
  choice->rd = wasm_v128_bitselect(best_rd, choice->rd, replaced);
  f->lpc_pred = wasm_i8x16_swizzle(f->lpc_pred, map);
  f->n_AR = wasm_i8x16_swizzle(f->n_AR, map);
  f->n_LF = wasm_i8x16_swizzle(f->n_LF, map);
  *flip = wasm_i8x16_swizzle(*flip, map);
}

static void silk_noise_shape_quantizer_del_dec(silk_nsq_state *NSQ, NSQ_del_dec_struct psDelDec[], opus_int signalType,
                                               const opus_int32 x_Q10[], opus_int8 pulses[], opus_int16 xq[],
                                               opus_int32 sLTP_Q15[], opus_int32 delayedGain_Q10[],
                                               const opus_int16 a_Q12[], const opus_int16 b_Q14[],
                                               const opus_int16 AR_shp_Q13[], opus_int lag,
                                               opus_int32 HarmShapeFIRPacked_Q14, opus_int Tilt_Q14,
                                               opus_int32 LF_shp_Q14, opus_int32 Gain_Q16, opus_int Lambda_Q10,
                                               opus_int offset_Q10, opus_int length, opus_int subfr,
                                               opus_int shapingLPCOrder, opus_int predictLPCOrder, opus_int warping_Q16,
                                               opus_int nStatesDelayedDecision, opus_int *smpl_buf_idx,
                                               opus_int decisionDelay, int arch) {
  nsq_constants c;
  nsq_states s;
  const int count = nStatesDelayedDecision;
  const opus_int32 *shaped = &NSQ->sLTP_shp_Q14[NSQ->sLTP_shp_buf_idx - lag + HARM_SHAPE_FIR_TAPS / 2];
  const opus_int32 *predicted = &sLTP_Q15[NSQ->sLTP_buf_idx - lag + LTP_ORDER / 2];
  const opus_int32 Gain_Q10 = silk_RSHIFT(Gain_Q16, 6);
  (void)arch;
  nsq_read_constants(&c, a_Q12, predictLPCOrder, AR_shp_Q13, shapingLPCOrder, warping_Q16, Tilt_Q14, LF_shp_Q14, count);
  nsq_read_states(&s, psDelDec, count);

  for (int i = 0; i < length; i++) {
    /* Long-term prediction and shaping are the same for all states. */
    opus_int32 LTP_pred_Q14 = 0, n_LTP_Q14 = 0;
    if (signalType == TYPE_VOICED) {
      opus_int32 sum = 2;
      for (int j = 0; j < LTP_ORDER; j++)
        sum = silk_SMLAWB(sum, predicted[i - j], b_Q14[j]);
      LTP_pred_Q14 = silk_LSHIFT(sum, 1);
    }
    if (lag > 0) {
      opus_int32 sum = silk_SMULWB(silk_ADD_SAT32(shaped[i], shaped[i - 2]), HarmShapeFIRPacked_Q14);
      sum = silk_SMLAWT(sum, shaped[i - 1], HarmShapeFIRPacked_Q14);
      n_LTP_Q14 = silk_SUB_LSHIFT32(LTP_pred_Q14, sum, 2);
    }

    s.seed = wasm_i32x4_mul(s.seed, wasm_i32x4_const_splat(RAND_MULTIPLIER));
    s.seed = wasm_i32x4_add(s.seed, wasm_i32x4_const_splat(RAND_INCREMENT));
    v128_t shape = nsq_gather(psDelDec, count, NSQ_ELEMENT(Shape_Q14, *smpl_buf_idx));
    nsq_feedback f = nsq_expect(&s, &c, shape, i, predictLPCOrder, shapingLPCOrder);

    /* The residual, with its sign flipped by the dither. */
    v128_t sum = wasm_i32x4_add(wasm_i32x4_splat(n_LTP_Q14), f.lpc_pred);
    sum = nsq_rshift_round(nsq_sub_sat(sum, nsq_add_sat(f.n_AR, f.n_LF)), 4);
    v128_t flip = wasm_i32x4_shr(s.seed, 31);
    v128_t r = nsq_negate_if(wasm_i32x4_sub(wasm_i32x4_splat(x_Q10[i]), sum), flip);
    r = wasm_i32x4_max(wasm_i32x4_min(r, wasm_i32x4_const_splat(30 << 10)), wasm_i32x4_const_splat(-(31 << 10)));
    nsq_choice choice = nsq_choose(r, s.rd, offset_Q10, Lambda_Q10);

    *smpl_buf_idx = *smpl_buf_idx == 0 ? DECISION_DELAY - 1 : *smpl_buf_idx - 1;
    int last = *smpl_buf_idx + decisionDelay;
    if (last >= DECISION_DELAY)
      last -= DECISION_DELAY;

    /* The winner; states that do not share its oldest decision are out of the race. */
    v128_t least = nsq_min_of_lanes(wasm_v128_bitselect(choice.rd, wasm_i32x4_const_splat(silk_int32_MAX), c.lanes));
    const int winner = nsq_lane_of(choice.rd, least, c.lane_bits);
    v128_t oldest = nsq_gather(psDelDec, count, NSQ_ELEMENT(RandState, last));
    v128_t expired = wasm_i32x4_ne(oldest, wasm_i32x4_splat(psDelDec[winner].RandState[last]));
    v128_t penalty = wasm_v128_and(expired, wasm_i32x4_const_splat(NSQ_EXPIRED));
    choice.rd = wasm_i32x4_add(choice.rd, penalty);
    choice.rd_second = wasm_i32x4_add(choice.rd_second, penalty);
    nsq_prune(&s, &c, psDelDec, &choice, &f, &flip, i);

    if (subfr > 0 || i >= decisionDelay) {
      const NSQ_del_dec_struct *won = &psDelDec[winner];
      pulses[i - decisionDelay] = (opus_int8)silk_RSHIFT_ROUND(won->Q_Q10[last], 10);
      xq[i - decisionDelay] =
          (opus_int16)silk_SAT16(silk_RSHIFT_ROUND(silk_SMULWW(won->Xq_Q14[last], delayedGain_Q10[last]), 8));
      NSQ->sLTP_shp_Q14[NSQ->sLTP_shp_buf_idx - decisionDelay] = won->Shape_Q14[last];
      sLTP_Q15[NSQ->sLTP_buf_idx - decisionDelay] = won->Pred_Q15[last];
    }
    NSQ->sLTP_shp_buf_idx++;
    NSQ->sLTP_buf_idx++;

    /* Each state goes on with its level. */
    v128_t exc = nsq_negate_if(wasm_i32x4_shl(choice.q, 4), flip);
    exc = wasm_i32x4_add(exc, wasm_i32x4_splat(LTP_pred_Q14));
    v128_t signal = wasm_i32x4_add(exc, f.lpc_pred);
    s.diff = wasm_i32x4_sub(signal, wasm_i32x4_splat(silk_LSHIFT32(x_Q10[i], 4)));
    s.lf_ar = wasm_i32x4_sub(s.diff, f.n_AR);
    s.seed = wasm_i32x4_add(s.seed, nsq_rshift_round(choice.q, 10));
    s.rd = choice.rd;
    s.lpc[NSQ_LPC_BUF_LENGTH + i] = signal;
    nsq_scatter(psDelDec, count, NSQ_ELEMENT(Xq_Q14, *smpl_buf_idx), signal);
    nsq_scatter(psDelDec, count, NSQ_ELEMENT(Q_Q10, *smpl_buf_idx), choice.q);
    nsq_scatter(psDelDec, count, NSQ_ELEMENT(Pred_Q15, *smpl_buf_idx), wasm_i32x4_shl(exc, 1));
    nsq_scatter(psDelDec, count, NSQ_ELEMENT(Shape_Q14, *smpl_buf_idx), nsq_sub_sat(s.lf_ar, f.n_LF));
    nsq_scatter(psDelDec, count, NSQ_ELEMENT(RandState, *smpl_buf_idx), s.seed);
    delayedGain_Q10[*smpl_buf_idx] = Gain_Q10;
  }
  nsq_write_states(&s, psDelDec, count, length);
}
