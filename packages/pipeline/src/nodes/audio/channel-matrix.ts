import type { AudioBlock } from '../../data/audio-block.ts';
import { finite } from './finite.ts';
import { planeOf } from './plane-of.ts';
import { Ramp } from './ramp.ts';

/** Makes each channel of the output of all channels of the input. Other numbers are moved to in straight lines. */
export class ChannelMatrix {
  /** Channels of the input. */
  readonly inputs: number;
  /** Channels of the output. */
  readonly outputs: number;
  readonly #factors: readonly Ramp[];

  /** @param matrix a factor for each input, output by output */
  constructor(inputs: number, outputs: number, matrix: Float64Array) {
    this.inputs = inputs;
    this.outputs = outputs;
    this.#factors = Array.from(matrix, (factor) => new Ramp(factor));
  }

  /** Moves to other factors within so many sample-frames. */
  aim(matrix: Float64Array, frames: number): void {
    for (const [index, ramp] of this.#factors.entries()) ramp.aim(matrix[index] ?? 0, frames);
  }

  /** Fills `to`, which has as many sample-frames as `from`, its own memory, and the channels of the output. */
  run(from: AudioBlock, to: AudioBlock): void {
    for (let output = 0; output < this.outputs; output += 1) {
      const sum = planeOf(to, output);
      sum.fill(0, 0, from.frames);
      for (let input = 0; input < this.inputs; input += 1) {
        const ramp = this.#factors[output * this.inputs + input];
        if (ramp) add(planeOf(from, input), sum, from.frames, ramp);
      }
    }
  }

  /** So many sample-frames have gone by. */
  advance(frames: number): void {
    for (let index = 0; index < this.#factors.length; index += 1) this.#factors[index]?.advance(frames);
  }
}

function add(from: Float32Array, sum: Float32Array, frames: number, ramp: Ramp): void {
  const factor = ramp.target;
  if (ramp.isMoving) {
    for (let frame = 0; frame < frames; frame += 1) {
      sum[frame] = (sum[frame] ?? 0) + finite(from[frame]) * ramp.at(frame);
    }
  } else if (factor !== 0) {
    for (let frame = 0; frame < frames; frame += 1) sum[frame] = (sum[frame] ?? 0) + finite(from[frame]) * factor;
  }
}
