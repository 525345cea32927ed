import { SdkError } from '@remotemedia/base';
import { type OpusHead, readOpusHead } from '../../../../opus/opus-head.ts';
import type { AudioDecoderConfig } from '../../../../webcodecs/coders/config-types.ts';
import { bytesOfSource } from '../../../../webcodecs/data/idl/buffers.ts';

/** What a configuration says of a stream of Opus. */
export interface OpusStream {
  /** Channels, as a stream without a map has them; `undefined` when `head` maps them. */
  readonly channelCount: 1 | 2 | undefined;
  /** The identification header that maps them. */
  readonly head: OpusHead | undefined;
  /** Sample-frames to leave out at the beginning. */
  readonly preSkipFrames: number;
  /** How much louder, dB: the header's and the configuration's. */
  readonly gainDb: number;
}

/**
 * Reads what the description says and what is asked for beside it. Without a description the packets hold one stream,
 * and nothing is left out (Opus registration, "AudioDecoderConfig description").
 *
 * @throws {SdkError} `unimplemented` for a count of channels that the description, or its absence, does not allow,
 *   `data-loss` for a description that is no identification header
 */
export function opusStream({ description, numberOfChannels, opusExtras }: AudioDecoderConfig): OpusStream {
  const head = description === undefined ? undefined : readOpusHead(bytesOfSource(description, 'description'));
  const gainDb = (head?.outputGainDb ?? 0) + (opusExtras?.gainDb ?? 0);
  const preSkipFrames = head?.preSkip ?? 0;
  if (head && head.mappingFamily !== 0) {
    if (head.channelCount === numberOfChannels) return { channelCount: undefined, head, preSkipFrames, gainDb };
    const detail = `the description has ${head.channelCount} channels, numberOfChannels is ${numberOfChannels}`;
    throw new SdkError('unimplemented', detail);
  }
  if (numberOfChannels === 1 || numberOfChannels === 2)
    return { channelCount: numberOfChannels, head: undefined, preSkipFrames, gainDb };
  const detail = `${numberOfChannels} channels need a description that maps them, got ${head ? 'one of family 0' : 'none'}`;
  throw new SdkError('unimplemented', detail);
}
