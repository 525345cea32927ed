import { SdkError } from '@remotemedia/base';
import { assertInteger, assertOneOf } from '../module/checks.ts';
import { type LowPass, lowPass, type ResamplerQuality } from './low-pass.ts';

/** What a {@link Resampler} turns into what. */
export interface ResamplerOptions {
  /** Of the input: whole Hz, 3,000–384,000. */
  readonly inputRate: number;
  /** Of the output: whole Hz, 3,000–384,000. */
  readonly outputRate: number;
  /** 1–255. @default 1 */
  readonly channelCount?: number | undefined;
  /**
   * How much work it makes of it: `medium` takes half as much as `high`, `low` a fifth; see {@link Resampler}.
   *
   * @default 'high'
   */
  readonly quality?: ResamplerQuality | undefined;
}

/**
 * Turns sound of one sample rate into another, in pieces of any length. Up to 0.9 of the lower Nyquist frequency (`medium`:
 * 0.84, `low`: 0.7) it changes nothing by more than 0.01 dB (0.01, 0.02); what is above that frequency comes through 90 dB
 * weaker at least (75, 55). Output `k` is the sound at the time of input `k · inputRate ÷ outputRate`, so nothing is
 * shifted; it comes late by 64 (32, 12) samples of the lower rate. Pure arithmetic; there is nothing to close.
 */
export class Resampler {
  readonly #filter: LowPass;
  /** Input samples and output samples of the shortest time in which both are whole. */
  readonly #inputStep: number;
  readonly #outputStep: number;
  #input: Float32Array<ArrayBuffer>[];
  #output: Float32Array<ArrayBuffer>[];
  /** How much of `#input` is filled. */
  #filled = 0;
  /** Where the next output lies: whole samples of `#input`, and steps of 1 / `#outputStep` behind. */
  #position = 0;
  #phase = 0;

