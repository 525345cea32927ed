import { Resampler } from '@remotemedia/codecs/resample';

/** By how many samples of the lower rate a resampler looks ahead, of quality `medium`. */
const LOOKAHEAD = 32;

/** Most samples by which a change from one rate to another comes late, counted in samples of the first. */
export function resamplingDelay(from: number, to: number): number {
  return from === to ? 0 : Math.ceil(LOOKAHEAD * Math.max(1, from / to)) + 1;
}

/**
 * Brings sound of any rate to one rate and cuts it into frames of one length. Where the blocks end makes no difference.
 * Frame `k` is the sound of its own time. Nothing is allocated for blocks of a length it has seen.
 */
export class FrameCutter {
  readonly #onFrame: (frame: readonly Float32Array[]) => void;
  readonly #frame: readonly Float32Array[];
  readonly #resampler: Resampler | undefined;
  #filled = 0;

  /**
   * @param to rate and length of the frames
   * @param onFrame gets each frame, an array for each channel, to be read at once; it may write to them
   */
  constructor(
    from: { readonly sampleRate: number; readonly channelCount: number },
    to: { readonly sampleRate: number; readonly length: number },
    onFrame: (frame: readonly Float32Array[]) => void,
  ) {
    const { sampleRate: inputRate, channelCount } = from;
    this.#onFrame = onFrame;
    this.#frame = Array.from({ length: channelCount }, () => new Float32Array(to.length));
    this.#resampler =
      inputRate === to.sampleRate
        ? undefined
        : new Resampler({ inputRate, outputRate: to.sampleRate, channelCount, quality: 'medium' });
  }

  /** Takes the first `count` samples of each channel. */
  push(planes: readonly Float32Array[], count: number): void {
    if (!this.#resampler) {
      this.#take(planes, count);
      return;
    }
    const made = this.#resampler.process(planes, count);
    this.#take(this.#resampler.output, made);
  }

  /** Hands out what is still inside, with silence behind it. */
  flush(): void {
    if (this.#resampler) {
      const made = this.#resampler.flush();
      this.#take(this.#resampler.output, made);
    }
    if (this.#filled === 0) return;
    for (const plane of this.#frame) plane.fill(0, this.#filled);
    this.#filled = 0;
    this.#onFrame(this.#frame);
  }

  /** Forgets what is inside. */
  reset(): void {
    this.#resampler?.reset();
    this.#filled = 0;
  }

  #take(planes: readonly Float32Array[], count: number): void {
    const length = this.#frame[0]?.length ?? 0;
    let done = 0;
    while (done < count) {
      const part = Math.min(count - done, length - this.#filled);
      for (let channel = 0; channel < this.#frame.length; channel += 1) {
        copy(planes[channel], done, this.#frame[channel], this.#filled, part);
      }
      this.#filled += part;
      done += part;
      if (this.#filled < length) continue;
      this.#filled = 0;
      this.#onFrame(this.#frame);
    }
  }
}

/** As `set`, which would need a view of the part. */
function copy(
  from: Float32Array | undefined,
  at: number,
  to: Float32Array | undefined,
  into: number,
  count: number,
): void {
  if (!from || !to) return;
  for (let index = 0; index < count; index += 1) to[into + index] = from[at + index] as number;
}
