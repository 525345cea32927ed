import type { Clock } from '@remotemedia/base';

/** Window over which connections are counted, in milliseconds. */
const WINDOW_MS = 10_000;
/** Most connections that one peer may have us make within the window. */
const MOST_PER_PEER = 5;
/** Most connections that all peers together may have us make within the window. */
const MOST_IN_ALL = 40;

/**
 * How many connections others may have us make. A browser counts closed ones until they are collected and refuses at some
 * 500, so a peer that comes and goes without end could otherwise keep everyone from connecting.
 */
export class ConnectionBudget {
  readonly #clock: Clock;
  #made: { readonly id: string; readonly atMs: number }[] = [];

  /** @param clock where time comes from */
  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Whether one more may be made for that peer; counts it if so. */
  take(id: string): boolean {
    const nowMs = this.#clock.now();
    this.#made = this.#made.filter(({ atMs }) => nowMs - atMs < WINDOW_MS);
    const forPeer = this.#made.filter((made) => made.id === id).length;
    if (this.#made.length >= MOST_IN_ALL || forPeer >= MOST_PER_PEER) return false;
    this.#made.push({ id, atMs: nowMs });
    return true;
  }
}
