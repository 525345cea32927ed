import { finite } from './finite.ts';

/** Gives each channel of a sound back a number of sample-frames later; silence comes first. */
export class DelayLine {
  /** Sample-frames between what goes in and what comes out. */
  readonly frames: number;
  readonly #rings: readonly Float32Array[];
  #place = 0;

  /** @param frames 1 or more */
  constructor(channelCount: number, frames: number) {
    this.frames = frames;
    this.#rings = Array.from({ length: channelCount }, () => new Float32Array(frames));
  }

  /** Channels that it has room for. */
  get channelCount(): number {
    return this.#rings.length;
  }

  /** Delays one channel. Call {@link DelayLine.advance} after all channels. */
  run(from: Float32Array, to: Float32Array, frames: number, channel: number): void {
    const ring = this.#rings[channel];
    if (!ring) return;
    let place = this.#place;
    for (let frame = 0; frame < frames; frame += 1) {
      const sample = finite(from[frame]);
      to[frame] = ring[place] ?? 0;
      ring[place] = sample;
      place = place + 1 === ring.length ? 0 : place + 1;
    }
  }

  /** So many sample-frames went through in all channels. */
  advance(frames: number): void {
    this.#place = (this.#place + frames) % this.frames;
  }

  /** What is inside becomes silence. */
  reset(): void {
    for (const ring of this.#rings) ring.fill(0);
    this.#place = 0;
  }
}
