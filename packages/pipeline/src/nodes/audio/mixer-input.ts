import type { AudioBlock } from '../../data/audio-block.ts';
import { channelMatrix } from './channel-rules.ts';
import { Ramp } from './ramp.ts';
import { SoundRing } from './sound-ring.ts';

/** One of the sounds that a mixer adds. */
export class MixerInput {
  /** Id of the node it comes from; empty from outside. */
  readonly nodeId: string;
  /** Its stream, if it has one. */
  readonly streamId: string | undefined;
  /** Whose mix does without it: the stream, or the node where there is no stream. */
  readonly owner: string | undefined;
  /** By what it is multiplied. */
  readonly factor: Ramp;
  /** What waits to be mixed. */
  readonly ring: SoundRing;
  /** How much it has given, on the clock of the mixer, and when it gave last. */
  timeFrames = 0;
  lastFrames = 0;
  /** By how much its own clock differs from that of the others. */
  shiftFrames = 0;
  #matrix = new Float64Array(0);
  #outputs = 0;

  constructor(nodeId: string, block: AudioBlock, factor: number) {
    this.nodeId = nodeId;
    this.streamId = block.streamId;
    this.owner = block.streamId ?? (nodeId === '' ? undefined : nodeId);
    this.factor = new Ramp(factor);
    this.ring = new SoundRing(block.channels.length);
  }

  /** Puts in a block, without its first `skip` sample-frames. */
  push(block: AudioBlock, skip: number): void {
    if (block.channels.length !== this.ring.channelCount) {
      this.ring.relayout(block.channels.length);
      this.#outputs = 0;
    }
    this.ring.push(block, skip);
  }

  /** Adds its first sample-frames, times `sign`, to one channel of a sum that has `outputs` of them. */
  add(channel: number, outputs: number, sum: Float64Array, frames: number, sign: 1 | -1): void {
    const inputs = this.ring.channelCount;
    if (this.#outputs !== outputs) {
      this.#outputs = outputs;
      this.#matrix = channelMatrix(inputs, outputs, 'speakers');
    }
    for (let input = 0; input < inputs; input += 1) {
      this.ring.add(input, sum, frames, this.factor, sign * (this.#matrix[channel * inputs + input] ?? 0));
    }
  }

  /** So many sample-frames were mixed. */
  advance(frames: number): void {
    this.ring.drop(frames);
    this.factor.advance(frames);
  }
}
