/** The longest step that the rate control is told of: after a pause it goes on as after a second. */
const MAX_STEP_US = 1_000_000;

/** How much of a new gap goes into the average. Some sixteen frames, half a second, are enough to tell a rate. */
const SHARE = 1 / 16;

/** Where a frame lies in the encoder's own time. */
export interface FrameTime {
  /** Its beginning, µs. */
  readonly startUs: number;
  /** How long it lasts, µs. */
  readonly durationUs: number;
}

/**
 * The encoder's own time, in which frames follow each other evenly. libvpx refuses time that stands still or runs back,
 * takes each gap for a new frame rate, and spends twice the bits on the frame after a missing one. So real timestamps
 * only tell how far apart frames are on average.
 */
export class FrameClock {
  #nextUs = 0;
  #intervalUs = 0;
  #lastUs: number | undefined;

  /**
   * The next frame's time.
   *
   * @param timestampUs its real timestamp
   * @param durationUs how long it lasts; what counts until there are two timestamps
   */
  next(timestampUs: number, durationUs: number): FrameTime {
    if (this.#lastUs === undefined) this.#intervalUs = bounded(durationUs);
    else this.#follow(timestampUs - this.#lastUs);
    this.#lastUs = timestampUs;
    const startUs = this.#nextUs;
    const length = Math.round(this.#intervalUs);
    this.#nextUs += length;
    return { startUs, durationUs: length };
  }

  /** A single odd gap moves the average by little: half or twice of what it is are the most that one counts for. */
  #follow(gapUs: number): void {
    if (gapUs <= 0) return;
    const gap = Math.min(this.#intervalUs * 2, Math.max(this.#intervalUs / 2, gapUs));
    this.#intervalUs = bounded(this.#intervalUs + (gap - this.#intervalUs) * SHARE);
  }
}

function bounded(durationUs: number): number {
  return Math.min(MAX_STEP_US, Math.max(1, durationUs));
}
