import { SdkError } from '@remotemedia/base';
import type { AudioDecoderFacts, EncodedOutput, VideoDecoderFacts } from '../../ports.ts';
import type { CoderOutput } from '../protocol.ts';

/** An encoded audio chunk, as the coder gets it. */
export function unpackEncodedAudio(output: CoderOutput): EncodedOutput<AudioDecoderFacts> {
  const { decoderConfig, ...encoded } = unpackEncoded(output);
  if (!decoderConfig) return encoded;
  if ('sampleRate' in decoderConfig) return { ...encoded, decoderConfig };
  throw wrongOutput(output);
}

/** An encoded video chunk, as the coder gets it. */
export function unpackEncodedVideo(output: CoderOutput): EncodedOutput<VideoDecoderFacts> {
  const { decoderConfig, ...encoded } = unpackEncoded(output);
  if (!decoderConfig) return encoded;
  if ('codedWidth' in decoderConfig) return { ...encoded, decoderConfig };
  throw wrongOutput(output);
}

/** The error for an output of another coder. */
export function wrongOutput({ type }: CoderOutput): SdkError {
  return new SdkError('internal', `the codec worker sent an output of the type ${type} that was not expected`);
}

function unpackEncoded(output: CoderOutput): EncodedOutput<AudioDecoderFacts | VideoDecoderFacts> {
  if (output.type !== 'encoded') throw wrongOutput(output);
  const { type: _type, key, ...encoded } = output;
  return { ...encoded, type: key ? 'key' : 'delta' };
}
