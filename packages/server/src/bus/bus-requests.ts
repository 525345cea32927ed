import type { Clock } from '@remotemedia/base';
import type { BusRequestOptions } from './bus.ts';
import { noAnswer, nobodyThere } from './bus-failures.ts';

interface Waiting {
  readonly take: (answer: Uint8Array) => void;
  readonly fail: (error: Error) => void;
  readonly subject: string;
}

/** Requests that wait for their answers, by number. */
export class BusRequests {
  readonly #clock: Clock;
  readonly #waiting = new Map<string, Waiting>();
  #count = 0;

  /** @param clock for the time that each may take */
  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /**
   * Waits for an answer.
   *
   * @param send gets the number that the answer has to come with
   * @throws {SdkError} as `Bus.request`
   */
  wait(subject: string, { timeoutMs, take }: BusRequestOptions, send: (number: string) => void): Promise<Uint8Array> {
    return new Promise((resolve, reject) => {
      this.#count += 1;
      const number = String(this.#count);
      const settle = (how: () => void) => {
        stop();
        if (this.#waiting.delete(number)) how();
      };
      const stop = this.#clock.after(timeoutMs, () => settle(() => reject(noAnswer(subject))));
      const answered = (answer: Uint8Array) => {
        take?.(answer);
        resolve(answer);
      };
      this.#waiting.set(number, {
        subject,
        take: (answer) => settle(() => answered(answer)),
        fail: (error) => settle(() => reject(error)),
      });
      try {
        send(number);
      } catch (caught) {
        settle(() => reject(caught));
      }
    });
  }

  /** An answer came. One that nobody waits for is dropped. */
  take(number: string, answer: Uint8Array): void {
    this.#waiting.get(number)?.take(answer);
  }

  /** Nobody listens to what the request was sent to. */
  refuse(number: string): void {
    const waiting = this.#waiting.get(number);
    waiting?.fail(nobodyThere(waiting.subject));
  }

  /** No answers will come any more. */
  failAll(): void {
    for (const { fail, subject } of [...this.#waiting.values()]) fail(noAnswer(subject));
  }
}
