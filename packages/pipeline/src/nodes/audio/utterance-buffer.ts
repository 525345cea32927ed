import { AudioBlock } from '../../data/audio-block.ts';

/** Sound in pieces, of one format, that can be taken from its beginning. */
export class UtteranceBuffer {
  readonly #parts: AudioBlock[] = [];
  #frames = 0;

  /** Sample-frames inside. */
  get frames(): number {
    return this.#frames;
  }

  /** Whether a block has the format of what is inside. */
  fits(block: AudioBlock): boolean {
    const first = this.#parts[0];
    return !first || (first.sampleRate === block.sampleRate && first.channels.length === block.channels.length);
  }

  /** Adds a copy of a block. */
  add(block: AudioBlock): void {
    if (block.frames === 0) return;
    this.#parts.push(block.copy());
    this.#frames += block.frames;
  }

  /** Forgets the first sample-frames; none if `count` is below 1. */
  drop(count: number): void {
    if (count >= 1) this.take(count);
  }

  /** Forgets what is older. */
  keepLastMs(durationMs: number): void {
    const sampleRate = this.#parts[0]?.sampleRate ?? 0;
    this.drop(this.#frames - Math.round((durationMs / 1000) * sampleRate));
  }

  /** Takes the first sample-frames out, all of them if there are not so many. */
  take(count: number): AudioBlock {
    const frames = Math.min(count, this.#frames);
    const first = this.#parts[0] ?? new AudioBlock(48_000, [new Float32Array(0)]);
    const whole = AudioBlock.allocate({ sampleRate: first.sampleRate, channelCount: first.channels.length }, frames);
    whole.timestampUs = first.timestampUs;
    whole.streamId = first.streamId;
    let filled = 0;
    for (let part = this.#parts[0]; part && filled < frames; part = this.#parts[0]) {
      const taken = Math.min(part.frames, frames - filled);
      for (const [channel, plane] of part.channels.entries())
        whole.channels[channel]?.set(plane.subarray(0, taken), filled);
      filled += taken;
      this.#parts.shift();
      if (taken < part.frames) this.#parts.unshift(rest(part, taken));
    }
    this.#frames -= frames;
    return whole;
  }
}

function rest(part: AudioBlock, from: number): AudioBlock {
  const channels = part.channels.map((plane) => plane.subarray(from, part.frames));
  const timestampUs = part.timestampUs + (from / part.sampleRate) * 1e6;
  return new AudioBlock(part.sampleRate, channels, part.frames - from, timestampUs, part.streamId);
}
