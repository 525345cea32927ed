import type {
  AudioDecoderConfig,
  AudioEncoderConfig,
  VideoDecoderConfig,
  VideoEncoderConfig,
} from '../../webcodecs/coders/config-types.ts';
import type { AudioData, VideoFrame } from '../../webcodecs/data/index.ts';
import type {
  AudioDecoderFacts,
  CoderEngine,
  DecodeInput,
  EncodedOutput,
  EngineSink,
  VideoDecoderFacts,
  VideoEncodeInput,
} from '../ports.ts';
import { AUDIO_DECODER, AUDIO_ENCODER } from './traits/audio-traits.ts';
import { VIDEO_ENCODER, videoDecoderTraits } from './traits/video-traits.ts';
import { WasmEngine } from './wasm-engine.ts';

export { type CodecLocations, setCodecLocations } from './threads/codec-locations.ts';

/** An engine that encodes Opus. Whoever opens it closes it. */
export function openWasmAudioEncoder(
  sink: EngineSink<EncodedOutput<AudioDecoderFacts>>,
): CoderEngine<AudioEncoderConfig, AudioData> {
  return new WasmEngine(AUDIO_ENCODER, sink);
}

/** An engine that decodes Opus. Whoever opens it closes it. */
export function openWasmAudioDecoder(sink: EngineSink<AudioData>): CoderEngine<AudioDecoderConfig, DecodeInput> {
  return new WasmEngine(AUDIO_DECODER, sink);
}

/** An engine that encodes VP8 and VP9. Whoever opens it closes it. */
export function openWasmVideoEncoder(
  sink: EngineSink<EncodedOutput<VideoDecoderFacts>>,
): CoderEngine<VideoEncoderConfig, VideoEncodeInput<VideoFrame>> {
  return new WasmEngine(VIDEO_ENCODER, sink);
}

/** An engine that decodes VP8 and VP9. Whoever opens it closes it. */
export function openWasmVideoDecoder(sink: EngineSink<VideoFrame>): CoderEngine<VideoDecoderConfig, DecodeInput> {
  return new WasmEngine(videoDecoderTraits(), sink);
}
