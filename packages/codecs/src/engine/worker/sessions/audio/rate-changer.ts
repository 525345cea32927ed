import { Resampler, type ResamplerOptions } from '../../../../resample/index.ts';

/** Sample-frames that are taken at a time, so that a long input does not hold up everything else. */
const SLICE_FRAMES = 4_096;

/** Turns interleaved sound of one rate into interleaved sound of another. */
export class RateChanger {
  readonly #resampler: Resampler;
  readonly #channelCount: number;
  readonly #planes: readonly Float32Array[];

  /** @throws {SdkError} `out-of-range` for a rate that cannot be changed */
  constructor(options: ResamplerOptions & { readonly channelCount: number }) {
    this.#resampler = new Resampler(options);
    this.#channelCount = options.channelCount;
    this.#planes = Array.from({ length: options.channelCount }, () => new Float32Array(SLICE_FRAMES));
  }

  /** The sound at the other rate, in pieces; each is valid until the next. */
  *take(pcm: Float32Array): Generator<Float32Array, void> {
    const step = SLICE_FRAMES * this.#channelCount;
    for (let at = 0; at < pcm.length; at += step) {
      yield this.#interleaved(this.#resampler.process(this.#split(pcm.subarray(at, at + step))));
    }
  }

  /** The end of the sound, which waited for more; the next sound begins anew. */
  drain(): Float32Array {
    return this.#interleaved(this.#resampler.flush());
  }

  #split(pcm: Float32Array): readonly Float32Array[] {
    if (this.#channelCount === 1) return [pcm];
    const frames = pcm.length / this.#channelCount;
    return this.#planes.map((plane, channel) => {
      for (let i = 0; i < frames; i += 1) plane[i] = pcm[i * this.#channelCount + channel] ?? 0;
      return plane.subarray(0, frames);
    });
  }

  #interleaved(frames: number): Float32Array {
    const { output } = this.#resampler;
    const [first = new Float32Array()] = output;
    if (this.#channelCount === 1) return first.subarray(0, frames);
    const pcm = new Float32Array(frames * this.#channelCount);
    for (const [channel, plane] of output.entries()) {
      for (let i = 0; i < frames; i += 1) pcm[i * this.#channelCount + channel] = plane[i] ?? 0;
    }
    return pcm;
  }
}
