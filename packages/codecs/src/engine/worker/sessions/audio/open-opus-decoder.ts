import { OpusDecoder, OpusMultistreamDecoder } from '../../../../opus/index.ts';
import type { AudioDecoderConfig } from '../../../../webcodecs/coders/config-types.ts';
import { opusStream } from './opus-stream.ts';

/** A decoder, and what the identification header said of its stream. */
export interface OpenOpusDecoder {
  /** Gives interleaved floats of 48 kHz. */
  readonly decoder: OpusDecoder | OpusMultistreamDecoder;
  /** Sample-frames to leave out at the beginning. */
  readonly preSkipFrames: number;
}

/**
 * A decoder for a configuration of the platform's shape.
 *
 * @throws {SdkError} what {@link opusStream} throws; `out-of-range` for a gain beyond what Opus has
 */
export function openOpusDecoder(config: AudioDecoderConfig, module: WebAssembly.Module): OpenOpusDecoder {
  const { head, channelCount, gainDb, preSkipFrames } = opusStream(config);
  const decoder = head
    ? new OpusMultistreamDecoder(module, { head, gainDb })
    : new OpusDecoder(module, { channelCount, gainDb });
  return { decoder, preSkipFrames };
}
