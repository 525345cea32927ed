import type { SdkError } from '@remotemedia/base';
import { postTask } from '../post-task.ts';
import type { PendingRequest } from './pool/thread-link.ts';

/** Something the engine's user is to hear. */
interface Delivery {
  /** Says it. */
  readonly tell: () => void;
  /** It will not be said. */
  readonly abandon: (why: SdkError) => void;
}

/**
 * Hands over what a thread said, in order and one output in a task, as the platform's own coders do: what the user does
 * in promise reactions to one output is done before the next.
 */
export class Deliveries {
  #waiting: Delivery[] = [];
  #isPosted = false;

  /** Outputs, and the request that is worked off with the last of them. */
  add(tells: readonly (() => void)[], request: PendingRequest | undefined): void {
    const last = tells.at(-1);
    const deliveries = tells.slice(0, -1).map((tell) => ({ tell, abandon: () => {} }));
    const tell = () => {
      last?.();
      request?.resolve();
    };
    this.#push([...deliveries, { tell, abandon: (why: SdkError) => request?.reject(why) }]);
  }

  /** The end of everything: after what waits, and in a task of its own, as it may be found out in a call of the user's. */
  addEnd(end: Delivery): void {
    this.#waiting.push(end);
    if (!this.#isPosted) this.#schedule();
  }

  /** Forgets what waits. */
  abandon(why: SdkError): void {
    const forgotten = this.#waiting;
    this.#waiting = [];
    for (const delivery of forgotten) delivery.abandon(why);
  }

  /** Called in a task of its own, the message's: the first goes out at once. */
  #push(deliveries: readonly Delivery[]): void {
    const isFirst = this.#waiting.length === 0 && !this.#isPosted;
    this.#waiting.push(...deliveries);
    if (isFirst) this.#next();
  }

  #next(): void {
    const delivery = this.#waiting.shift();
    if (this.#waiting.length > 0) this.#schedule();
    delivery?.tell();
  }

  #schedule(): void {
    this.#isPosted = true;
    postTask(() => {
      this.#isPosted = false;
      this.#next();
    });
  }
}
