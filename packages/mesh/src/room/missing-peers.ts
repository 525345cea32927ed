import type { Clock, Undo } from '@remotemedia/base';
import type { PeerId } from '@remotemedia/signaling';

/** Peers that the server does not know any more, although it may be that only their way to it is lost. */
export class MissingPeers {
  readonly #clock: Clock;
  readonly #onGone: (id: PeerId) => void;
  readonly #timers = new Map<PeerId, Undo>();

  /** @param onGone hears of a peer that did not return */
  constructor(clock: Clock, onGone: (id: PeerId) => void) {
    this.#clock = clock;
    this.#onGone = onGone;
  }

  /** Whether a peer is missing. */
  has(id: PeerId): boolean {
    return this.#timers.has(id);
  }

  /** A peer was not found; it has `returnMs` milliseconds from the first call on. */
  add(id: PeerId, returnMs: number): void {
    if (this.#timers.has(id)) return;
    const giveUp = () => {
      this.#timers.delete(id);
      this.#onGone(id);
    };
    this.#timers.set(id, this.#clock.after(returnMs, giveUp));
  }

  /** A peer is there, or gone for good; or all are. */
  delete(id?: PeerId): void {
    for (const each of id === undefined ? [...this.#timers.keys()] : [id]) {
      this.#timers.get(each)?.();
      this.#timers.delete(each);
    }
  }
}
