import type { AudioBlock } from '../../data/audio-block.ts';
import { channelMatrix } from './channel-rules.ts';
import { finite } from './finite.ts';
import { planeOf } from './plane-of.ts';
import type { Ramp } from './ramp.ts';

/** Sound that waits, first in, first out. Its memory grows with what is put in, and is used again. */
export class SoundRing {
  #planes: Float32Array[];
  #start = 0;
  #waiting = 0;

  /** @param channelCount of all that is put in */
  constructor(channelCount: number) {
    this.#planes = Array.from({ length: channelCount }, () => new Float32Array(0));
  }

  /** Channels that it holds. */
  get channelCount(): number {
    return this.#planes.length;
  }

  /** Sample-frames inside. */
  get waiting(): number {
    return this.#waiting;
  }

  /** Makes another number of channels of what waits, by the rules of Web Audio. */
  relayout(channelCount: number): void {
    const from = this.#planes;
    const matrix = channelMatrix(from.length, channelCount, 'speakers');
    this.#planes = Array.from({ length: channelCount }, (_, output) => {
      const factors = matrix.subarray(output * from.length, (output + 1) * from.length);
      const mixed = new Float32Array(from[0]?.length ?? 0);
      return mixed.map((_, place) =>
        from.reduce((sum, plane, input) => sum + (plane[place] ?? 0) * (factors[input] ?? 0), 0),
      );
    });
  }

  /** Puts in a block, without its first `skip` sample-frames. */
  push(block: AudioBlock, skip = 0): void {
    const count = block.frames - skip;
    if (count <= 0) return;
    this.#reserve(this.#waiting + count);
    for (let channel = 0; channel < this.#planes.length; channel += 1) {
      const plane = this.#planes[channel];
      if (plane) write(planeOf(block, channel), skip, plane, this.#start + this.#waiting, count);
    }
    this.#waiting += count;
  }

  /** Puts in silence. */
  pad(frames: number): void {
    this.#reserve(this.#waiting + frames);
    for (const plane of this.#planes) write(SILENCE, 0, plane, this.#start + this.#waiting, frames);
    this.#waiting += frames;
  }

  /** Adds the first sample-frames of a channel to `sum`, times `factor` and `scale`. */
  add(channel: number, sum: Float64Array, frames: number, factor: Ramp, scale: number): void {
    const plane = this.#planes[channel];
    if (!plane || scale === 0) return;
    const count = Math.min(frames, this.#waiting);
    const isMoving = factor.isMoving;
    let by = factor.target * scale;
    let place = this.#start;
    for (let frame = 0; frame < count; frame += 1) {
      if (isMoving) by = factor.at(frame) * scale;
      sum[frame] = (sum[frame] ?? 0) + (plane[place] ?? 0) * by;
      place = place + 1 === plane.length ? 0 : place + 1;
    }
  }

  /** Takes the first sample-frames out; fewer if there are fewer, none if `frames` is below 0. */
  drop(frames: number): void {
    const count = Math.min(Math.max(0, Math.ceil(frames)), this.#waiting);
    const capacity = this.#planes[0]?.length ?? 0;
    this.#start = capacity === 0 ? 0 : (this.#start + count) % capacity;
    this.#waiting -= count;
  }

  #reserve(frames: number): void {
    const capacity = this.#planes[0]?.length ?? 0;
    if (capacity >= frames) return;
    const start = this.#start;
    this.#planes = this.#planes.map((plane) => {
      const larger = new Float32Array(Math.max(frames, 2 * capacity));
      larger.set(plane.subarray(start));
      larger.set(plane.subarray(0, start), capacity - start);
      return larger;
    });
    this.#start = 0;
  }
}

const SILENCE = new Float32Array(0);

/** Writes round the ring; what `from` does not have is silence. */
function write(from: Float32Array, start: number, ring: Float32Array, at: number, count: number): void {
  let place = at % ring.length;
  for (let frame = 0; frame < count; frame += 1) {
    ring[place] = finite(from[start + frame]);
    place = place + 1 === ring.length ? 0 : place + 1;
  }
}
