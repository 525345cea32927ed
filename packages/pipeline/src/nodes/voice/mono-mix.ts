import type { AudioBlock } from '../../data/audio-block.ts';
import { finite } from '../audio/finite.ts';
import { planeOf } from '../audio/plane-of.ts';

/** The mean of all channels, in memory that is used again and again. */
export class MonoMix {
  #plane: Float32Array = new Float32Array(0);
  #planes: readonly Float32Array[] = [this.#plane];

  /** One array with the mean; its first `block.frames` samples count, until the next call. */
  of(block: AudioBlock): readonly Float32Array[] {
    if (this.#plane.length < block.frames) {
      this.#plane = new Float32Array(block.frames);
      this.#planes = [this.#plane];
    }
    const plane = this.#plane;
    plane.fill(0);
    const count = block.channels.length;
    for (let channel = 0; channel < count; channel += 1) {
      const from = planeOf(block, channel);
      for (let frame = 0; frame < block.frames; frame += 1)
        plane[frame] = (plane[frame] as number) + finite(from[frame]) / count;
    }
    return this.#planes;
  }
}
