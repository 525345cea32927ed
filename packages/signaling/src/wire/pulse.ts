import type { Clock, Undo } from '@remotemedia/base';
import { NoAnswer } from './no-answer.ts';

/** How long an answer to a sign of life may take, in milliseconds. */
const ANSWER_MS = 3_000;
/** The same when there is reason to believe that the path is dead. */
const SUSPECT_MS = 1_500;
/** Least time that a stream has to answer after the server was found to be within reach, in milliseconds. */
const REACHED_MS = 250;
/** By how much a timer must be late for the page to have been asleep, in milliseconds. */
const LATE_MS = 250;

/** Settings of a {@link Pulse}. */
export interface PulseOptions {
  /** Where time comes from. */
  readonly clock: Clock;
  /** How long the first message may take, in milliseconds. */
  readonly firstMs: number;
  /** Asks the server for a sign of life. @returns whether it has to be asked; else signs come by themselves */
  readonly ask: () => boolean;
  /** Finds out by another way whether the server can be reached; rejects when it cannot, or when `signal` aborts. */
  readonly reach: (signal: AbortSignal) => Promise<void>;
  /** Nothing came when something had to come. Called once at the most. */
  readonly onDead: (error: NoAnswer) => void;
}

/**
 * Notices when nothing comes down a stream any more. What counts is whether an answer arrived, not what a timer measured:
 * timers of a page that nobody sees run once a minute, and those of one that slept run late, while messages arrive.
 */
export class Pulse {
  readonly #options: PulseOptions;
  #intervalMs: number | undefined;
  #lastMs: number;
  #dueMs = 0;
  #isAsking = true;
  #wasLate = false;
  #isClosed = false;
  #stopTimer: Undo = () => {};
  #reaching: AbortController | undefined;

  /** Waits for the first message from now on. @param options see {@link PulseOptions} */
  constructor(options: PulseOptions) {
    this.#options = options;
    this.#lastMs = options.clock.now();
    this.#arm(options.firstMs);
  }

  /** A message arrived. @param intervalMs longest silence of a healthy stream, where the message says so */
  heard(intervalMs: number | undefined = this.#intervalMs): void {
    this.#intervalMs = intervalMs;
    this.#lastMs = this.#options.clock.now();
    if (!this.#isAsking || intervalMs === undefined) return;
    this.#isAsking = this.#wasLate = false;
    this.#stopReaching();
    this.#arm(intervalMs);
  }

  /** There is reason to believe that the path is dead: it has to show soon that it is not. */
  suspect(): void {
    if (this.#isClosed || this.#intervalMs === undefined || this.#reaching) return;
    void this.#compare(this.#ask(SUSPECT_MS));
  }

  /** Looks no more. Calling it again does nothing. */
  close(): void {
    this.#isClosed = true;
    this.#stopTimer();
    this.#stopReaching();
  }

  /** A server that answers on a way of its own, while this stream stays silent for as long again, is on another path by now. */
  async #compare(mustAsk: boolean): Promise<void> {
    const { clock, reach } = this.#options;
    const startMs = clock.now();
    const reaching = new AbortController();
    this.#reaching = reaching;
    const isReached = await reach(reaching.signal).then(
      () => true,
      () => false,
    );
    if (reaching.signal.aborted) return;
    this.#reaching = undefined;
    if (!isReached) return;
    const nowMs = clock.now();
    // One that cannot be asked is silent anyway until its next sign of life is due.
    const restMs = mustAsk ? 0 : Math.max(0, this.#lastMs + (this.#intervalMs ?? 0) - nowMs);
    const waitMs = Math.max(REACHED_MS, nowMs - startMs) + restMs;
    if (clock.now() + waitMs < this.#dueMs) this.#arm(waitMs);
  }

  #stopReaching(): void {
    this.#reaching?.abort();
    this.#reaching = undefined;
  }

  /** @returns whether an answer has to come; else a sign of life when it is due */
  #ask(answerMs: number): boolean {
    const wasAsking = this.#isAsking;
    this.#isAsking = true;
    const mustAsk = this.#options.ask();
    const waitMs = mustAsk ? answerMs : SUSPECT_MS + (this.#intervalMs ?? 0);
    const nowMs = this.#options.clock.now();
    // A question that is open already gets no more time by another one.
    const isSooner = wasAsking && nowMs < this.#dueMs && this.#dueMs <= nowMs + waitMs;
    if (!isSooner) this.#arm(waitMs);
    return mustAsk;
  }

  #arm(waitMs: number): void {
    const { clock } = this.#options;
    this.#stopTimer();
    if (this.#isClosed) return;
    this.#dueMs = clock.now() + waitMs;
    this.#stopTimer = clock.after(waitMs, () => this.#check());
  }

  #check(): void {
    const nowMs = this.#options.clock.now();
    const silentMs = nowMs - this.#lastMs;
    if (!this.#isAsking) {
      const restMs = (this.#intervalMs ?? 0) - silentMs;
      // Less than a millisecond is over: the difference of two readings is not exact.
      if (restMs >= 1) this.#arm(restMs);
      else this.#ask(ANSWER_MS);
    } else if (nowMs - this.#dueMs > LATE_MS && !this.#wasLate) {
      // What arrived meanwhile may not have been read yet.
      this.#wasLate = true;
      this.#ask(SUSPECT_MS);
    } else {
      this.close();
      this.#options.onDead(new NoAnswer('unavailable', `nothing came from the server for ${Math.round(silentMs)} ms`));
    }
  }
}
