/** What the score is made of; what is not known counts as good. */
export interface QualityInputs {
  /** Round trip in milliseconds. */
  readonly latencyMs: number | undefined;
  /** Share of packets lost, 0–1. */
  readonly packetLossRate: number | undefined;
  /** Variation of packet arrival in milliseconds. */
  readonly jitterMs: number | undefined;
}

/** Least score of a connection that people can talk over. */
export const ACCEPTABLE_SCORE = 50;

/**
 * How good a connection is, 0–100, by RemoteMedia's formula: from 100 comes off a tenth of each millisecond of round
 * trip over 100 (at most 30), 10 for each percent of loss (at most 40), and a fifth of each millisecond of jitter over
 * 30 (at most 20); each of them cut to a whole number.
 */
export function qualityScore({ latencyMs = 0, packetLossRate = 0, jitterMs = 0 }: QualityInputs): number {
  let score = 100;
  if (latencyMs > 100) score -= Math.trunc(Math.min(30, (latencyMs - 100) / 10));
  score -= Math.trunc(Math.min(40, packetLossRate * 1_000));
  if (jitterMs > 30) score -= Math.trunc(Math.min(20, (jitterMs - 30) / 5));
  return Math.max(0, score);
}

/** Whether people can talk over it. */
export function isAcceptable(inputs: QualityInputs): boolean {
  return qualityScore(inputs) >= ACCEPTABLE_SCORE;
}

/** Whether less should be sent: more than 5 % loss or 300 ms. */
export function shouldReduceBitrate({ latencyMs = 0, packetLossRate = 0 }: QualityInputs): boolean {
  return packetLossRate > 0.05 || latencyMs > 300;
}

/** Whether more may be sent: less than 1 % loss and 100 ms. */
export function mayIncreaseBitrate({ latencyMs = 0, packetLossRate = 0 }: QualityInputs): boolean {
  return packetLossRate < 0.01 && latencyMs < 100;
}
