import { abortError, SdkError } from '@remotemedia/base';

/** Inputs that may be under way. Source: upstream's router. */
const CAPACITY = 8;

/** Inputs that may wait for a place: whoever never waits for `sendInput` would fill the memory. */
const MAX_WAITING = 256;

/** Somebody who waits to send. */
interface Waiter {
  readonly enter: () => void;
  readonly refuse: (error: SdkError) => void;
}

/** Lets so many inputs in at a time, in the order in which they came. */
export class InputGate {
  readonly #isHeld: () => boolean;
  readonly #waiters: Waiter[] = [];
  #inside = 0;
  #closed: SdkError | undefined;

  /** @param isHeld whether nobody is let in for now */
  constructor(isHeld: () => boolean) {
    this.#isHeld = isHeld;
  }

  /** Waits for a place. @throws {SdkError} `cancelled`, `resource-exhausted` when too many wait, or why the gate was closed */
  enter(signal: AbortSignal | undefined): Promise<void> {
    if (signal?.aborted) return Promise.reject(abortError(signal));
    if (this.#closed) return Promise.reject(this.#closed);
    if (this.#waiters.length === 0 && this.#hasRoom()) {
      this.#inside += 1;
      return Promise.resolve();
    }
    if (this.#waiters.length >= MAX_WAITING) {
      const detail = `${MAX_WAITING} items wait for the pipeline already: await each sendInput before the next one`;
      return Promise.reject(new SdkError('resource-exhausted', detail));
    }
    // No async function: one more turn for those who wait, and a newcomer could overtake them.
    return new Promise<void>((resolve, reject) => {
      const leave = () => {
        signal?.removeEventListener('abort', onAbort);
        this.#waiters.splice(this.#waiters.indexOf(waiter), 1);
      };
      const onAbort = () => {
        leave();
        if (signal) reject(abortError(signal));
      };
      const waiter: Waiter = {
        enter: () => {
          leave();
          this.#inside += 1;
          resolve();
        },
        refuse: (error) => {
          leave();
          reject(error);
        },
      };
      this.#waiters.push(waiter);
      signal?.addEventListener('abort', onAbort, { once: true });
    });
  }

  /** One has come through. */
  leave(): void {
    this.#inside -= 1;
    this.letIn();
  }

  /** Lets in whoever may come in now. */
  letIn(): void {
    while (this.#hasRoom()) {
      const [first] = this.#waiters;
      if (!first) return;
      first.enter();
    }
  }

  /** Refuses everybody from now on. */
  close(error: SdkError): void {
    this.#closed ??= error;
    for (const waiter of [...this.#waiters]) waiter.refuse(error);
  }

  #hasRoom(): boolean {
    return this.#inside < CAPACITY && !this.#isHeld();
  }
}
