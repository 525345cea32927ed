import { MovingAverage } from './moving-average.ts';
import { SlidingMinimum } from './sliding-minimum.ts';

/** So near to its goal the release has arrived. */
const NEAR = 1e-6;

/**
 * By what a limiter multiplies. Each peak asks for a factor. The least factor of the look-ahead holds, lets go
 * exponentially, and is averaged over the look-ahead: all numbers of that average are at or below what the peak asked
 * for, so the factor is, too, by the time when the peak comes out of the delay.
 */
export class LimiterGain {
  readonly #least: SlidingMinimum;
  readonly #smooth: MovingAverage;
  readonly #lookahead: number;
  #threshold: number;
  #ceiling: number;
  #ceilingLeft = 0;
  #release: number;
  #held = 1;

  /**
   * @param threshold linear
   * @param lookahead sample-frames that the sound is delayed by
   * @param releaseFrames sample-frames in which the reduction falls to 1/e
   */
  constructor(threshold: number, lookahead: number, releaseFrames: number) {
    this.#least = new SlidingMinimum(lookahead + 1);
    this.#smooth = new MovingAverage(lookahead + 1, 1);
    this.#lookahead = lookahead;
    this.#threshold = threshold;
    this.#ceiling = threshold;
    this.#release = releaseStep(releaseFrames);
  }

  /** Other values from the next peak on. */
  update(threshold: number, releaseFrames: number): void {
    // What is in the delay was turned down for the threshold before.
    this.#ceiling = Math.max(threshold, this.#threshold, this.#ceilingLeft > 0 ? this.#ceiling : 0);
    this.#ceilingLeft = this.#lookahead;
    this.#threshold = threshold;
    this.#release = releaseStep(releaseFrames);
  }

  /** Turns the peaks of a block into its factors, in place. */
  factors(peaks: Float64Array, frames: number): void {
    const threshold = this.#threshold;
    for (let frame = 0; frame < frames; frame += 1) {
      peaks[frame] = Math.min(1, threshold / Math.max(peaks[frame] ?? 0, threshold));
    }
    this.#least.run(peaks, frames);
    this.#letGo(peaks, frames);
    this.#smooth.run(peaks, frames);
  }

  /** Multiplies a channel that was delayed; what rounding brought above the threshold is cut off. */
  turnDown(plane: Float32Array, factors: Float64Array, frames: number): void {
    const threshold = this.#threshold;
    const ceiling = this.#ceiling;
    const ceilingLeft = this.#ceilingLeft;
    for (let frame = 0; frame < frames; frame += 1) {
      const most = frame < ceilingLeft ? ceiling : threshold;
      plane[frame] = Math.max(-most, Math.min(most, (plane[frame] ?? 0) * (factors[frame] ?? 0)));
    }
  }

  /** So many sample-frames have gone by. */
  advance(frames: number): void {
    this.#ceilingLeft = Math.max(0, this.#ceilingLeft - frames);
  }

  /** Forgets the peaks. */
  reset(): void {
    this.#least.reset();
    this.#smooth.reset();
    this.#held = 1;
    this.#ceilingLeft = 0;
  }

  /** Down at once, up little by little. */
  #letGo(least: Float64Array, frames: number): void {
    const release = this.#release;
    let held = this.#held;
    for (let frame = 0; frame < frames; frame += 1) {
      const rise = (least[frame] ?? 0) - held;
      held += rise < NEAR ? rise : rise * release;
      least[frame] = held;
    }
    this.#held = held;
  }
}

function releaseStep(frames: number): number {
  return 1 - Math.exp(-1 / Math.max(1, frames));
}
