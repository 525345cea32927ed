import {
  type BreakerState,
  CircuitBreaker,
  type Clock,
  type ReconnectionPolicy,
  retryDelayMs,
  SdkError,
} from '@remotemedia/base';

/** Counts the tries to restore a connection and says when the next one may be made. */
export class Tries {
  readonly #policy: ReconnectionPolicy;
  readonly #breaker: CircuitBreaker;
  #count = 0;
  #lastError: SdkError | undefined;

  /** The breaker opens when the policy has no retries left, so that the two never disagree. */
  constructor(policy: ReconnectionPolicy, clock: Clock) {
    this.#policy = policy;
    const failureThreshold = Math.max(1, policy.maxRetries);
    this.#breaker = new CircuitBreaker({ clock, failureThreshold, successThreshold: 1 });
  }

  /** Tries since the connection was up. */
  get count(): number {
    return this.#count;
  }

  /** Why the last one failed. */
  get lastError(): SdkError | undefined {
    return this.#lastError;
  }

  /** Whether tries are let through. */
  get breaker(): BreakerState {
    return this.#breaker.state;
  }

  /** Whether a try may be made now. */
  allows(): boolean {
    return this.#policy.maxRetries > 0 && this.#breaker.allows();
  }

  /** A try begins. */
  begin(): void {
    this.#count += 1;
  }

  /** A try came to nothing, or the first connection did. @returns the wait before the next in milliseconds, if there is one */
  failed(error: SdkError): number | undefined {
    this.#lastError = error;
    if (this.#count > 0) this.#breaker.failed(error);
    return this.breaker.kind === 'open' ? undefined : retryDelayMs(this.#policy, this.#count);
  }

  /** There will be no try for now. @returns why, and when one is let through again; `undefined` for never */
  giveUp(): { readonly error: SdkError; readonly untilMs: number | undefined } {
    const error =
      this.#lastError ?? new SdkError('unavailable', 'the connection was lost, and the policy has no retries');
    if (this.breaker.kind !== 'open') this.#breaker.trip(error);
    return { error, untilMs: this.breaker.kind === 'open' ? this.breaker.untilMs : undefined };
  }

  /** The connection is up. */
  succeeded(): void {
    this.#breaker.succeeded();
    this.#count = 0;
  }

  /** What was does not count any more. */
  forget(): void {
    this.#breaker.reset();
    this.#count = 0;
  }
}
