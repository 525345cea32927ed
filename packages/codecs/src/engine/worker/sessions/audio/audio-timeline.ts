/**
 * When encoded audio is to be heard. The time of a packet is worked out from the samples before it, never from the packet
 * before, so roundings do not add up. Small differences between the inputs' timestamps and their lengths mean nothing;
 * a gap of a packet or more is real, and what follows it comes later.
 */
export class AudioTimeline {
  readonly #inputRate: number;
  readonly #outputRate: number;
  readonly #gapUs: number;
  #anchorUs: number | undefined;
  #inputFrames = 0;
  #outputFrames = 0;

  /**
   * @param inputRate Hz of what comes in
   * @param outputRate Hz of what is encoded
   * @param gapUs a difference that is a gap, µs
   */
  constructor(inputRate: number, outputRate: number, gapUs: number) {
    this.#inputRate = inputRate;
    this.#outputRate = outputRate;
    this.#gapUs = gapUs;
  }

  /** An input arrived. */
  input(timestampUs: number, frames: number): void {
    const expectedUs = (this.#anchorUs ?? 0) + (this.#inputFrames * 1_000_000) / this.#inputRate;
    if (this.#anchorUs === undefined || timestampUs - expectedUs >= this.#gapUs) {
      this.#anchorUs = timestampUs;
      this.#inputFrames = 0;
      this.#outputFrames = 0;
    }
    this.#inputFrames += frames;
  }

  /** Time of the next sample that is encoded, µs. */
  get nowUs(): number {
    return Math.round((this.#anchorUs ?? 0) + (this.#outputFrames * 1_000_000) / this.#outputRate);
  }

  /** So many sample-frames went to the encoder. */
  advance(frames: number): void {
    this.#outputFrames += frames;
  }

  /** The next input begins anew, at whatever time. */
  restart(): void {
    this.#anchorUs = undefined;
    this.#inputFrames = 0;
    this.#outputFrames = 0;
  }
}
