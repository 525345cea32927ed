/** One quantum of so many is timed. It divides no number of quanta that browsers render in one go. */
export const TIMED_SHARE = 7;

/**
 * The clock of the audio thread, which has no other than `Date.now`. Between quanta time is that of the sound, in whole ms.
 * Within one quantum of every {@link TIMED_SHARE} it goes on as the clock of the machine does, so that the calls of nodes
 * can be timed; in the others it stands still, because each look at the clock makes an object.
 *
 * The clock counts whole milliseconds, but quanta begin anywhere within one: the sum of many differences, and so the mean,
 * is right, while a single one says little. As only a share of the calls is timed, sums and means are to be multiplied by it.
 */
export class QuantumClock {
  /** The first sample-frame of all: the context may be older than the processor. */
  #firstFrame = -1;
  #baseMs = 0;
  #quanta = 0;
  #isTimed = false;
  #startedMs = 0;

  /** A quantum begins. @param frame the number of its first sample-frame */
  begin(frame: number, sampleRate: number): void {
    if (this.#firstFrame < 0) this.#firstFrame = frame;
    this.#baseMs = Math.floor(((frame - this.#firstFrame) * 1000) / sampleRate);
    this.#quanta = (this.#quanta + 1) % TIMED_SHARE;
    this.#isTimed = this.#quanta === 0;
    if (this.#isTimed) this.#startedMs = Date.now();
  }

  /** The quantum is over. */
  end(): void {
    this.#isTimed = false;
  }

  /** Whole milliseconds since the first quantum. */
  now(): number {
    return this.#isTimed ? this.#baseMs + (Date.now() - this.#startedMs) : this.#baseMs;
  }
}
