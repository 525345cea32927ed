/** How waits between tries grow. */
export interface BackoffPolicy {
  /** Wait before the second try, in milliseconds. */
  readonly initialMs: number;
  /** Longest wait in milliseconds, before jitter is added. */
  readonly maxMs: number;
  /** Growth from one wait to the next, ≥ 1. */
  readonly multiplier: number;
}

/** Share of the wait that jitter adds at the most; upstream adds uniform 0…25 % after the cap. */
const JITTER = 0.25;

/**
 * The wait before try number `attempt` (0 for the first retry): `min(initial × multiplier^attempt, max)` plus
 * uniform 0…25 % of that.
 *
 * @param random uniform in [0, 1)
 */
export function backoffMs(policy: BackoffPolicy, attempt: number, random: () => number = Math.random): number {
  const waitMs = Math.min(policy.initialMs * policy.multiplier ** attempt, policy.maxMs);
  return waitMs * (1 + JITTER * random());
}
