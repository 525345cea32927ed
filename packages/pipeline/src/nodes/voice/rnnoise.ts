import { SdkError } from '@remotemedia/base';
import type { Asset } from '../../node/node-definition.ts';
import { instantiateRnnoise, type RnnoiseExports } from './rnnoise-exports.ts';

/** Rate that RNNoise works at, in Hz. */
export const RNNOISE_RATE = 48_000;

/** Samples that it takes at a time, and by which its output comes late: 10 ms. */
export const RNNOISE_FRAME = 480;

/** RNNoise counts samples as integers of 16 bits do. */
const SCALE = 32_768;

/** One instance of each module in a thread, for all who suppress noise or listen for voices there. */
const instances = new WeakMap<object, RnnoiseExports>();

/** RNNoise with the memory of one channel of sound. It owns room on the heap: close it. */
export class Rnnoise {
  readonly #exports: RnnoiseExports;
  #state: number;
  /** Pointer to the samples, which go in and come out in the same place. */
  readonly #samples: number;
  #heap: Float32Array;
  #isClosed = false;

  /** @throws {SdkError} `invalid-argument` when it is another module, `resource-exhausted` when there is no memory */
  constructor(module: Asset) {
    this.#exports = instanceOf(module);
    this.#samples = this.#exports.malloc(RNNOISE_FRAME * 4);
    this.#state = this.#exports.rnnoise_create(0);
    if (this.#samples === 0 || this.#state === 0) {
      this.close();
      throw new SdkError('resource-exhausted', 'there is no memory for another channel of noise suppression');
    }
    this.#heap = new Float32Array(this.#exports.memory.buffer);
  }

  /**
   * Takes 480 samples at 48 kHz, and gives the 480 before them without their noise.
   *
   * @param output may be the same array as `input`
   * @returns the probability that the samples taken have a voice, 0–1
   */
  process(input: Float32Array, output: Float32Array): number {
    // Memory that grew for somebody else leaves the old view empty.
    if (this.#heap.length === 0) this.#heap = new Float32Array(this.#exports.memory.buffer);
    const heap = this.#heap;
    const at = this.#samples / 4;
    for (let index = 0; index < RNNOISE_FRAME; index += 1) heap[at + index] = (input[index] as number) * SCALE;
    const probability = this.#exports.rnnoise_process_frame(this.#state, this.#samples, this.#samples);
    for (let index = 0; index < RNNOISE_FRAME; index += 1) output[index] = (heap[at + index] as number) / SCALE;
    return probability;
  }

  /** Forgets what it heard. */
  reset(): void {
    this.#exports.rnnoise_destroy(this.#state);
    this.#state = this.#exports.rnnoise_create(0);
  }

  /** Gives its room back. May be called twice. */
  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    if (this.#state !== 0) this.#exports.rnnoise_destroy(this.#state);
    this.#exports.free(this.#samples);
  }

  /** As {@link Rnnoise.close}. */
  [Symbol.dispose](): void {
    this.close();
  }
}

function instanceOf(module: Asset): RnnoiseExports {
  const key = typeof module === 'object' ? module : instances;
  const known = instances.get(key);
  if (known) return known;
  const exports = instantiateRnnoise(module);
  const size = exports.rnnoise_get_frame_size();
  if (size !== RNNOISE_FRAME) {
    throw new SdkError('invalid-argument', `RNNoise must take ${RNNOISE_FRAME} samples at a time, not ${size}`);
  }
  instances.set(key, exports);
  return exports;
}
