import type {
  AudioDecoderConfig,
  AudioEncoderConfig,
  VideoDecoderConfig,
  VideoEncoderConfig,
} from '../webcodecs/coders/config-types.ts';
import type { AudioData, VideoFrame } from '../webcodecs/data/index.ts';
import { openNativeAudioDecoder, openNativeAudioEncoder } from './native/audio-engines.ts';
import { openNativeVideoDecoder, openNativeVideoEncoder } from './native/video-engines.ts';
import type {
  AudioDecoderFacts,
  CoderEngine,
  DecodeInput,
  EncodedOutput,
  EngineName,
  EngineSink,
  VideoDecoderFacts,
  VideoEncodeInput,
} from './ports.ts';
import {
  openWasmAudioDecoder,
  openWasmAudioEncoder,
  openWasmVideoDecoder,
  openWasmVideoEncoder,
} from './worker/index.ts';

/** An audio encoder of that engine. */
export function openAudioEncoder(
  name: EngineName,
  sink: EngineSink<EncodedOutput<AudioDecoderFacts>>,
): CoderEngine<AudioEncoderConfig, AudioData> {
  return name === 'wasm' ? openWasmAudioEncoder(sink) : openNativeAudioEncoder(sink);
}

/** An audio decoder of that engine. */
export function openAudioDecoder(
  name: EngineName,
  sink: EngineSink<AudioData>,
): CoderEngine<AudioDecoderConfig, DecodeInput> {
  return name === 'wasm' ? openWasmAudioDecoder(sink) : openNativeAudioDecoder(sink);
}

/** A video encoder of that engine. */
export function openVideoEncoder(
  name: EngineName,
  sink: EngineSink<EncodedOutput<VideoDecoderFacts>>,
): CoderEngine<VideoEncoderConfig, VideoEncodeInput<VideoFrame>> {
  return name === 'wasm' ? openWasmVideoEncoder(sink) : openNativeVideoEncoder(sink);
}

/** A video decoder of that engine. */
export function openVideoDecoder(
  name: EngineName,
  sink: EngineSink<VideoFrame>,
): CoderEngine<VideoDecoderConfig, DecodeInput> {
  return name === 'wasm' ? openWasmVideoDecoder(sink) : openNativeVideoDecoder(sink);
}
