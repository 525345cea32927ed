import type { Clock, Undo } from '@remotemedia/base';
import { toConnectError } from './connect-errors.ts';

/** Settings of an {@link OutStream}. */
export interface OutStreamOptions<T> {
  /** The next message that waits to be sent, if there is one. */
  readonly pull: () => T | undefined;
  /** Called once, when nothing more will be pulled. */
  readonly onClose: () => void;
  /** Ends the stream when the client is gone or the server closes. */
  readonly signal: AbortSignal;
  /** Sent after a silence of `afterMs` milliseconds. */
  readonly heartbeat?: { readonly afterMs: number; readonly clock: Clock; readonly message: () => T };
}

/**
 * The messages of one streaming call, for Connect to send. Written out by hand, because an async generator can
 * neither be woken nor ended from outside.
 */
export class OutStream<T> implements AsyncIterableIterator<T> {
  readonly #options: OutStreamOptions<T>;
  #waiter: { resolve: (result: IteratorResult<T>) => void; reject: (reason: unknown) => void } | undefined;
  #stopHeartbeat: Undo | undefined;
  #end: { readonly error: unknown } | undefined;
  #isClosed = false;

  /** @param options see {@link OutStreamOptions} */
  constructor(options: OutStreamOptions<T>) {
    this.#options = options;
    const { signal } = options;
    if (signal.aborted) this.#close();
    else signal.addEventListener('abort', this.#onAbort, { once: true });
  }

  /** Whether nothing more will be pulled. */
  get isClosed(): boolean {
    return this.#isClosed;
  }

  /** There may be something to pull. */
  wake(): void {
    if (!this.#waiter) return;
    const message = this.#options.pull();
    if (message !== undefined) this.#settle(message);
  }

  /** Ends the stream, with a status where `error` is given, after what still waits. */
  end(error?: unknown): void {
    this.#end ??= { error };
    if (!this.#waiter) return;
    const { resolve, reject } = this.#waiter;
    this.#close();
    if (error === undefined) resolve({ done: true, value: undefined });
    else reject(toConnectError(error));
  }

  /** Called by Connect: the next message, as soon as there is one. */
  next(): Promise<IteratorResult<T>> {
    const message = this.#isClosed ? undefined : this.#options.pull();
    if (message !== undefined) return Promise.resolve({ done: false, value: message });
    if (this.#end) this.#close();
    if (this.#end?.error !== undefined) return Promise.reject(toConnectError(this.#end.error));
    if (this.#isClosed) return Promise.resolve({ done: true, value: undefined });
    return new Promise((resolve, reject) => {
      this.#waiter = { resolve, reject };
      this.#armHeartbeat();
    });
  }

  /** Called by Connect when the client wants no more. */
  return(): Promise<IteratorResult<T>> {
    this.#close();
    return Promise.resolve({ done: true, value: undefined });
  }

  /** Called by Connect when a message could not be written. */
  throw(): Promise<IteratorResult<T>> {
    return this.return();
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  readonly #onAbort = (): void => {
    // The reason tells a deadline or a closing server from a client that is just gone.
    this.end(this.#options.signal.reason);
    this.#close();
  };

  #armHeartbeat(): void {
    const { heartbeat } = this.#options;
    if (!heartbeat) return;
    this.#stopHeartbeat = heartbeat.clock.after(heartbeat.afterMs, () => this.#settle(heartbeat.message()));
  }

  #settle(value: T): void {
    const waiter = this.#waiter;
    this.#disarm();
    waiter?.resolve({ done: false, value });
  }

  #disarm(): void {
    this.#waiter = undefined;
    this.#stopHeartbeat?.();
    this.#stopHeartbeat = undefined;
  }

  #close(): void {
    this.#disarm();
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#options.signal.removeEventListener('abort', this.#onAbort);
    this.#options.onClose();
  }
}
