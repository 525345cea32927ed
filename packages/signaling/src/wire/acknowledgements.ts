import type { Clock, Undo } from '@remotemedia/base';
import type { Wire } from './wire.ts';

/** How many messages may arrive before the server is told. */
const MAX_UNACKED = 32;
/** How long a message may have arrived before the server is told, in milliseconds. */
const MAX_DELAY_MS = 300;

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
  #stopSigns: Undo = () => {};

  /** @param options see {@link AcknowledgementsOptions} */
  constructor(options: AcknowledgementsOptions) {
    this.#options = options;
  }

  /** Number of the last message that arrived, 0 for none. */
  get lastSeq(): bigint {
    return this.#lastSeq;
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
    this.#ackedSeq = this.#lastSeq;
    return this.#lastSeq;
  }

  /** Gives a sign of life every `intervalMs` milliseconds from now on. */
  giveSigns(intervalMs: number): void {
    this.#stopSigns();
    this.#stopSigns = this.#options.clock.after(intervalMs, () => {
      this.#tell();
      this.giveSigns(intervalMs);
    });
  }

  /** Tells nothing any more. Calling it again does nothing. */
  close(): void {
    this.#stopTimer?.();
    this.#stopSigns();
    this.#stopSigns = () => {};
  }

  #tell(): void {
    const { wire, token } = this.#options;
    const sessionToken = token();
    if (sessionToken !== undefined) wire.acknowledge(sessionToken, this.carry());
  }
}
