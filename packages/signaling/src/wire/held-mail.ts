import type { Clock, Undo } from '@remotemedia/base';
import type { PeerId } from '../peer-info.ts';
import type { Outbox } from './outbox.ts';

/** How long those who are missing have to come back, in milliseconds. */
const HOLD_MS = 5_000;

/** What {@link HeldMail} works with. */
export interface HeldMailOptions {
  /** Where it waits. */
  readonly outbox: Outbox;
  /** Where time comes from. */
  readonly clock: Clock;
  /** There may be something to carry. */
  readonly onRelease: () => void;
}

/**
 * Keeps what is for peers who were there before the stay was lost: where the server restarted, everybody enters anew, and
 * some are quicker than others. After a while it is carried all the same, for the server to refuse.
 */
export class HeldMail {
  readonly #options: HeldMailOptions;
  #missing: Set<PeerId> = new Set();
  #stopTimer: Undo = () => {};

  /** @param options see {@link HeldMailOptions} */
  constructor(options: HeldMailOptions) {
    this.#options = options;
  }

  /** Those who have not come back. */
  get missing(): ReadonlySet<PeerId> {
    return this.#missing;
  }

  /** Keeps what is for these, and what was kept for others no longer. */
  hold(missing: Set<PeerId>): void {
    const { outbox, clock } = this.#options;
    this.#missing = missing;
    outbox.hold(missing);
    this.#stopTimer();
    if (missing.size > 0) this.#stopTimer = clock.after(HOLD_MS, () => this.#releaseAll());
  }

  /** A peer is there. */
  release(peerId: PeerId): void {
    if (this.#missing.delete(peerId)) this.#options.onRelease();
  }

  /** Waits for nobody any more. Calling it again does nothing. */
  close(): void {
    this.#stopTimer();
  }

  #releaseAll(): void {
    this.hold(new Set());
    this.#options.onRelease();
  }
}
