import { SdkError, type Undo } from '@remotemedia/base';

/** How an asynchronous call ended: well, with an error, or not in time. */
export type CallEnd = { readonly kind: 'done' } | { readonly kind: 'failed' | 'late'; readonly error: unknown };

/** A call of a node whose promise has not settled. */
export class PendingCall {
  /** Somebody interrupted: what it still emits is dropped. @default false */
  isCancelled = false;
  /** Fulfils when it has ended in any way. */
  readonly ended: Promise<void>;
  readonly #onEnd: (end: CallEnd) => void;
  readonly #stopTimer: Undo;
  #resolve: () => void = () => {};
  #isOver = false;

  /** @param onEnd called once */
  constructor(
    pending: Promise<void>,
    timeoutMs: number,
    after: (delayMs: number, callback: () => void) => Undo,
    onEnd: (end: CallEnd) => void,
  ) {
    this.#onEnd = onEnd;
    this.ended = new Promise((resolve) => {
      this.#resolve = resolve;
    });
    const late = new SdkError('deadline-exceeded', `a call took longer than ${timeoutMs} ms; the node is made anew`);
    this.#stopTimer = after(timeoutMs, () => this.#end({ kind: 'late', error: late }));
    pending.then(
      () => this.#end({ kind: 'done' }),
      (error: unknown) => this.#end({ kind: 'failed', error }),
    );
  }

  /** Waits no longer. */
  abandon(): void {
    this.#end({ kind: 'done' });
  }

  #end(end: CallEnd): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#stopTimer();
    this.#onEnd(end);
    this.#resolve();
  }
}

/** Waits for a promise, but no longer than the limit. */
export function within(
  limitMs: number,
  promise: Promise<void>,
  after: (delayMs: number, callback: () => void) => Undo,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = after(limitMs, resolve);
    promise.then(resolve, reject).finally(stop);
  });
}
