import { finite } from './finite.ts';
import { Ramp } from './ramp.ts';

/** A filter of the second order: y = b0·x + b1·x₁ + b2·x₂ − a1·y₁ − a2·y₂. */
export interface BiquadCoefficients {
  readonly b0: number;
  readonly b1: number;
  readonly b2: number;
  readonly a1: number;
  readonly a2: number;
}

/** Changes nothing. */
export const IDENTITY: BiquadCoefficients = { b0: 1, b1: 0, b2: 0, a1: 0, a2: 0 };

/** What is smaller dies away in numbers that processors are slow with. */
const NOTHING = 1e-30;

/**
 * High-pass of the Audio EQ Cookbook (R. Bristow-Johnson; W3C note of 2021). A frequency that the rate cannot hold is taken
 * as the highest it can.
 *
 * @param q 0.7071 is as flat as can be; more makes a peak
 */
export function highPassCoefficients(frequencyHz: number, q: number, sampleRate: number): BiquadCoefficients {
  const w = 2 * Math.PI * Math.min(frequencyHz / sampleRate, 0.499);
  const alpha = Math.sin(w) / (2 * q);
  const a0 = 1 + alpha;
  const b0 = (1 + Math.cos(w)) / 2 / a0;
  return { b0, b1: -2 * b0, b2: b0, a1: (-2 * Math.cos(w)) / a0, a2: (1 - alpha) / a0 };
}

/**
 * One filter of the second order for all channels of a sound. Its memory is what came in and went out, so that other
 * coefficients can come in mid-stream; they are moved to in straight lines, and each set between two stable ones is stable.
 */
export class Biquad {
  readonly #b0: Ramp;
  readonly #b1: Ramp;
  readonly #b2: Ramp;
  readonly #a1: Ramp;
  readonly #a2: Ramp;
  /** x₁, x₂, y₁, y₂ of each channel. */
  #memory = new Float64Array(0);

  /** @param now what it begins with */
  constructor(now: BiquadCoefficients) {
    this.#b0 = new Ramp(now.b0);
    this.#b1 = new Ramp(now.b1);
    this.#b2 = new Ramp(now.b2);
    this.#a1 = new Ramp(now.a1);
    this.#a2 = new Ramp(now.a2);
  }

  /** Whether it changes nothing now, so that it need not be run. */
  get isIdentity(): boolean {
    if (this.#isMoving || this.#b0.target !== 1) return false;
    return this.#b1.target === 0 && this.#b2.target === 0 && this.#a1.target === 0 && this.#a2.target === 0;
  }

  /** Moves to other coefficients within so many sample-frames. */
  aim(next: BiquadCoefficients, frames: number): void {
    this.#b0.aim(next.b0, frames);
    this.#b1.aim(next.b1, frames);
    this.#b2.aim(next.b2, frames);
    this.#a1.aim(next.a1, frames);
    this.#a2.aim(next.a2, frames);
  }

  /** Forgets the sound so far, and makes room for so many channels. */
  reset(channelCount: number): void {
    if (this.#memory.length === channelCount * 4) this.#memory.fill(0);
    else this.#memory = new Float64Array(channelCount * 4);
  }

  /** Filters one channel; `to` may be `from`. Call {@link Biquad.advance} after all channels. */
  run(from: Float32Array, to: Float32Array, frames: number, channel: number): void {
    const memory = this.#memory;
    const at = channel * 4;
    let x1 = memory[at] ?? 0;
    let x2 = memory[at + 1] ?? 0;
    let y1 = memory[at + 2] ?? 0;
    let y2 = memory[at + 3] ?? 0;
    const isMoving = this.#isMoving;
    let b0 = this.#b0.target;
    let b1 = this.#b1.target;
    let b2 = this.#b2.target;
    let a1 = this.#a1.target;
    let a2 = this.#a2.target;
    for (let frame = 0; frame < frames; frame += 1) {
      if (isMoving) {
        b0 = this.#b0.at(frame);
        b1 = this.#b1.at(frame);
        b2 = this.#b2.at(frame);
        a1 = this.#a1.at(frame);
        a2 = this.#a2.at(frame);
      }
      const x = finite(from[frame]);
      const sum = b0 * x + b1 * x1 + b2 * x2 - a1 * y1 - a2 * y2;
      const y = sum < NOTHING && sum > -NOTHING ? 0 : sum;
      x2 = x1;
      x1 = x;
      y2 = y1;
      y1 = y;
      to[frame] = y;
    }
    memory[at] = x1;
    memory[at + 1] = x2;
    memory[at + 2] = y1;
    memory[at + 3] = y2;
  }

  /** So many sample-frames have been filtered in all channels. */
  advance(frames: number): void {
    this.#b0.advance(frames);
    this.#b1.advance(frames);
    this.#b2.advance(frames);
    this.#a1.advance(frames);
    this.#a2.advance(frames);
  }

  get #isMoving(): boolean {
    return this.#b0.isMoving || this.#a1.isMoving || this.#a2.isMoving;
  }
}
