/**
 * Raw media to encoded chunks and back, in the shape of the platform's WebCodecs, in any browser and in Node: done by
 * the browser's own codecs, or by ours in WebAssembly and a worker. And the cores beneath, which work at once and in the
 * thread that calls; where the platform has a name already, the core's has another here (`OpusCoreConfig`).
 *
 * @module
 */
export * from './cores.ts';
export type { EngineChoice, EngineName } from './engine/ports.ts';
export { type CodecLocations, setCodecLocations } from './engine/worker/index.ts';
export type { OpusEncoderConfig as OpusCoreConfig } from './opus/index.ts';
export { AudioDecoder, type AudioDecoderInit } from './webcodecs/coders/audio-decoder.ts';
export {
  AudioEncoder,
  type AudioEncoderInit,
  type EncodedAudioChunkMetadata,
} from './webcodecs/coders/audio-encoder.ts';
export type {
  AudioDecoderConfig,
  AudioEncoderConfig,
  BitrateMode,
  CodecState,
  CoderSupport,
  EngineExplanation,
  EngineMember,
  EngineReport,
  HardwareAcceleration,
  LatencyMode,
  OpusBand,
  OpusDecoderExtras,
  OpusEncoderConfig,
  OpusEncoderExtras,
  VideoDecoderConfig,
  VideoEncoderBitrateMode,
  VideoEncoderConfig,
  VideoEncoderEncodeOptions,
  VpxEncoderExtras,
} from './webcodecs/coders/config-types.ts';
export type { DequeueListener } from './webcodecs/coders/interface-parts.ts';
export type { EncodedVideoChunkMetadata } from './webcodecs/coders/output/encoded-video-output.ts';
export { VideoDecoder, type VideoDecoderInit } from './webcodecs/coders/video-decoder.ts';
export { VideoEncoder, type VideoEncoderInit } from './webcodecs/coders/video-encoder.ts';
export {
  type AlphaOption,
  AudioData,
  type AudioDataCopyToOptions,
  type AudioDataInit,
  type AudioSampleFormat,
  EncodedAudioChunk,
  type EncodedChunkInit,
  type EncodedChunkType,
  EncodedVideoChunk,
  type ImageSource,
  type NativeAudioData,
  type NativeVideoFrame,
  type Package,
  type PackedAudio,
  type PackedFrame,
  type PlaneLayout,
  packAudio,
  packFrame,
  toNativeAudioData,
  toNativeVideoFrame,
  unpackAudio,
  unpackFrame,
  type VideoColorPrimaries,
  VideoColorSpace,
  type VideoColorSpaceInit,
  VideoFrame,
  type VideoFrameBufferInit,
  type VideoFrameCopyToOptions,
  type VideoFrameInit,
  type VideoFrameMetadata,
  type VideoMatrixCoefficients,
  type VideoPixelFormat,
  type VideoTransferCharacteristics,
} from './webcodecs/data/index.ts';
