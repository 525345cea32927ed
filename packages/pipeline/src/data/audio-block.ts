import { SdkError } from '@remotemedia/base';

/** How sound is laid out. */
export interface AudioFormat {
  /** In Hz. */
  readonly sampleRate: number;
  /** 1–32. */
  readonly channelCount: number;
}

/**
 * A run of sound, one array for each channel. It is a class so that a node can fill the same block again and again: in a
 * worklet nothing may be allocated.
 *
 * The arrays may be longer than the block: only the first {@link AudioBlock.frames} samples of each count.
 */
export class AudioBlock implements AudioFormat {
  /** Tells it from the other kinds. */
  readonly kind = 'audio';
  /** In Hz. */
  sampleRate: number;
  /** One array for each channel, each of at least `frames` samples from −1 to 1. */
  channels: readonly Float32Array[];
  /** Sample-frames that count. */
  frames: number;
  /** When the first sample-frame was captured, in µs on the clock of its source. */
  timestampUs: number;
  /** Which of several streams it belongs to: a participant, a speaker. */
  streamId: string | undefined;

  /**
   * Takes samples over as they are.
   *
   * @param channels an array for each channel, all at least `frames` long; they become the block's own
   */
  constructor(
    sampleRate: number,
    channels: readonly Float32Array[],
    frames: number = channels[0]?.length ?? 0,
    timestampUs = 0,
    streamId?: string,
  ) {
    this.sampleRate = sampleRate;
    this.channels = channels;
    this.frames = frames;
    this.timestampUs = timestampUs;
    this.streamId = streamId;
  }

  /** Channels of the block. */
  get channelCount(): number {
    return this.channels.length;
  }

  /** How long it sounds, in µs. */
  get durationUs(): number {
    return (this.frames / this.sampleRate) * 1e6;
  }

  /** A block of silence with room for `capacity` sample-frames, to be filled by its owner. */
  static allocate(format: AudioFormat, capacity: number): AudioBlock {
    const channels = Array.from({ length: format.channelCount }, () => new Float32Array(capacity));
    return new AudioBlock(format.sampleRate, channels, capacity);
  }

  /**
   * Makes a block of samples that lie channel by channel within each sample-frame.
   *
   * @throws {SdkError} `invalid-argument` when the samples are no whole number of sample-frames
   */
  static fromInterleaved(
    samples: Float32Array,
    { sampleRate, channelCount }: AudioFormat,
    timestampUs = 0,
  ): AudioBlock {
    if (!Number.isInteger(channelCount) || channelCount < 1 || samples.length % channelCount !== 0) {
      const given = `${samples.length} samples for ${channelCount} channels`;
      throw new SdkError(
        'invalid-argument',
        `interleaved audio has the same number of samples for each channel, not ${given}`,
      );
    }
    const frames = samples.length / channelCount;
    const block = AudioBlock.allocate({ sampleRate, channelCount }, frames);
    for (let channel = 0; channel < channelCount; channel += 1) {
      const plane = block.channels[channel] as Float32Array;
      for (let frame = 0; frame < frames; frame += 1) plane[frame] = samples[frame * channelCount + channel] as number;
    }
    block.timestampUs = timestampUs;
    return block;
  }

  /** The samples channel by channel within each sample-frame, in an array of their own. */
  toInterleaved(): Float32Array<ArrayBuffer> {
    const { channelCount, frames } = this;
    const samples = new Float32Array(frames * channelCount);
    for (let channel = 0; channel < channelCount; channel += 1) {
      const plane = this.channels[channel] as Float32Array;
      for (let frame = 0; frame < frames; frame += 1) samples[frame * channelCount + channel] = plane[frame] as number;
    }
    return samples;
  }

  /** A block with memory of its own, for whoever keeps it longer than a call. */
  copy(): AudioBlock {
    const channels = this.channels.map((plane) => plane.slice(0, this.frames));
    return new AudioBlock(this.sampleRate, channels, this.frames, this.timestampUs, this.streamId);
  }
}
