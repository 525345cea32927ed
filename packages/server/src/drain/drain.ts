import type { Clock, Undo } from '@remotemedia/base';
import type { LogSink } from '../log.ts';

/** How often it is looked whether everyone has moved, in milliseconds. */
const LOOK_INTERVAL_MS = 50;

/** What a {@link Drain} needs of the server. */
export interface DrainOptions {
  /** Where time comes from. */
  readonly clock: Clock;
  /**
   * Lets nobody in any more and asks those who are there to move to another server.
   *
   * @param deadlineMs when the server will be gone at the latest, in milliseconds from now
   */
  readonly begin: (deadlineMs: number) => void;
  /** How much has not moved yet, such as peers and streams. */
  readonly remaining: () => number;
  /** Takes lines of the log. */
  readonly log: LogSink;
}

/** Empties a server before it closes: asks everyone to move, and waits until they have or the time is over. */
export class Drain {
  readonly #options: DrainOptions;
  #over: Promise<void> | undefined;
  #stop: () => void = () => {};

  /** @param options see {@link DrainOptions} */
  constructor(options: DrainOptions) {
    this.#options = options;
  }

  /** Whether nobody is let in any more. Stays so. */
  get isDraining(): boolean {
    return this.#over !== undefined;
  }

  /**
   * Resolves when everyone has moved, after `timeoutMs` milliseconds, or after {@link cancel}; never rejects. Calling
   * it again gives the same promise.
   */
  run(timeoutMs: number): Promise<void> {
    this.#over ??= this.#run(timeoutMs);
    return this.#over;
  }

  /** Ends the waiting at once. Idempotent. */
  cancel(): void {
    this.#stop();
  }

  async #run(timeoutMs: number): Promise<void> {
    const { clock, begin, remaining, log } = this.#options;
    const endsAtMs = clock.now() + timeoutMs;
    log({ level: 'info', message: `draining: ${remaining()} to move within ${timeoutMs} ms` });
    begin(timeoutMs);
    await new Promise<void>((resolve) => {
      let undo: Undo = () => {};
      this.#stop = () => {
        undo();
        resolve();
      };
      const look = (): void => {
        const leftMs = endsAtMs - clock.now();
        if (remaining() === 0 || leftMs <= 0) resolve();
        else undo = clock.after(Math.min(LOOK_INTERVAL_MS, leftMs), look);
      };
      look();
    });
    const left = remaining();
    if (left > 0) log({ level: 'warn', message: `drained: ${left} did not move in time` });
    else log({ level: 'info', message: 'drained: nobody is left' });
  }
}
