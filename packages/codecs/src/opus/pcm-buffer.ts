import type { OpusSeat } from './opus-seat.ts';

/** Bytes of a sample; 16-bit ones use half of the room. */
const SAMPLE_BYTES = 4;

/** Where an object's decoder writes, as large as the longest packet so far; and the last view of each kind. */
export class PcmBuffer {
  readonly #seat: OpusSeat;
  #pointer = 0;
  #capacity = 0;
  #floats: Float32Array<ArrayBuffer> | undefined;
  #shorts: Int16Array<ArrayBuffer> | undefined;

  /** @param seat of the decoder, which gives the memory back on closing */
  constructor(seat: OpusSeat) {
    this.#seat = seat;
  }

  /** Where there is room for so many samples. @throws {SdkError} `resource-exhausted` when there is none */
  reserve(samples: number): number {
    if (samples > this.#capacity) {
      this.#seat.free(this.#pointer);
      // Should there be no more room, the block must not be freed again: somebody else may have it by then.
      this.#pointer = 0;
      this.#capacity = 0;
      this.#pointer = this.#seat.alloc(samples * SAMPLE_BYTES);
      this.#capacity = samples;
      this.#floats = undefined;
      this.#shorts = undefined;
    }
    return this.#pointer;
  }

  /** The first `samples` as floats. */
  floats(samples: number): Float32Array<ArrayBuffer> {
    const { buffer } = this.#seat.instance.bytes;
    const last = this.#floats;
    if (last && last.length === samples && last.buffer === buffer) return last;
    const fresh = new Float32Array(buffer, this.#pointer, samples);
    this.#floats = fresh;
    return fresh;
  }

  /** The first `samples` as 16-bit integers. */
  shorts(samples: number): Int16Array<ArrayBuffer> {
    const { buffer } = this.#seat.instance.bytes;
    const last = this.#shorts;
    if (last && last.length === samples && last.buffer === buffer) return last;
    const fresh = new Int16Array(buffer, this.#pointer, samples);
    this.#shorts = fresh;
    return fresh;
  }
}
