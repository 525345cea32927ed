import { SdkError } from './sdk-error.ts';

/** Runs asynchronous tasks one after another, in the order they were added. A task that fails does not stop the next. */
export class SerialQueue {
  #tail: Promise<unknown> = Promise.resolve();
  #closed: SdkError | undefined;
  #size = 0;

  /** Tasks that wait or run. */
  get size(): number {
    return this.#size;
  }

  /**
   * Adds a task; settles as the task does.
   *
   * @throws {SdkError} the error given to {@link SerialQueue.close} when the queue was closed before the task's turn
   */
  run<T>(task: () => Promise<T> | T): Promise<T> {
    this.#size += 1;
    const result = this.#tail.then(() => {
      if (this.#closed) throw this.#closed;
      return task();
    });
    const settled = () => {
      this.#size -= 1;
    };
    this.#tail = result.then(settled, settled);
    return result;
  }

  /** Lets the running task finish and refuses all others with `reason`. Calling it again does nothing. */
  close(reason: SdkError = new SdkError('cancelled', 'the queue was closed')): void {
    this.#closed ??= reason;
  }
}
