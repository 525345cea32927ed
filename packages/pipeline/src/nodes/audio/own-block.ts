import { AudioBlock } from '../../data/audio-block.ts';

/** The block that a node fills again and again: memory is taken only when the sound has more channels or longer blocks. */
export class OwnBlock {
  #block: AudioBlock | undefined;

  /**
   * The block, with rate, time and stream of `source`. What it holds is left from before.
   *
   * @param frames sample-frames that will be filled
   */
  like(source: AudioBlock, channelCount: number = source.channelCount, frames: number = source.frames): AudioBlock {
    const block = this.#room(channelCount, frames);
    block.sampleRate = source.sampleRate;
    block.frames = frames;
    block.timestampUs = source.timestampUs;
    block.streamId = source.streamId;
    return block;
  }

  #room(channelCount: number, frames: number): AudioBlock {
    const block = this.#block;
    if (block && block.channels.length === channelCount && (block.channels[0]?.length ?? 0) >= frames) return block;
    const fresh = AudioBlock.allocate({ sampleRate: 0, channelCount }, frames);
    this.#block = fresh;
    return fresh;
  }
}
