import type { Clock, Undo } from '@remotemedia/base';
import type { Wire } from './wire.ts';

/** How many messages may arrive before the server is told. */
const MAX_UNACKED = 32;
/** How long a message may have arrived before the server is told, in milliseconds. */
const MAX_DELAY_MS = 300;

/** Signs of life of the server to each of ours. */
const BEATS_PER_SIGN = 2;

/** Settings of {@link Acknowledgements}. */
export interface AcknowledgementsOptions {
  /** Where time comes from. */
  readonly clock: Clock;
  /** Where the server is told. */
  readonly wire: Pick<Wire, 'acknowledge'>;
  /** Token of the stay while the server can be reached, else `undefined`. */
  readonly token: () => string | undefined;
}

/**
 * Counts what arrived on the stream and tells the server, which keeps each message until then: soon after it arrived,
 * with whatever else is sent meanwhile, and now and then as a sign of life.
 */
export class Acknowledgements {
  readonly #options: AcknowledgementsOptions;
  #lastSeq = 0n;
  #ackedSeq = 0n;
  #stopTimer: Undo | undefined;
  #beats = 0;

  /** @param options see {@link AcknowledgementsOptions} */
  constructor(options: AcknowledgementsOptions) {
    this.#options = options;
  }

  /** Number of the last message that arrived, 0 for none. */
  get lastSeq(): bigint {
    return this.#lastSeq;
  }

  /** A new stay begins, with numbers of its own. */
  restart(): void {
    this.carry();
    this.#lastSeq = this.#ackedSeq = 0n;
  }

  /** A message arrived. @returns whether it is new; one without a number (0) always is */
  arrived(seq: bigint): boolean {
    if (seq === 0n) return true;
    if (seq <= this.#lastSeq) return false;
    this.#lastSeq = seq;
    if (seq - this.#ackedSeq >= MAX_UNACKED) this.#tell();
    else this.#stopTimer ??= this.#options.clock.after(MAX_DELAY_MS, () => this.#tell());
    return true;
  }

  /** The number to send along with something else; nothing needs to be told until more arrives. */
  carry(): bigint {
    this.#stopTimer?.();
    this.#stopTimer = undefined;
    this.#beats = 0;
    this.#ackedSeq = this.#lastSeq;
    return this.#lastSeq;
  }

  /**
   * A sign of life arrived: every second one is answered with one of ours. (A timer of our own would be slowed down to
   * once a minute in a tab that nobody looks at.)
   */
  beat(): void {
    this.#beats += 1;
    if (this.#beats >= BEATS_PER_SIGN) this.#tell();
  }

  /** Tells nothing any more. Calling it again does nothing. */
  close(): void {
    this.#stopTimer?.();
  }

  #tell(): void {
    const { wire, token } = this.#options;
    const sessionToken = token();
    // What comes later gets a timer of its own, even if this cannot be told.
    this.#stopTimer?.();
    this.#stopTimer = undefined;
    if (sessionToken !== undefined) wire.acknowledge(sessionToken, this.carry());
  }
}
