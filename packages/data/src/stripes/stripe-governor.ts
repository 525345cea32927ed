import type { Clock, Undo } from '@remotemedia/base';

/** Connections that are opened at a time. */
const STEP = 4;
/** Most of them. */
const MOST = 16;
/** Time between two looks, in milliseconds. */
const LOOK_MS = 1_000;
/** Looks in a row that find senders held back before anything is done; and after it, before it is judged. */
const PATIENCE = 3;
/** Looks in a row that find nobody waiting before the connections are closed. */
const IDLE = 5;
/** Looks for which nothing is tried again once it was of no use. */
const USELESS = 60;
/** A peer that is reached in less than this needs no more connections, in milliseconds. */
const FAR_MS = 40;
/** How much faster it must have become for more to be tried. */
const GAIN = 1.25;

/** What a {@link StripeGovernor} looks at and does. */
export interface StripeTarget {
  /** Whether senders wait. */
  isBusy(): boolean;
  /** Whether it is the platform that holds them back, as it does after losses; on a full link our own window does. */
  isHeldBack(): boolean;
  /** Shortest time from sending to the receipt, in milliseconds. */
  shortestTripMs(): number | undefined;
  /** Bytes that were sent so far, over all connections. */
  sentBytes(): number;
  /** Opens so many connections more. */
  open(count: number): void;
  /** Closes all that were opened. */
  closeAll(): void;
}

/**
 * Opens more connections to a peer when one carries too little: the platform holds senders back for seconds, and the peer is far. More
 * are opened as long as that helps, and closed when nobody needs them, or when they did not help: then the link is full.
 */
export class StripeGovernor {
  readonly #target: StripeTarget;
  readonly #clock: Clock;
  #stop: Undo;
  #count = 0;
  #busy = 0;
  #idle = 0;
  #pause = 0;
  #bytes = 0;
  #lookedBytes = 0;
  #rateBefore = 0;

  constructor(target: StripeTarget, clock: Clock) {
    this.#target = target;
    this.#clock = clock;
    this.#stop = clock.after(LOOK_MS, () => this.#look());
  }

  /** Stops looking. */
  close(): void {
    this.#stop();
  }

  #look(): void {
    this.#stop = this.#clock.after(LOOK_MS, () => this.#look());
    const target = this.#target;
    const isBusy = target.isBusy();
    const isHeldBack = isBusy && target.isHeldBack();
    const sent = target.sentBytes();
    this.#bytes = isHeldBack && this.#busy > 0 ? this.#bytes + sent - this.#lookedBytes : 0;
    this.#lookedBytes = sent;
    this.#busy = isHeldBack ? this.#busy + 1 : 0;
    this.#idle = isBusy ? 0 : this.#idle + 1;
    this.#pause = Math.max(0, this.#pause - 1);
    if (this.#idle >= IDLE) this.#closeAll();
    else if (this.#busy > PATIENCE) this.#judge(this.#bytes / (this.#busy - 1));
  }

  #judge(bytesPerLook: number): void {
    this.#busy = 1;
    this.#bytes = 0;
    if (this.#count > 0 && bytesPerLook < GAIN * this.#rateBefore) {
      // What was gained before is kept: only the first step must pay for itself.
      if (this.#count === STEP) this.#closeAll();
      this.#pause = USELESS;
    }
    if (this.#pause > 0 || this.#count >= MOST || (this.#target.shortestTripMs() ?? 0) < FAR_MS) return;
    this.#rateBefore = bytesPerLook;
    this.#count += STEP;
    this.#target.open(STEP);
  }

  #closeAll(): void {
    if (this.#count > 0) this.#target.closeAll();
    this.#count = 0;
  }
}
