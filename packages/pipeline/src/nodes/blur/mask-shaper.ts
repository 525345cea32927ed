import type { PersonMask } from './segmenter.ts';

/** How a mask is shaped. */
export type MaskShape = {
  /** 0 for a hard edge, 1 for the confidences as they are. */
  readonly edgeSoftness: number;
  /** How long small changes take, in ms; 0 is none. */
  readonly smoothingMs: number;
};

/** After a longer pause, in µs, the picture may be another one: nothing is taken over from before. */
const MAX_PAUSE_US = 1_000_000;

/** Narrowest edge: one step of eight bits. */
const MIN_EDGE = 1 / 255;

/** Turns confidences, which flicker and are unsure, into a steady mask with a clear edge. */
export class MaskShaper {
  #before = new Float32Array(0);
  #beforeUs = Number.NaN;

  /**
   * Writes to every fourth of `alpha`, beginning with the fourth: the alpha of RGBA pixels.
   *
   * @param timestampUs of the picture; how much of the mask before is left depends on the time between
   */
  shape({ confidences }: PersonMask, timestampUs: number, shape: MaskShape, alpha: Uint8ClampedArray): void {
    const before = this.#steadied(confidences, this.#share(timestampUs, confidences.length, shape.smoothingMs));
    this.#beforeUs = timestampUs;
    const edge = Math.max(shape.edgeSoftness, MIN_EDGE);
    const gain = 255 / edge;
    const offset = ((edge - 1) / 2) * gain;
    for (let at = 0; at < before.length; at += 1) alpha[4 * at + 3] = (before[at] as number) * gain + offset;
  }

  /** Forgets the masks before. */
  reset(): void {
    this.#beforeUs = Number.NaN;
  }

  /** How much of the mask before is left: it fades by 1/e in each `smoothingMs`. */
  #share(timestampUs: number, length: number, smoothingMs: number): number {
    const passedUs = timestampUs - this.#beforeUs;
    if (this.#before.length !== length) this.#before = new Float32Array(length);
    else if (smoothingMs > 0 && passedUs > 0 && passedUs <= MAX_PAUSE_US)
      return Math.exp(-passedUs / 1000 / smoothingMs);
    return 0;
  }

  #steadied(confidences: Float32Array, share: number): Float32Array {
    const before = this.#before;
    for (let at = 0; at < before.length; at += 1) {
      const now = confidences[at] as number;
      const change = (before[at] as number) - now;
      // A large change is a movement: what was there before would be seen as a ghost.
      before[at] = now + change * share * (1 - Math.abs(change));
    }
    return before;
  }
}
