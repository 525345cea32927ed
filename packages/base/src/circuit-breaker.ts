import type { Clock } from './clock.ts';
import { Emitter } from './emitter.ts';
import type { SdkError } from './sdk-error.ts';

/** Whether tries are let through. */
export type BreakerState =
  /** They are; `failures` of them in a row came to nothing. */
  | { readonly kind: 'closed'; readonly failures: number }
  /** None is until `untilMs` of the clock; `undefined` for never, because `error` is one that no further try can mend. */
  | { readonly kind: 'open'; readonly untilMs: number | undefined; readonly error: SdkError }
  /** Some are, on trial: `successes` in a row so far. */
  | { readonly kind: 'half-open'; readonly successes: number };

/** What a {@link CircuitBreaker} announces. */
export type BreakerEvents = {
  /** {@link CircuitBreaker.state} changed. */
  stateChange: BreakerState;
};

/** Numbers of a {@link CircuitBreaker}. Defaults are upstream's. */
export interface BreakerOptions {
  /** Failures in a row that open it. @default 5 */
  readonly failureThreshold?: number | undefined;
  /** How long it stays open, in milliseconds. @default 30_000 */
  readonly openMs?: number | undefined;
  /** Successes in a row that close it again. @default 2 */
  readonly successThreshold?: number | undefined;
  /** Where time comes from. */
  readonly clock: Clock;
}

/**
 * Keeps tries from being made that would most likely fail (M. Nygard, "Release It!", "Circuit Breaker"). It holds no timer:
 * whoever asks {@link CircuitBreaker.allows} after the time is up makes it half-open.
 */
export class CircuitBreaker extends Emitter<BreakerEvents> {
  readonly #clock: Clock;
  readonly #failureThreshold: number;
  readonly #openMs: number;
  readonly #successThreshold: number;
  #state: BreakerState = { kind: 'closed', failures: 0 };

  /** Makes a closed one. */
  constructor({ clock, failureThreshold = 5, openMs = 30_000, successThreshold = 2 }: BreakerOptions) {
    super();
    this.#clock = clock;
    this.#failureThreshold = failureThreshold;
    this.#openMs = openMs;
    this.#successThreshold = successThreshold;
  }

  /** Whether tries are let through, as of the last call of another method. */
  get state(): BreakerState {
    return this.#state;
  }

  /** Whether a try may be made now. */
  allows(): boolean {
    const state = this.#state;
    if (state.kind !== 'open') return true;
    if (state.untilMs === undefined || this.#clock.now() < state.untilMs) return false;
    this.#set({ kind: 'half-open', successes: 0 });
    return true;
  }

  /** A try came to something. */
  succeeded(): void {
    const state = this.#state;
    if (state.kind === 'closed') {
      if (state.failures > 0) this.#set({ kind: 'closed', failures: 0 });
    } else if (state.kind === 'half-open') {
      const successes = state.successes + 1;
      this.#set(
        successes >= this.#successThreshold ? { kind: 'closed', failures: 0 } : { kind: 'half-open', successes },
      );
    }
  }

  /** A try came to nothing. */
  failed(error: SdkError): void {
    const state = this.#state;
    if (state.kind === 'open') return;
    const failures = state.kind === 'closed' ? state.failures + 1 : this.#failureThreshold;
    if (failures < this.#failureThreshold) this.#set({ kind: 'closed', failures });
    else this.#set({ kind: 'open', untilMs: this.#clock.now() + this.#openMs, error });
  }

  /** Lets nothing through any more, until {@link CircuitBreaker.reset}: no further try can do better. */
  trip(error: SdkError): void {
    this.#set({ kind: 'open', untilMs: undefined, error });
  }

  /** Lets the next try through whatever came before: somebody knows better. */
  reset(): void {
    if (this.#state.kind !== 'closed' || this.#state.failures > 0) this.#set({ kind: 'closed', failures: 0 });
  }

  #set(state: BreakerState): void {
    this.#state = state;
    this.emit('stateChange', state);
  }
}
