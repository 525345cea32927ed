import { Resampler } from '@remotemedia/codecs/resample';
import type { AudioBlock } from '../../../data/audio-block.ts';
import { OutputRing } from './output-ring.ts';

/** What the output takes. */
export interface OutputFormat {
  /** Of the audio context, in Hz. */
  readonly sampleRate: number;
  /** Channels of each output. */
  readonly channelCount: number;
  /** How much sound may wait, in ms. A single block that is longer may wait as a whole, up to a minute. */
  readonly bufferMs: number;
  /** Silence ahead of sound that comes from elsewhere and may be late, in sample-frames. */
  readonly leadFrames: number;
}

/** What an output found. */
export interface EdgeCounts {
  /** How often it ran dry. */
  readonly underruns: number;
  /** Sample-frames dropped because more came than can wait, or to catch up after a stall. */
  readonly droppedFrames: number;
  /** The most sample-frames that waited after a quantum since the last report. */
  readonly waitingFrames: number;
}

/** Longest block that waits as a whole, in seconds. */
const MAX_BLOCK_SECONDS = 60;

/** The last place before the output: blocks of any length, sample rate and channels become render quanta of the context. */
export class OutputEdge {
  readonly #format: OutputFormat;
  #ring: OutputRing;
  #capacity: number;
  #resampler: Resampler | undefined;
  #inputRate = 0;
  #inputChannels = 0;
  #lostUnderruns = 0;
  #lostFrames = 0;

  constructor(format: OutputFormat) {
    this.#format = format;
    this.#capacity = Math.ceil((format.sampleRate * format.bufferMs) / 1000);
    this.#ring = this.#openRing();
  }

  /** Whether sound has come and has not run out. */
  get isPlaying(): boolean {
    return this.#ring.isPlaying;
  }

  /**
   * Takes a block in.
   *
   * @throws {SdkError} `out-of-range` for a sample rate that cannot be turned into that of the context
   */
  write(block: AudioBlock, quantum: number): void {
    if (block.sampleRate === this.#format.sampleRate) {
      this.#resampler = undefined;
      this.#store(block.channels, block.frames, quantum);
      return;
    }
    const resampler = this.#resamplerFor(block);
    const made = resampler.process(block.channels.map((plane) => plane.subarray(0, block.frames)));
    this.#store(resampler.output, made, quantum);
  }

  /** Adds the next quantum to what is in `target`. */
  addTo(target: readonly Float32Array[], frames: number): void {
    this.#ring.addTo(target, frames);
  }

  /** Forgets what waits; the sound fades. */
  clear(): void {
    this.#ring.clear();
    this.#resampler?.reset();
  }

  /** What happened so far. */
  counts(): EdgeCounts {
    return {
      underruns: this.#lostUnderruns + this.#ring.underruns,
      droppedFrames: this.#lostFrames + this.#ring.droppedFrames,
      waitingFrames: this.#ring.takePeakFill(),
    };
  }

  #store(channels: readonly Float32Array[], frames: number, quantum: number): void {
    if (frames > this.#capacity) this.#grow(frames);
    this.#ring.write(channels, frames, quantum);
  }

  #resamplerFor({ sampleRate, channelCount }: AudioBlock): Resampler {
    if (this.#resampler && sampleRate === this.#inputRate && channelCount === this.#inputChannels)
      return this.#resampler;
    this.#resampler = new Resampler({ inputRate: sampleRate, outputRate: this.#format.sampleRate, channelCount });
    this.#inputRate = sampleRate;
    this.#inputChannels = channelCount;
    return this.#resampler;
  }

  /** Somebody gives much at once: from now on there is room for it. */
  #grow(frames: number): void {
    const limit = this.#format.sampleRate * MAX_BLOCK_SECONDS;
    if (this.#capacity >= limit) return;
    const { underruns, droppedFrames, fill } = this.#ring;
    this.#lostUnderruns += underruns;
    this.#lostFrames += droppedFrames + fill;
    this.#capacity = Math.min(limit, this.#capacity + frames);
    this.#ring = this.#openRing();
  }

  #openRing(): OutputRing {
    const { channelCount, leadFrames } = this.#format;
    return new OutputRing({ channelCount, capacityFrames: this.#capacity, leadFrames });
  }
}
