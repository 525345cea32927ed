import type { AudioBlock } from '../data/audio-block.ts';

/** After so many blocks that nobody asked for, measuring stops: about ten seconds of render quanta. */
const PATIENCE_BLOCKS = 4_096;

/** How loud a node's output is, measured only while somebody asks. */
export class LevelProbe {
  #blocksLeft = 0;
  #hasSound = false;
  /** The largest mean square since the last look. */
  readonly #peak = new Float64Array(1);

  /** Looks at a block if somebody asked lately. */
  see(block: AudioBlock): void {
    if (this.#blocksLeft === 0) return;
    this.#blocksLeft -= 1;
    const { channels, frames } = block;
    let sum = 0;
    for (let channel = 0; channel < channels.length; channel += 1) {
      const plane = channels[channel];
      if (plane) for (let frame = 0; frame < frames; frame += 1) sum += (plane[frame] ?? 0) ** 2;
    }
    if (frames === 0) return;
    this.#hasSound = true;
    const power = sum / (frames * channels.length);
    if (power > (this.#peak[0] ?? 0)) this.#peak[0] = power;
  }

  /** The loudest block since the last call, in dB; `undefined` if there was none. Measuring goes on for a while. */
  take(): number | undefined {
    const levelDb = this.#hasSound ? 10 * Math.log10(this.#peak[0] ?? 0) : undefined;
    this.#blocksLeft = PATIENCE_BLOCKS;
    this.#hasSound = false;
    this.#peak[0] = 0;
    return levelDb;
  }
}
