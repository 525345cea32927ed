import type { Clock, Undo } from '@remotemedia/base';
import type { Stay } from '../hub/stay.ts';

/** Heartbeats between two signs of life of a client that gives any. */
const HEARTBEATS_PER_SIGN = 2;
/** Signs of life that may be missing. */
const MISSING_SIGNS = 3;

/** Settings of {@link SignsOfLife}. */
export interface SignsOfLifeOptions {
  /** Where time comes from. */
  readonly clock: Clock;
  /** Longest silence of a healthy stream, in milliseconds. */
  readonly heartbeatIntervalMs: number;
}

/**
 * Notices that a client is gone although its connection shows nothing of it. A server that only sends into an HTTP/1.1
 * response would learn of a vanished network when TCP gives up, after minutes. A client that has once given a sign of
 * life (a Send that acknowledges something, or one without requests) is expected to go on with that.
 */
export class SignsOfLife {
  readonly #clock: Clock;
  readonly #patienceMs: number;
  readonly #watches = new WeakMap<Stay, Watch>();

  /** @param options see {@link SignsOfLifeOptions} */
  constructor({ clock, heartbeatIntervalMs }: SignsOfLifeOptions) {
    this.#clock = clock;
    this.#patienceMs = heartbeatIntervalMs * HEARTBEATS_PER_SIGN * MISSING_SIGNS;
  }

  /** The client said something. @param promisesMore whether it was a sign of life, so that more of them are expected */
  note(stay: Stay, promisesMore: boolean): void {
    const watch = this.#watches.get(stay);
    if (!watch) return;
    watch.expectsMore ||= promisesMore;
    this.#arm(watch);
  }

  /** Calls `onSilence` when the client has been silent for too long. A later watch of the same stay replaces this one. */
  watch(stay: Stay, onSilence: () => void): Undo {
    const former = this.#watches.get(stay);
    // A client that gave signs of life on the stream before still does.
    const watch: Watch = { onSilence, expectsMore: former?.expectsMore ?? false, isOver: false, stopTimer: () => {} };
    if (former) stop(former);
    this.#watches.set(stay, watch);
    this.#arm(watch);
    return () => stop(watch);
  }

  #arm(watch: Watch): void {
    if (watch.isOver || !watch.expectsMore) return;
    watch.stopTimer();
    watch.stopTimer = this.#clock.after(this.#patienceMs, watch.onSilence);
  }
}

interface Watch {
  readonly onSilence: () => void;
  expectsMore: boolean;
  isOver: boolean;
  stopTimer: Undo;
}

function stop(watch: Watch): void {
  watch.isOver = true;
  watch.stopTimer();
}