  /** @throws {SdkError} `out-of-range` for a rate or a count that is not allowed */
  constructor({ inputRate, outputRate, channelCount = 1, quality = 'high' }: ResamplerOptions) {
    assertInteger('inputRate', inputRate, 3000, 384_000);
    assertInteger('outputRate', outputRate, 3000, 384_000);
    assertInteger('channelCount', channelCount, 1, 255);
    assertOneOf('quality', quality, ['low', 'medium', 'high']);
    const shared = greatestDivisor(inputRate, outputRate);
    this.#inputStep = inputRate / shared;
    this.#outputStep = outputRate / shared;
    this.#filter =
      inputRate === outputRate ? UNCHANGED : lowPass(this.#outputStep, Math.min(1, outputRate / inputRate), quality);
    this.#input = Array.from({ length: channelCount }, () => new Float32Array(this.#filter.taps));
    this.#output = Array.from({ length: channelCount }, () => new Float32Array(0));
    this.reset();
  }

  /** Where the output lies, an array for each channel, as long as the longest so far; overwritten by the next call. */
  get output(): readonly Float32Array<ArrayBuffer>[] {
    return this.#output;
  }

  /**
   * Takes in sound.
   *
   * @param planes an array for each channel
   * @param count how many samples of each array, from its beginning; all of them if absent, and all arrays have one length
   *   then
   * @returns how many samples of each channel lie in {@link Resampler.output}; perhaps none yet
   * @throws {SdkError} `invalid-argument` for another number of channels or other lengths
   */
  process(planes: readonly Float32Array[], count?: number): number {
    const frames = count ?? planes[0]?.length ?? 0;
    this.#check(planes, frames, count !== undefined);
    this.#reserve(this.#filled + frames);
    for (let channel = 0; channel < planes.length; channel += 1) {
      copy(planes[channel], this.#input[channel], this.#filled, frames);
    }
    this.#filled += frames;
    return this.#make(this.#filled - this.#filter.taps / 2);
  }

  /**
   * Gives what is still inside, and begins anew. All outputs together are then the number of inputs times the output rate
   * divided by the input rate, rounded up.
   *
   * @returns as {@link Resampler.process}
   */
  flush(): number {
    const silence = this.#filter.taps / 2;
    const end = this.#filled;
    this.#reserve(end + silence);
    for (const plane of this.#input) plane.fill(0, end, end + silence);
    this.#filled = end + silence;
    const made = this.#make(end);
    this.reset();
    return made;
  }

  /** Forgets everything that was taken in. */
  reset(): void {
    // The first output lies at the first input, with silence before it.
    const before = this.#filter.taps / 2 - 1;
    for (const plane of this.#input) plane.fill(0, 0, before);
    this.#filled = before;
    this.#position = before;
    this.#phase = 0;
  }

  #check(planes: readonly Float32Array[], frames: number, mayBeLonger: boolean): void {
    let isRight = planes.length === this.#input.length && frames >= 0;
    for (let channel = 0; channel < planes.length; channel += 1) {
      const length = planes[channel]?.length ?? 0;
      isRight &&= mayBeLonger ? length >= frames : length === frames;
    }
    if (isRight) return;
    const lengths = planes.map((plane) => plane.length).join(', ');
    const expected = `${this.#input.length} arrays of ${mayBeLonger ? `at least ${frames} samples` : 'one length'}`;
    throw new SdkError('invalid-argument', `planes must be ${expected}, not arrays of ${lengths} samples`);
  }

  /** Makes all outputs that lie before `end` in the input. */
  #make(end: number): number {
    const steps = (end - this.#position) * this.#outputStep - this.#phase;
    const count = Math.max(0, Math.ceil(steps / this.#inputStep));
    if ((this.#output[0]?.length ?? 0) < count) this.#output = this.#output.map(() => new Float32Array(count));
    const { taps } = this.#filter;
    const before = taps / 2 - 1;
    for (let index = 0; index < count; index += 1) {
      const row = this.#filter.row(this.#phase);
      for (let channel = 0; channel < this.#input.length; channel += 1) {
        const plane = this.#input[channel];
        const target = this.#output[channel];
        if (plane && target) target[index] = product(plane, this.#position - before, row, taps);
      }
      this.#phase += this.#inputStep;
      const whole = Math.floor(this.#phase / this.#outputStep);
      this.#position += whole;
      this.#phase -= whole * this.#outputStep;
    }
    this.#forget(this.#position - before);
    return count;
  }

  /** Drops what no output needs any more. */
  #forget(samples: number): void {
    const gone = Math.min(samples, this.#filled);
    for (let channel = 0; channel < this.#input.length; channel += 1) {
      this.#input[channel]?.copyWithin(0, gone, this.#filled);
    }
    this.#filled -= gone;
    this.#position -= gone;
  }

  #reserve(samples: number): void {
    if ((this.#input[0]?.length ?? 0) >= samples) return;
    this.#input = this.#input.map((plane) => {
      const larger = new Float32Array(samples + this.#filter.taps);
      larger.set(plane.subarray(0, this.#filled));
      return larger;
    });
  }
}

/** The filter between equal rates. */
const UNCHANGED: LowPass = { taps: 2, row: () => FIRST };

/** What takes the first of two samples. */
const FIRST = new Float32Array([1, 0]);

/** As `set`, which would need a view of the part that counts. */
function copy(from: Float32Array | undefined, to: Float32Array | undefined, at: number, count: number): void {
  if (!from || !to) return;
  for (let index = 0; index < count; index += 1) to[at + index] = from[index] ?? 0;
}

/** Four sums, so that an addition need not wait for the one before; taps are even, and a multiple of 4 or just 2. */
function product(plane: Float32Array, start: number, row: Float32Array, taps: number): number {
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  let tap = 0;
  for (; tap + 3 < taps; tap += 4) {
    const at = start + tap;
    a += (plane[at] ?? 0) * (row[tap] ?? 0);
    b += (plane[at + 1] ?? 0) * (row[tap + 1] ?? 0);
    c += (plane[at + 2] ?? 0) * (row[tap + 2] ?? 0);
    d += (plane[at + 3] ?? 0) * (row[tap + 3] ?? 0);
  }
  for (; tap < taps; tap += 1) a += (plane[start + tap] ?? 0) * (row[tap] ?? 0);
  return a + b + (c + d);
}

function greatestDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestDivisor(b, a % b);
}
