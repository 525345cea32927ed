import { Resampler } from '@remotemedia/codecs/resample';
import { AudioBlock } from '../../../data/audio-block.ts';

/** What is known of one stream. */
interface InputStream {
  readonly resampler: Resampler;
  readonly block: AudioBlock;
  /** When its first sample was captured. */
  readonly startUs: number;
  /** Sample-frames given so far. */
  given: number;
}

/**
 * The first place of a graph that wants another sample rate than the context has. Browsers give no context whose rate suits
 * every microphone and every graph, so the sound is adapted here.
 */
export class InputEdge {
  readonly #sampleRate: number;
  readonly #streams = new Map<string | undefined, InputStream>();

  /** @param sampleRate what the graph wants, in Hz */
  constructor(sampleRate: number) {
    this.#sampleRate = sampleRate;
  }

  /** The block for the graph; `undefined` while there is none yet. It is filled again by the next call for its stream. */
  adapt(block: AudioBlock): AudioBlock | undefined {
    if (block.sampleRate === this.#sampleRate) return block;
    if (block.frames === 0) return this.#end(block);
    const stream = this.#streamOf(block);
    const made = stream.resampler.process(block.channels, block.frames);
    if (made === 0) return undefined;
    stream.block.channels = stream.resampler.output;
    stream.block.frames = made;
    stream.block.timestampUs = stream.startUs + (stream.given / this.#sampleRate) * 1e6;
    stream.given += made;
    return stream.block;
  }

  #streamOf({ sampleRate, channelCount, timestampUs, streamId }: AudioBlock): InputStream {
    const known = this.#streams.get(streamId);
    if (known?.block.channelCount === channelCount) return known;
    const resampler = new Resampler({ inputRate: sampleRate, outputRate: this.#sampleRate, channelCount });
    const block = AudioBlock.allocate({ sampleRate: this.#sampleRate, channelCount }, 0);
    block.streamId = streamId;
    const stream = { resampler, block, startUs: timestampUs, given: 0 };
    this.#streams.set(streamId, stream);
    return stream;
  }

  #end(block: AudioBlock): AudioBlock {
    this.#streams.delete(block.streamId);
    return block;
  }
}
