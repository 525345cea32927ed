import { SdkError } from '@remotemedia/base';
import { readOpusHead } from '../../opus/opus-head.ts';
import type { AudioDecoderConfig, AudioEncoderConfig } from '../../webcodecs/coders/config-types.ts';
import { bytesOfSource } from '../../webcodecs/data/idl/buffers.ts';
import { nativeCoders } from '../native/native-coders.ts';
import { nativeAudioDecoderConfig, nativeAudioEncoderConfig } from '../native/native-configs.ts';
import type { EngineRules } from './choose-engine.ts';
import { extrasRefusal } from './extras-refusal.ts';
import { faultOf } from './fault-of.ts';
import { NativeProbe } from './native-probe.ts';
import { rateRefusal, wasmAudioDecodeRefusal, wasmAudioEncodeRefusal } from './wasm-audio.ts';

const encoderProbe = new NativeProbe<AudioEncoderConfig>(nativeCoders.AudioEncoder, 'AudioEncoder', [
  'aac',
  'bitrate',
  'bitrateMode',
  'flac',
  'opus',
]);
const decoderProbe = new NativeProbe<AudioDecoderConfig>(nativeCoders.AudioDecoder, 'AudioDecoder', []);

/** Browsers take these, and then fail at the first chunk, or refuse them. Seen in Chromium 156 and Firefox 153. */
const UNUSUAL_DURATIONS: readonly (number | undefined)[] = [80_000, 100_000];

/** Seen in Chromium 156; more than surround sound has. */
const BROWSER_CHANNELS = 8;

/** For encoding audio. */
export const AUDIO_ENCODER_RULES: EngineRules<AudioEncoderConfig> = {
  wasmRefusal: wasmAudioEncodeRefusal,
  wasmAdvantage: () => undefined,
  nativeRefusal: (config) =>
    extrasRefusal('opusExtras', config.opusExtras) ??
    durationRefusal(config) ??
    encoderProbe.refusal(nativeAudioEncoderConfig(config)),
};

/** For decoding audio. */
export const AUDIO_DECODER_RULES: EngineRules<AudioDecoderConfig> = {
  wasmRefusal: wasmAudioDecodeRefusal,
  wasmAdvantage: () => undefined,
  nativeRefusal: (config) =>
    extrasRefusal('opusExtras', config.opusExtras) ??
    opusRefusal(config) ??
    decoderProbe.refusal(nativeAudioDecoderConfig(config)),
};

function durationRefusal({ codec, opus }: AudioEncoderConfig): string | undefined {
  if (codec !== 'opus' || !UNUSUAL_DURATIONS.includes(opus?.frameDuration)) return undefined;
  return `browsers do not encode Opus with a frameDuration of ${opus?.frameDuration} µs`;
}

/**
 * Browsers say that they support what they then refuse, or only fail at. For too many channels without a description,
 * some of the W3C's tests want a TypeError and others do not.
 */
function opusRefusal({ codec, numberOfChannels, sampleRate, description }: AudioDecoderConfig): string | undefined {
  if (codec !== 'opus') return undefined;
  if (!description && numberOfChannels > 2)
    return `browsers do not decode Opus with ${numberOfChannels} channels without a description`;
  if (numberOfChannels > BROWSER_CHANNELS) return `browsers do not decode Opus with ${numberOfChannels} channels`;
  return rateRefusal(sampleRate) ?? (description && headRefusal(description, numberOfChannels));
}

function headRefusal(description: AllowSharedBufferSource, numberOfChannels: number): string | undefined {
  return faultOf(() => {
    const { channelCount } = readOpusHead(bytesOfSource(description, 'description'));
    if (channelCount === numberOfChannels) return;
    const detail = `the description has ${channelCount} channels, numberOfChannels is ${numberOfChannels}`;
    throw new SdkError('unimplemented', detail);
  });
}
