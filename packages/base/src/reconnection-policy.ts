import { type BackoffPolicy, backoffMs } from './backoff.ts';

/** When a lost connection is tried again, and how often. Numbers of upstream's `ReconnectionPolicy`. */
export interface ReconnectionPolicy extends BackoffPolicy {
  /** Most tries in a row, 0–100. */
  readonly maxRetries: number;
}

/** Names of the policies that upstream has. */
export type ReconnectionPreset = 'default' | 'aggressive' | 'conservative';

/** Upstream's three policies. */
export const RECONNECTION_PRESETS: Readonly<Record<ReconnectionPreset, ReconnectionPolicy>> = {
  default: { maxRetries: 5, initialMs: 1_000, maxMs: 30_000, multiplier: 2 },
  aggressive: { maxRetries: 10, initialMs: 100, maxMs: 5_000, multiplier: 1.5 },
  conservative: { maxRetries: 3, initialMs: 2_000, maxMs: 60_000, multiplier: 2.5 },
};

/**
 * The wait before retry number `attempt`, from 0, in milliseconds; `undefined` when there is none left.
 *
 * @param random uniform in [0, 1)
 */
export function retryDelayMs(policy: ReconnectionPolicy, attempt: number, random?: () => number): number | undefined {
  return attempt < policy.maxRetries ? backoffMs(policy, attempt, random) : undefined;
}
