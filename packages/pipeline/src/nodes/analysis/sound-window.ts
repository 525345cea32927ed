import type { AudioBlock } from '../../data/audio-block.ts';
import { finite } from '../audio/finite.ts';
import { planeOf } from '../audio/plane-of.ts';

/** What was found in a stretch of sound. Valid until the call that hands it out returns. */
export interface SoundWindow {
  /** In Hz. */
  readonly sampleRate: number;
  /** Sample-frames of the stretch. */
  readonly frames: number;
  /** Of its first sample-frame, in whole µs. */
  readonly timestampUs: number;
  /** The stream it belongs to, as events have it. */
  readonly streamId: string | null;
  /** Mean of the squares, for each channel. */
  readonly meanSquares: Float64Array;
  /** Largest magnitude, for each channel. */
  readonly peaks: Float64Array;
  /** Samples of all channels at or above the level of saturation. */
  readonly saturated: number;
}

/** What a {@link WindowCutter} is told beside the length. */
export interface WindowCutterOptions {
  /** From which magnitude on a sample counts as saturated, 0–1. @default 1 */
  readonly saturation?: number;
}

/**
 * Cuts sound of blocks of any length into stretches of one length and measures each. Where the blocks end makes no
 * difference; a change of the format begins a new stretch. Nothing is allocated once the format is known.
 */
export class WindowCutter implements SoundWindow {
  /** Length of the stretches, in ms; another one holds from the next stretch on. */
  lengthMs: number;
  /** As in the options; another one holds from the next sample on. */
  saturation: number;
  sampleRate = 0;
  frames = 0;
  timestampUs = 0;
  streamId: string | null = null;
  meanSquares: Float64Array = new Float64Array(0);
  peaks: Float64Array = new Float64Array(0);
  saturated = 0;
  readonly #onWindow: (window: SoundWindow) => void;
  #length = 0;

  /** @param onWindow gets each stretch once it is complete */
  constructor(lengthMs: number, onWindow: (window: SoundWindow) => void, { saturation = 1 }: WindowCutterOptions = {}) {
    this.lengthMs = lengthMs;
    this.saturation = saturation;
    this.#onWindow = onWindow;
  }

  /** Takes the next block of a stream. */
  push(block: AudioBlock): void {
    if (block.sampleRate !== this.sampleRate || block.channels.length !== this.meanSquares.length) this.#begin(block);
    let done = 0;
    while (done < block.frames) {
      if (this.frames === 0) this.#open(block, done);
      const count = Math.min(block.frames - done, this.#length - this.frames);
      for (let channel = 0; channel < block.channels.length; channel += 1) {
        this.#measure(planeOf(block, channel), channel, done, done + count);
      }
      this.frames += count;
      done += count;
      if (this.frames === this.#length) this.flush();
    }
  }

  /** Hands out what was measured of a stretch that is not complete, if anything. */
  flush(): void {
    if (this.frames === 0) return;
    for (let channel = 0; channel < this.meanSquares.length; channel += 1) {
      this.meanSquares[channel] = (this.meanSquares[channel] ?? 0) / this.frames;
    }
    this.#onWindow(this);
    this.reset();
  }

  /** Forgets the stretch that is not complete. */
  reset(): void {
    this.frames = 0;
    this.saturated = 0;
    this.meanSquares.fill(0);
    this.peaks.fill(0);
  }

  #begin({ sampleRate, channels }: AudioBlock): void {
    this.sampleRate = sampleRate;
    this.meanSquares = new Float64Array(channels.length);
    this.peaks = new Float64Array(channels.length);
    this.reset();
  }

  #open(block: AudioBlock, frame: number): void {
    this.#length = Math.max(1, Math.round((this.lengthMs * block.sampleRate) / 1000));
    this.timestampUs = Math.round(block.timestampUs + (frame / block.sampleRate) * 1e6);
    this.streamId = block.streamId ?? null;
  }

  /** Sums are built sample by sample, so that they are the same to the last bit however the sound was cut. */
  #measure(plane: Float32Array, channel: number, from: number, to: number): void {
    let sum = this.meanSquares[channel] ?? 0;
    let peak = this.peaks[channel] ?? 0;
    for (let frame = from; frame < to; frame += 1) {
      const sample = finite(plane[frame]);
      const magnitude = sample < 0 ? -sample : sample;
      sum += sample * sample;
      if (magnitude > peak) peak = magnitude;
      if (magnitude >= this.saturation) this.saturated += 1;
    }
    this.meanSquares[channel] = sum;
    this.peaks[channel] = peak;
  }
}
