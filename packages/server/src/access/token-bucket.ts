/** How much may happen: `burst` at once, `perSecond` in the long run. */
export interface RateLimit {
  /** How much per second in the long run. */
  readonly perSecond: number;
  /** How much at once, after a rest. */
  readonly burst: number;
}

/** A wait this short, in milliseconds, is none: it comes from fractions that were rounded. */
export const ROUNDING_MS: number = 1e-6;

/**
 * Counts what happens against a limit: a bucket of tokens that fills up again with time.
 *
 * Something bigger than the burst may happen when the bucket is full; the bucket is then in debt.
 */
export class TokenBucket {
  readonly #burst: number;
  readonly #perMs: number;
  /** An object of its own: numbers with fractions in private fields would be allocated anew at each change. */
  readonly #state: { level: number; atMs: number };

  /** Full at first. @param limit `undefined` for none */
  constructor(limit: RateLimit | undefined, nowMs: number) {
    this.#burst = limit?.burst ?? Number.POSITIVE_INFINITY;
    this.#perMs = (limit?.perSecond ?? 0) / 1_000;
    this.#state = { level: this.#burst, atMs: nowMs };
  }

  /** How long to wait until `amount` may happen, in milliseconds; 0 or less when it may happen now. */
  waitMs(amount: number, nowMs: number): number {
    const missing = Math.min(amount, this.#burst) - this.#levelAt(nowMs);
    return missing <= this.#perMs * ROUNDING_MS ? 0 : missing / this.#perMs;
  }

  /** Counts `amount` as happened, whether or not it may; call it after {@link waitMs} with the same time. */
  take(amount: number): void {
    this.#state.level -= amount;
  }

  /** The part of the burst that may happen now: 1 after a rest, below 0 in debt. */
  fullness(nowMs: number): number {
    return this.#burst === Number.POSITIVE_INFINITY ? 1 : this.#levelAt(nowMs) / this.#burst;
  }

  #levelAt(nowMs: number): number {
    const state = this.#state;
    state.level = Math.min(state.level + (nowMs - state.atMs) * this.#perMs, this.#burst);
    state.atMs = nowMs;
    return state.level;
  }
}
