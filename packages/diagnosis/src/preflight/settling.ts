import { sleep } from '@remotemedia/base';
import type { CheckContext } from './check-context.ts';

/** How often it is looked after what is still on its way, and for how long nothing must have come, in milliseconds. */
const STEP_MS = 50;
const QUIET_MS = 300;
/** Longest wait, in milliseconds. */
const LONGEST_MS = 2_000;

/** Waits for messages that are still on their way. */
export class Settling {
  readonly #context: CheckContext;

  /** @param context time, and who ends the wait */
  constructor(context: CheckContext) {
    this.#context = context;
  }

  /** Ends when all is there, when `progress()` has not changed for a while, or after two seconds. */
  async until(isDone: () => boolean, progress: () => number): Promise<void> {
    const { clock, signal } = this.#context;
    const endMs = clock.now() + LONGEST_MS;
    let last = Number.NaN;
    let changedMs = clock.now();
    while (!isDone() && clock.now() < endMs && clock.now() - changedMs < QUIET_MS) {
      await sleep(STEP_MS, { signal, clock });
      const now = progress();
      if (now === last) continue;
      last = now;
      changedMs = clock.now();
    }
  }
}
