import type { AudioBlock } from '../../data/audio-block.ts';
import { type AnyNodeDefinition, defineNode, type NodeContext } from '../../node/node-definition.ts';
import { type ParamValues, param } from '../../node/param.ts';
import { finite } from './finite.ts';
import { OwnBlock } from './own-block.ts';
import { planeOf } from './plane-of.ts';
import { SoundNode, type SoundStream } from './sound-node.ts';

const params = {
  chunkSize: param.integer({
    about: 'Sample-frames of each block that comes out.',
    default: 512,
    min: 1,
    max: 192_000,
  }),
};

type ChunkerParams = ParamValues<typeof params>;

/** Cuts sound into blocks of one size. */
export const audioChunker: AnyNodeDefinition = defineNode({
  type: 'AudioChunker',
  about: 'Cuts sound into blocks of one size. The last one, when the input is over, may be shorter.',
  params,
  ports: { inputs: { in: ['audio'] }, outputs: { out: ['audio'] } },
  isRealtime: true,
  create: (values, context) => new SoundNode(values, (now) => new ChunkerStream(now, context), context.emit),
});

class ChunkerStream implements SoundStream<ChunkerParams> {
  readonly #emit: NodeContext['emit'];
  readonly #own = new OwnBlock();
  #size: number;
  #chunk: AudioBlock | undefined;
  #filled = 0;

  constructor({ chunkSize }: ChunkerParams, { emit }: NodeContext) {
    this.#emit = emit;
    this.#size = chunkSize;
  }

  take(block: AudioBlock): void {
    const last = this.#chunk;
    if (last && (last.sampleRate !== block.sampleRate || last.channels.length !== block.channels.length)) this.flush();
    let taken = 0;
    while (taken < block.frames) {
      const chunk = this.#filled > 0 && this.#chunk ? this.#chunk : this.#begin(block, taken);
      const count = Math.min(block.frames - taken, this.#size - this.#filled);
      this.#copy(block, taken, chunk, count);
      this.#filled += count;
      taken += count;
      if (this.#filled === this.#size) this.flush();
    }
  }

  update({ chunkSize }: ChunkerParams): void {
    if (chunkSize === this.#size) return;
    this.flush();
    this.#size = chunkSize;
  }

  flush(): void {
    if (!this.#chunk || this.#filled === 0) return;
    this.#chunk.frames = this.#filled;
    this.#filled = 0;
    this.#emit(this.#chunk);
  }

  reset(): void {
    this.#filled = 0;
  }

  #begin(block: AudioBlock, taken: number): AudioBlock {
    const chunk = this.#own.like(block, block.channels.length, this.#size);
    chunk.timestampUs += (taken / block.sampleRate) * 1e6;
    this.#chunk = chunk;
    return chunk;
  }

  #copy(block: AudioBlock, start: number, chunk: AudioBlock, count: number): void {
    for (let channel = 0; channel < chunk.channels.length; channel += 1) {
      const from = planeOf(block, channel);
      const to = planeOf(chunk, channel);
      for (let frame = 0; frame < count; frame += 1) to[this.#filled + frame] = finite(from[start + frame]);
    }
  }
}
