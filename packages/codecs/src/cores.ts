/**
 * The synchronous cores and what belongs to them, for every entry that offers them. The config of `OpusEncoder` is not
 * among them: beside the platform's `OpusEncoderConfig` it needs another name.
 *
 * @module
 */
export type { CodecFile, CodecSource } from './module/codec-source.ts';
export { liveCodecs, setLeakListener } from './module/live-codecs.ts';
export { type LoadCodecOptions, loadCodec } from './module/load-codec.ts';
export {
  type CompleteOpusEncoderConfig,
  inspectOpusPacket,
  OPUS_DURATIONS_MS,
  OPUS_SAMPLE_RATES,
  type OpusBandwidth,
  OpusDecoder,
  type OpusDecoderConfig,
  type OpusDecoderSettings,
  OpusEncoder,
  type OpusHead,
  type OpusHeadFields,
  type OpusMode,
  OpusMultistreamDecoder,
  type OpusMultistreamDecoderConfig,
  type OpusPacketInfo,
  type OpusPacketKind,
  type OpusSampleRate,
  readOpusHead,
  writeOpusHead,
} from './opus/index.ts';
export { Resampler, type ResamplerOptions, type ResamplerQuality } from './resample/index.ts';
export {
  type CompleteVpxEncoderConfig,
  type FramePlace,
  MAX_VPX_PIXELS,
  parseVp8Header,
  parseVp9Header,
  parseVp9Superframe,
  type RgbConversion,
  type Vp8Header,
  type Vp9Header,
  type VpxCodec,
  type VpxColorSpace,
  VpxDecoder,
  type VpxDecoderConfig,
  type VpxEncoded,
  type VpxEncodeOptions,
  VpxEncoder,
  type VpxEncoderConfig,
  type VpxEncoderUpdate,
  type VpxImage,
  type VpxImageFormat,
  type VpxPicture,
  type VpxPictureFormat,
  type VpxPlane,
  type VpxPlaneLayout,
  type VpxRect,
} from './vpx/index.ts';
