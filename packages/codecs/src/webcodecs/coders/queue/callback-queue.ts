import { postTask } from '../../../engine/post-task.ts';
import { Fifo } from './fifo.ts';
import { reportException } from './report-exception.ts';

type Callback = () => void;

/**
 * Calls back into the page, one callback in a task, in order. So promise reactions of one callback have run when the
 * next begins, and none begins while code of the page is on the stack. Source: HTML, "queue a task"; WebIDL, "invoke a
 * callback function".
 */
export class CallbackQueue {
  readonly #waiting = new Fifo<Callback>();
  #isPosted = false;
  #depth = 0;
  #isTaskUsed = false;

  /** Marks code of the page as being on the stack for as long as `call` runs. */
  within<T>(call: () => T): T {
    this.#depth += 1;
    try {
      return call();
    } finally {
      this.#depth -= 1;
    }
  }

  /** Calls back in the present task if that is as good as one of its own, else later. */
  run(callback: Callback): void {
    if (this.#depth > 0 || this.#isTaskUsed || this.#waiting.length > 0) this.post(callback);
    else this.#call(callback);
  }

  /** Calls back in a task of its own. */
  post(callback: Callback): void {
    this.#waiting.push(callback);
    this.#schedule();
  }

  #schedule(): void {
    if (this.#isPosted) return;
    this.#isPosted = true;
    postTask(() => {
      this.#isPosted = false;
      const next = this.#waiting.shift();
      if (this.#waiting.length > 0) this.#schedule();
      if (next) this.#call(next);
    });
  }

  #call(callback: Callback): void {
    this.#isTaskUsed = true;
    // Runs when the stack is empty again, which is when the platform lets promise reactions run.
    queueMicrotask(() => {
      this.#isTaskUsed = false;
    });
    try {
      this.within(callback);
    } catch (error) {
      reportException(error);
    }
  }
}
