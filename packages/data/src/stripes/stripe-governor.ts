import type { Clock, Undo } from '@remotemedia/base';

/** Connections that are opened at a time. */
const STEP = 4;
/** Most of them. */
const MOST = 16;
/** Time between two looks, in milliseconds. */
const LOOK_MS = 1_000;
/** Looks in a row that find senders held back before anything is done; and after it, before it is judged. */
const PATIENCE = 2;
/** Looks in a row that find nobody waiting before the connections are closed. */
const IDLE = 5;
/** Time for which nothing is tried again once it was of no use, in milliseconds. */
const USELESS_MS = 60_000;
/**
 * A peer that is reached in less than this needs no more connections, in milliseconds. It is the shortest time that was
 * seen: a machine that is busy now and then does not make a peer far.
 */
const FAR_MS = 60;
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
 * Opens more connections to a peer when one carries too little: the platform holds senders back for seconds, and the peer
 * is far. More are opened as long as that helps, and closed when nobody needs them, or when they did not help: then the
 * link is full. It looks only while something is sent.
 */
export class StripeGovernor {
  readonly #target: StripeTarget;
  readonly #clock: Clock;
  #stop: Undo = () => {};
  #isAwake = false;
  #isClosed = false;
  #count = 0;
  #busy = 0;
  #idle = 0;
  #pausedUntilMs = Number.NEGATIVE_INFINITY;
  #bytes = 0;
  #lookedBytes = 0;
  #rateBefore = 0;

  constructor(target: StripeTarget, clock: Clock) {
    this.#target = target;
    this.#clock = clock;
  }

  /** Something is sent: looks from now on, until nobody waits any more. */
  wake(): void {
    if (this.#isAwake || this.#isClosed) return;
    this.#isAwake = true;
    this.#busy = this.#idle = 0;
    this.#stop = this.#clock.after(LOOK_MS, () => this.#look());
  }

  /** Stops looking for good. */
  close(): void {
    this.#isClosed = true;
    this.#stop();
  }

  #look(): void {
    const target = this.#target;
    const isBusy = target.isBusy();
    const isHeldBack = isBusy && target.isHeldBack();
    const sent = target.sentBytes();
    this.#bytes = isHeldBack && this.#busy > 0 ? this.#bytes + sent - this.#lookedBytes : 0;
    this.#lookedBytes = sent;
    this.#busy = isHeldBack ? this.#busy + 1 : 0;
    this.#idle = isBusy ? 0 : this.#idle + 1;
    if (this.#idle >= IDLE) {
      this.#isAwake = false;
      this.#closeAll();
      return;
    }
    if (this.#busy > PATIENCE) this.#judge(this.#bytes / (this.#busy - 1));
    if (!this.#isClosed) this.#stop = this.#clock.after(LOOK_MS, () => this.#look());
  }

  #judge(bytesPerLook: number): void {
    this.#busy = 1;
    this.#bytes = 0;
    if (this.#count > 0 && bytesPerLook < GAIN * this.#rateBefore) {
      // What was gained before is kept: only the first step must pay for itself.
      if (this.#count === STEP) this.#closeAll();
      this.#pausedUntilMs = this.#clock.now() + USELESS_MS;
    }
    const isPaused = this.#clock.now() < this.#pausedUntilMs;
    if (isPaused || this.#count >= MOST || (this.#target.shortestTripMs() ?? 0) < FAR_MS) return;
    this.#rateBefore = bytesPerLook;
    this.#count += STEP;
    this.#target.open(STEP);
  }

  #closeAll(): void {
    if (this.#count > 0) this.#target.closeAll();
    this.#count = 0;
  }
}
