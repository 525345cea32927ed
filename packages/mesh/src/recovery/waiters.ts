import { abortError, type SdkError, type Undo } from '@remotemedia/base';

interface Waiter<T> {
  resolve(value: T): void;
  reject(error: SdkError): void;
}

/** Those who wait for the same thing. */
export class Waiters<T> {
  readonly #waiters = new Set<Waiter<T>>();

  /** Whether nobody waits. */
  get isEmpty(): boolean {
    return this.#waiters.size === 0;
  }

  /** Waits. @throws {SdkError} what was given to {@link Waiters.reject}, `cancelled` when `signal` aborts */
  wait(signal: AbortSignal | undefined): Promise<T> {
    let stopListening: Undo = () => {};
    const settled = new Promise<T>((resolve, reject) => {
      const waiter = { resolve, reject };
      this.#waiters.add(waiter);
      const onAbort = () => {
        this.#waiters.delete(waiter);
        if (signal) reject(abortError(signal));
      };
      signal?.addEventListener('abort', onAbort);
      stopListening = () => signal?.removeEventListener('abort', onAbort);
      if (signal?.aborted) onAbort();
    });
    return settled.finally(() => stopListening());
  }

  /** It came. */
  resolve(value: T): void {
    for (const waiter of this.#take()) waiter.resolve(value);
  }

  /** It will not come. */
  reject(error: SdkError): void {
    for (const waiter of this.#take()) waiter.reject(error);
  }

  #take(): Waiter<T>[] {
    const all = [...this.#waiters];
    this.#waiters.clear();
    return all;
  }
}
