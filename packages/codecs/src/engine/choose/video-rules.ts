import type { VideoDecoderConfig, VideoEncoderConfig } from '../../webcodecs/coders/config-types.ts';
import { nativeCoders } from '../native/native-coders.ts';
import { nativeVideoDecoderConfig, nativeVideoEncoderConfig } from '../native/native-configs.ts';
import type { EngineRules } from './choose-engine.ts';
import { extrasRefusal } from './extras-refusal.ts';
import { NativeProbe } from './native-probe.ts';
import { wasmVideoDecodeRefusal, wasmVideoEncodeRefusal } from './wasm-video.ts';

const encoderProbe = new NativeProbe<VideoEncoderConfig>(nativeCoders.VideoEncoder, 'VideoEncoder', [
  'alpha',
  'avc',
  'bitrate',
  'bitrateMode',
  'hevc',
  'scalabilityMode',
]);
const decoderProbe = new NativeProbe<VideoDecoderConfig>(nativeCoders.VideoDecoder, 'VideoDecoder', ['description']);

/** For encoding video. */
export const VIDEO_ENCODER_RULES: EngineRules<VideoEncoderConfig> = {
  wasmRefusal: wasmVideoEncodeRefusal,
  wasmAdvantage: poorNative,
  nativeRefusal: (config) =>
    extrasRefusal('vpxExtras', config.vpxExtras) ??
    quantizerRefusal(config) ??
    encoderProbe.refusal(nativeVideoEncoderConfig(config)),
};

/** For decoding video. */
export const VIDEO_DECODER_RULES: EngineRules<VideoDecoderConfig> = {
  wasmRefusal: wasmVideoDecodeRefusal,
  wasmAdvantage: () => undefined,
  nativeRefusal: (config) => decoderProbe.refusal(nativeVideoDecoderConfig(config)),
};

/** The registration of VP8 has no quantizer for a frame, so browsers would ignore it. */
function quantizerRefusal({ codec, bitrateMode }: VideoEncoderConfig): string | undefined {
  if (codec !== 'vp8' || bitrateMode !== 'quantizer') return undefined;
  return 'browsers have no quantizer for single VP8 frames';
}

/**
 * Firefox 153 needs 13 to 500 ms for a VP9 frame where others need 1 to 4, and for VP8 it spends twice the bit rate and
 * does not follow when that changes.
 */
function poorNative({ codec, hardwareAcceleration }: VideoEncoderConfig): string | undefined {
  const agent: unknown = Reflect.get(globalThis.navigator ?? {}, 'userAgent');
  if (typeof agent !== 'string' || !agent.includes('Firefox/') || hardwareAcceleration === 'prefer-hardware')
    return undefined;
  if (codec === 'vp8') return 'Firefox does not keep the bit rate of VP8';
  return codec.startsWith('vp09.') ? 'Firefox encodes VP9 slowly' : undefined;
}
