import type { AudioBlock } from '../../data/audio-block.ts';
import type { NodeContext } from '../../node/node-definition.ts';
import type { MixerInput } from './mixer-input.ts';
import { OwnBlock } from './own-block.ts';
import { planeOf } from './plane-of.ts';

/** Where soft clipping begins to bend. */
const KNEE = 0.8;

/** What a mixer puts out. */
export class MixerOutput {
  readonly #emit: NodeContext['emit'];
  readonly #own = new OwnBlock();
  /** The sum of all inputs, channel by channel; in double precision, so that taking one off again leaves the others. */
  #totals: Float64Array[] = [];
  #rest = new Float64Array(0);

  /** @param emit of the node */
  constructor(emit: NodeContext['emit']) {
    this.#emit = emit;
  }

  /**
   * Adds the first sample-frames of all inputs, which stay where they are.
   *
   * @param like rate, time and number of sample-frames
   * @param isMinus whether there is a sum for each owner, without their own sound
   */
  mix(inputs: readonly MixerInput[], like: AudioBlock, channelCount: number, isMinus: boolean, isSoft: boolean): void {
    const { frames } = like;
    this.#reserve(channelCount, frames);
    for (let channel = 0; channel < channelCount; channel += 1) {
      const total = this.#totals[channel];
      total?.fill(0, 0, frames);
      for (let index = 0; total && index < inputs.length; index += 1) {
        inputs[index]?.add(channel, channelCount, total, frames, 1);
      }
    }
    if (!isMinus) this.#put(inputs, like, channelCount, undefined, isSoft);
    for (let index = 0; isMinus && index < inputs.length; index += 1) {
      if (isFirstOfOwner(inputs, index)) this.#put(inputs, like, channelCount, inputs[index], isSoft);
    }
  }

  /** Emits the sum without what belongs to the owner of `except`. */
  #put(
    inputs: readonly MixerInput[],
    like: AudioBlock,
    channelCount: number,
    except: MixerInput | undefined,
    isSoft: boolean,
  ): void {
    const out = this.#own.like(like, channelCount);
    out.streamId = except?.owner;
    const rest = this.#rest;
    for (let channel = 0; channel < channelCount; channel += 1) {
      const total = this.#totals[channel];
      for (let frame = 0; frame < out.frames; frame += 1) rest[frame] = total?.[frame] ?? 0;
      for (let index = 0; except && index < inputs.length; index += 1) {
        const input = inputs[index];
        if (input && input.owner === except.owner) input.add(channel, channelCount, rest, out.frames, -1);
      }
      write(rest, planeOf(out, channel), out.frames, isSoft);
    }
    this.#emit(out);
  }

  #reserve(channelCount: number, frames: number): void {
    if (this.#totals.length < channelCount || this.#rest.length < frames) {
      this.#totals = Array.from({ length: channelCount }, () => new Float64Array(frames));
      this.#rest = new Float64Array(frames);
    }
  }
}

function isFirstOfOwner(inputs: readonly MixerInput[], index: number): boolean {
  for (let earlier = 0; earlier < index; earlier += 1) {
    if (inputs[earlier]?.owner === inputs[index]?.owner) return false;
  }
  return true;
}

function write(from: Float64Array, to: Float32Array, frames: number, isSoft: boolean): void {
  for (let frame = 0; frame < frames; frame += 1) {
    const sample = from[frame] ?? 0;
    to[frame] = isSoft ? bend(sample) : sample;
  }
}

/** Straight up to the knee, and on without a corner towards 1. */
function bend(sample: number): number {
  const level = Math.abs(sample);
  if (level <= KNEE) return sample;
  const bent = KNEE + (1 - KNEE) * Math.tanh((level - KNEE) / (1 - KNEE));
  return sample < 0 ? -bent : bent;
}
