import {
  abortError,
  type BreakerState,
  backoffMs,
  CircuitBreaker,
  type Clock,
  RECONNECTION_PRESETS,
  type ReconnectionPolicy,
  type SdkError,
  type Undo,
  withDeadline,
} from '@remotemedia/base';
import { NoAnswer } from './no-answer.ts';
import { paceMs, tryMs } from './pace.ts';
import { isPageHidden } from './page-life.ts';
import type { Wire } from './wire.ts';

/** Wait before the first try, in milliseconds, and what chance adds to it. */
const FIRST_MS = 50;
const FIRST_JITTER_MS = 100;
/** Least time between two tries, however many reasons there are for one, in milliseconds. */
const LEAST_MS = 100;
/** Longest wait that a server may ask for, in milliseconds: what is more can only be a mistake. */
const MAX_RETRY_AFTER_MS = 600_000;

/** Where the way back stands. */
export interface Progress {
  /** Number of the try that comes at `nextRetryAtMs`, from 1. */
  readonly attempt: number;
  /** When the next try starts, in milliseconds of the clock (`performance.now()`). */
  readonly nextRetryAtMs: number;
  /** Why the last one failed. */
  readonly error: SdkError;
  /** Whether tries that the server answered with errors let more of them through. */
  readonly breaker: BreakerState;
}

/** What a {@link Reconnector} works with. */
export interface ReconnectorOptions {
  /** Where the server is. */
  readonly wire: Pick<Wire, 'reach'>;
  /** Waits after errors that the server answered with. @default RECONNECTION_PRESETS.default */
  readonly policy?: ReconnectionPolicy | undefined;
  /** Aborts when the channel ends. */
  readonly life: AbortSignal;
  /** Where time comes from. */
  readonly clock: Clock;
  /** Hears of each wait. */
  readonly onProgress: (progress: Progress) => void;
}

/**
 * Waits until asking the server again may do better. One that does not answer is looked for all the time, in tries that
 * overlap since each may hang; one that answered with an error is left alone for as long as the policy, its circuit breaker
 * (as many errors in a row as the policy has retries open it for its longest wait) or the server itself says.
 */
export class Reconnector {
  readonly #options: ReconnectorOptions;
  readonly #policy: ReconnectionPolicy;
  readonly #breaker: CircuitBreaker;
  #attempt = 0;
  #refusals = 0;
  #downSinceMs = 0;
  #lastTryMs = Number.NEGATIVE_INFINITY;
  /** The server does not want to be asked before. */
  #notBeforeMs = 0;
  #goOn: () => void = () => {};

  /** @param options see {@link ReconnectorOptions} */
  constructor(options: ReconnectorOptions) {
    const { clock, policy = RECONNECTION_PRESETS.default } = options;
    const { maxRetries, maxMs: openMs } = policy;
    this.#options = options;
    this.#policy = policy;
    this.#breaker = new CircuitBreaker({
      clock,
      openMs,
      failureThreshold: Math.max(1, maxRetries),
      successThreshold: 1,
    });
  }

  /** What went wrong before is over: what goes wrong next is a new trouble. */
  recovered(): void {
    this.#attempt = this.#refusals = 0;
    this.#breaker.reset();
  }

  /** Something says that a try may do better now. A breaker that is open, and what the server wants, count for more. */
  wake(): void {
    if (this.#breaker.allows()) this.#goOn();
  }

  /** Somebody who knows better wants a try now; only what the server wants counts for more. */
  retryNow(): void {
    this.#breaker.reset();
    this.#goOn();
  }

  /** Resolves when the server can be reached and may be asked. @throws {SdkError} what `life` was aborted with */
  async untilReachable(error: SdkError): Promise<void> {
    const { clock, life, wire } = this.#options;
    const tries = new AbortController();
    let last = error;
    let stopTimer: Undo = () => {};
    let nextRetryAtMs = Number.POSITIVE_INFINITY;
    const plan = (atMs: number) => {
      nextRetryAtMs = Math.max(atMs, this.#notBeforeMs);
      stopTimer();
      stopTimer = clock.after(nextRetryAtMs - clock.now(), () => start());
      // Last, because whoever hears of it may want another try at once.
      const { state: breaker } = this.#breaker;
      this.#options.onProgress({ attempt: this.#attempt + 1, nextRetryAtMs, error: last, breaker });
    };
    let start = () => {};
    try {
      await new Promise<void>((resolve, reject) => {
        life.addEventListener('abort', () => reject(abortError(life)), { signal: tries.signal });
        start = () => {
          // Half-open from now on, if it was open.
          this.#breaker.allows();
          this.#attempt += 1;
          this.#lastTryMs = clock.now();
          const reach = (signal: AbortSignal) => wire.reach(signal);
          const timeoutMs = tryMs(clock.now() - this.#downSinceMs);
          withDeadline(reach, { signal: tries.signal, timeoutMs, clock }).then(resolve, (caught) => {
            last = caught;
          });
          plan(clock.now() + paceMs(clock.now() - this.#downSinceMs, isPageHidden()));
        };
        this.#goOn = () => {
          const atMs = Math.max(clock.now(), this.#lastTryMs + LEAST_MS, this.#notBeforeMs);
          if (atMs < nextRetryAtMs) plan(atMs);
        };
        plan(clock.now() + this.#waitAfter(error));
      });
    } finally {
      this.#goOn = () => {};
      stopTimer();
      tries.abort();
    }
  }

  #waitAfter(error: SdkError): number {
    const nowMs = this.#options.clock.now();
    this.#notBeforeMs = nowMs + Math.min(error.retryAfterMs ?? 0, MAX_RETRY_AFTER_MS);
    if (this.#attempt === 0) {
      this.#downSinceMs = nowMs;
      return FIRST_MS + FIRST_JITTER_MS * Math.random();
    }
    if (error instanceof NoAnswer) {
      return Math.max(0, this.#lastTryMs + paceMs(nowMs - this.#downSinceMs, isPageHidden()) - nowMs);
    }
    this.#breaker.failed(error);
    const { state } = this.#breaker;
    if (state.kind === 'open' && state.untilMs !== undefined) return state.untilMs - nowMs;
    this.#refusals += 1;
    return backoffMs(this.#policy, this.#refusals - 1);
  }
}
