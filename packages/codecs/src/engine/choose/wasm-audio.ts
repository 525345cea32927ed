import { decoderSettings } from '../../opus/decoder-config.ts';
import { completeEncoderConfig } from '../../opus/encoder-config.ts';
import type { AudioDecoderConfig, AudioEncoderConfig } from '../../webcodecs/coders/config-types.ts';
import { opusEncoderSettings } from '../worker/sessions/audio/opus-settings.ts';
import { opusStream } from '../worker/sessions/audio/opus-stream.ts';
import { faultOf } from './fault-of.ts';

/** What is resampled to one of the five rates that Opus has. */
const LOWEST_RATE = 3000;
const HIGHEST_RATE = 384_000;

/** Why our engine cannot encode this; `undefined` when it can. What the codec itself checks is left to it. */
export function wasmAudioEncodeRefusal(config: AudioEncoderConfig): string | undefined {
  if (config.codec !== 'opus') return notOurs(config.codec);
  return rateRefusal(config.sampleRate) ?? faultOf(() => completeEncoderConfig(opusEncoderSettings(config).encoder));
}

/** Why our engine cannot decode this; `undefined` when it can. */
export function wasmAudioDecodeRefusal(config: AudioDecoderConfig): string | undefined {
  if (config.codec !== 'opus') return notOurs(config.codec);
  return rateRefusal(config.sampleRate) ?? faultOf(() => decoderSettings(opusStream(config)));
}

function notOurs(codec: string): string {
  return `the wasm engine has 'opus' for audio, not '${codec}'`;
}

/** Why neither our engine nor a browser's takes that rate, Hz; `undefined` when they do. */
export function rateRefusal(sampleRate: number): string | undefined {
  if (sampleRate >= LOWEST_RATE && sampleRate <= HIGHEST_RATE) return undefined;
  return `sampleRate is ${sampleRate} Hz; expected ${LOWEST_RATE} to ${HIGHEST_RATE}`;
}
