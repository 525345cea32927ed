export { audioDataFromMemory, audioDataFromNative } from './audio/audio-access.ts';
export { AudioData, isAudioData } from './audio/audio-data.ts';
export type { AudioDataCopyToOptions, AudioDataInit } from './audio/audio-init.ts';
export { type PackedAudio, packAudio, unpackAudio } from './audio/pack-audio.ts';
export type { AudioSampleFormat } from './audio/sample-formats.ts';
export { toNativeAudioData } from './audio/to-native.ts';
export type { EncodedChunkInit, EncodedChunkType } from './chunks/chunk-init.ts';
export { bytesOfAudioChunk, EncodedAudioChunk, isEncodedAudioChunk } from './chunks/encoded-audio-chunk.ts';
export { bytesOfVideoChunk, EncodedVideoChunk, isEncodedVideoChunk } from './chunks/encoded-video-chunk.ts';
export {
  isNativeAudioData,
  isNativeVideoFrame,
  type NativeAudioData,
  type NativeVideoFrame,
} from './native-classes.ts';
export type { Package } from './resource/package.ts';
export type {
  VideoColorPrimaries,
  VideoMatrixCoefficients,
  VideoTransferCharacteristics,
} from './video/color-space-names.ts';
export type { VideoFrameCopyToOptions } from './video/copy-options.ts';
export { videoFrameFromMemory, videoFrameFromNative } from './video/frame-access.ts';
export type { AlphaOption, VideoFrameBufferInit, VideoFrameInit } from './video/frame-init.ts';
export type { VideoFrameMetadata } from './video/frame-metadata.ts';
export { type PackedFrame, packFrame, unpackFrame } from './video/pack-frame.ts';
export type { VideoPixelFormat } from './video/pixel-formats.ts';
export type { PlaneLayout } from './video/plane-layout.ts';
export type { ImageSource } from './video/read-image.ts';
export { toNativeVideoFrame } from './video/to-native.ts';
export { convertColorSpace, VideoColorSpace, type VideoColorSpaceInit } from './video/video-color-space.ts';
export { isVideoFrame, VideoFrame } from './video/video-frame.ts';
