import type { AudioBlock } from '../../../data/audio-block.ts';

/** A full block, on its way out. Its arrays are the receiver's. */
export interface CollectedBlock {
  readonly sampleRate: number;
  readonly frames: number;
  readonly timestampUs: number;
  readonly streamId: string | undefined;
  readonly channels: readonly Float32Array<ArrayBuffer>[];
}

/** Gives an empty array, perhaps one that was used before. */
export type TakeArray = (length: number) => Float32Array<ArrayBuffer>;

/** Makes longer blocks of the short ones of one stream. Allocates nothing while one fills. */
export class BlockCollector {
  readonly #durationMs: number;
  readonly #take: TakeArray;
  readonly #send: (block: CollectedBlock) => void;
  #channels: Float32Array<ArrayBuffer>[] = [];
  #capacity = 0;
  #filled = 0;
  #sampleRate = 0;
  #timestampUs = 0;
  #streamId: string | undefined;

  /** @param durationMs length of the blocks that it gives; 0 gives each as it comes */
  constructor(durationMs: number, take: TakeArray, send: (block: CollectedBlock) => void) {
    this.#durationMs = durationMs;
    this.#take = take;
    this.#send = send;
  }

  /** Takes a block in; its samples are copied. */
  add(block: AudioBlock): void {
    const isOther = block.sampleRate !== this.#sampleRate || block.channelCount !== this.#channels.length;
    if (isOther) this.flush();
    if (block.frames === 0) this.#passEmpty(block);
    let offset = 0;
    while (offset < block.frames) {
      if (this.#filled === 0) this.#begin(block, offset);
      const count = Math.min(block.frames - offset, this.#capacity - this.#filled);
      this.#copy(block, offset, count);
      offset += count;
      this.#filled += count;
      if (this.#filled === this.#capacity) this.flush();
    }
  }

  /** Gives what there is. */
  flush(): void {
    if (this.#filled === 0) return;
    const block: CollectedBlock = {
      sampleRate: this.#sampleRate,
      frames: this.#filled,
      timestampUs: this.#timestampUs,
      streamId: this.#streamId,
      channels: this.#channels,
    };
    this.#filled = 0;
    this.#channels = [];
    this.#send(block);
  }

  /** A block of no length says that its stream is over. */
  #passEmpty({ sampleRate, timestampUs, streamId }: AudioBlock): void {
    this.flush();
    this.#send({ sampleRate, frames: 0, timestampUs, streamId, channels: [new Float32Array(0)] });
  }

  #begin(block: AudioBlock, offset: number): void {
    this.#sampleRate = block.sampleRate;
    const wanted = Math.round((block.sampleRate * this.#durationMs) / 1000);
    this.#capacity = wanted > 0 ? wanted : block.frames - offset;
    this.#timestampUs = block.timestampUs + (offset / block.sampleRate) * 1e6;
    this.#streamId = block.streamId;
    for (let channel = 0; channel < block.channelCount; channel += 1) this.#channels.push(this.#take(this.#capacity));
  }

  #copy(block: AudioBlock, offset: number, count: number): void {
    for (let channel = 0; channel < this.#channels.length; channel += 1) {
      const source = block.channels[channel];
      const target = this.#channels[channel];
      if (!source || !target) continue;
      // A loop instead of `set` of a part: a part would be an object more.
      for (let frame = 0; frame < count; frame += 1) target[this.#filled + frame] = source[offset + frame] as number;
    }
  }
}
