import type { EngineChoice, EngineName } from '../../engine/ports.ts';
import type { AlphaOption, VideoColorSpaceInit } from '../data/index.ts';

/** Where a coder is in its life. Source: WebCodecs, "CodecState". */
export type CodecState = 'unconfigured' | 'configured' | 'closed';

/** Whether a rate is kept or may vary. Source: MediaStream Recording, "BitrateMode". */
export type BitrateMode = 'constant' | 'variable';

/** How a video encoder spends its bits. Source: WebCodecs, "VideoEncoderBitrateMode". */
export type VideoEncoderBitrateMode = BitrateMode | 'quantizer';

/** A wish about hardware. Source: WebCodecs, "HardwareAcceleration". */
export type HardwareAcceleration = 'no-preference' | 'prefer-hardware' | 'prefer-software';

/** Whether quality or latency matters more. Source: WebCodecs, "LatencyMode". */
export type LatencyMode = 'quality' | 'realtime';

/** The band an Opus stream may take, from 4 to 20 kHz. Source: RFC 6716 §2. */
export type OpusBand = 'narrowband' | 'mediumband' | 'wideband' | 'superwideband' | 'fullband';

/** Members that every configuration of ours has beside the platform's. */
export interface EngineMember {
  /** Which engine may do the work. Default `auto`. */
  engine?: EngineChoice;
}

/** Opus settings of the platform. Source: Opus WebCodecs Registration. */
export interface OpusEncoderConfig {
  /** `opus`: bare packets; `ogg`: `decoderConfig.description` holds an identification header. Default `opus`. */
  format?: 'opus' | 'ogg';
  /** What is heard, as a hint. Default `auto`. */
  signal?: 'auto' | 'music' | 'voice';
  /** What it is for. Default `audio`. */
  application?: 'voip' | 'audio' | 'lowdelay';
  /** How much one chunk holds, in µs: 2500, 5000, or a multiple of 10 000 up to 120 000 but 50, 70, 90 and 110 ms. Default 20 000. */
  frameDuration?: number;
  /** Effort, 0 to 10. Default 9. */
  complexity?: number;
  /** How many of 100 packets are expected to be lost, 0 to 100. Default 0. */
  packetlossperc?: number;
  /** Whether a packet may also carry the one before it, coarsely. Default `false`. */
  useinbandfec?: boolean;
  /** Whether silence is left out. Default `false`. */
  usedtx?: boolean;
}

/** Opus encoder settings that the platform has no name for. They need the `wasm` engine. */
export interface OpusEncoderExtras {
  /** The band, or `auto` to follow rate and signal. Default `auto`. */
  bandwidth?: OpusBand | 'auto';
  /** Widest band that `auto` may take. Default `fullband`. */
  maxBandwidth?: OpusBand;
  /** Whether every packet can be decoded without those before it. Costs quality. Default `false`. */
  predictionDisabled?: boolean;
  /** Whether stereo may not be told apart by phase. Default `false`. */
  phaseInversionDisabled?: boolean;
  /** How many channels are coded, whatever comes in. Default `auto`. */
  forceChannels?: 'auto' | 1 | 2;
  /** Bits of the input that mean something, 8 to 24. Default 24. */
  lsbDepth?: number;
  /** Whether a variable rate may not exceed what fits the channel in time. Default `true`. */
  constrainedRate?: boolean;
}

/** Opus decoder settings that the platform has no name for. They need the `wasm` engine. */
export interface OpusDecoderExtras {
  /** Louder or softer, in dB, −128 to 127.99, together with the gain of the description. Default 0. */
  gainDb?: number;
  /** Whether a gap in the timestamps is filled with what could have been there. Default `false`. */
  concealment?: boolean;
}

/** VP8 and VP9 encoder settings that the platform has no name for. They need the `wasm` engine. */
export interface VpxEncoderExtras {
  /** Speed before quality: 0 to 16 for VP8, 0 to 9 for VP9. Default by size. */
  cpuUsed?: number;
  /** Lowest quantizer, 0 to 63. Default 2. */
  minQuantizer?: number;
  /** Highest quantizer, 0 to 63. Default 56. */
  maxQuantizer?: number;
  /** Denoiser, 0 (off) to 6 for VP8, 0 or 1 for VP9. Default 0. */
  noiseSensitivity?: number;
  /** Blocks that change less than this are skipped, 0 to 1000. Default 1, for VP8 screens 100. */
  staticThreshold?: number;
  /** Longest distance between key frames, in frames, up to 1 000 000; 0 for only those asked for. Default 3000. */
  keyFrameInterval?: number;
  /** Whether a lost frame harms later ones less. Costs bits. Default `false`. */
  errorResilient?: boolean;
  /** Adaptive quantization, 0 (off) to 3; VP9 only. Default 3 with a constant rate, else 0. */
  aqMode?: number;
  /** log2 of the number of tile columns, 0 to 6; VP9 only. Default 0. */
  tileColumns?: number;
}

/** Source: WebCodecs, "AudioEncoderConfig", with its registrations and ours. */
export interface AudioEncoderConfig extends EngineMember {
  /** A codec string, such as `opus`. */
  codec: string;
  /** Hz. */
  sampleRate: number;
  /** Channels. */
  numberOfChannels: number;
  /** bit/s. */
  bitrate?: number;
  /** Default `variable`. */
  bitrateMode?: BitrateMode;
  /** AAC only; the browser's engine. */
  aac?: { format?: 'aac' | 'adts' };
  /** FLAC only; the browser's engine. */
  flac?: { blockSize?: number; compressLevel?: number };
  /** Opus only. */
  opus?: OpusEncoderConfig;
  /** Opus only; the `wasm` engine. */
  opusExtras?: OpusEncoderExtras;
}

/** Source: WebCodecs, "AudioDecoderConfig", with ours. */
export interface AudioDecoderConfig extends EngineMember {
  /** A codec string, such as `opus`. */
  codec: string;
  /** Hz. */
  sampleRate: number;
  /** Channels. */
  numberOfChannels: number;
  /** What the codec has to know beside its chunks; for Opus an identification header (RFC 7845 §5.1). */
  description?: AllowSharedBufferSource;
  /** Opus only; the `wasm` engine. */
  opusExtras?: OpusDecoderExtras;
}

/** Source: WebCodecs, "VideoEncoderConfig", with its registrations and ours. */
export interface VideoEncoderConfig extends EngineMember {
  /** A codec string, such as `vp8` or `vp09.00.10.08`. */
  codec: string;
  /** Pixels of a row; frames of another size are scaled. */
  width: number;
  /** Rows; frames of another size are scaled. */
  height: number;
  /** How wide it should be shown, in pixels. Default `width`. */
  displayWidth?: number;
  /** How high it should be shown, in pixels. Default `height`. */
  displayHeight?: number;
  /** bit/s. */
  bitrate?: number;
  /** Frames in a second. */
  framerate?: number;
  /** Default `no-preference`. */
  hardwareAcceleration?: HardwareAcceleration;
  /** Default `discard`. */
  alpha?: AlphaOption;
  /** Layers, such as `L1T2`. Source: WebRTC-SVC. */
  scalabilityMode?: string;
  /** Default `variable`. */
  bitrateMode?: VideoEncoderBitrateMode;
  /** Default `quality`. */
  latencyMode?: LatencyMode;
  /** What is shown, such as `motion`, `detail` or `text`. Source: MediaStreamTrack Content Hints. */
  contentHint?: string;
  /** H.264 only. */
  avc?: { format?: 'annexb' | 'avc' };
  /** H.265 only. */
  hevc?: { format?: 'annexb' | 'hevc' };
  /** VP8 and VP9 only; the `wasm` engine. */
  vpxExtras?: VpxEncoderExtras;
}

/** Source: WebCodecs, "VideoDecoderConfig", with ours. */
export interface VideoDecoderConfig extends EngineMember {
  /** A codec string, such as `vp8` or `vp09.00.10.08`. */
  codec: string;
  /** What the codec has to know beside its chunks. */
  description?: AllowSharedBufferSource;
  /** Pixels of a row. */
  codedWidth?: number;
  /** Rows. */
  codedHeight?: number;
  /** Horizontal part of the display aspect ratio. */
  displayAspectWidth?: number;
  /** Vertical part of the display aspect ratio. */
  displayAspectHeight?: number;
  /** Colours that win over those of the bitstream. */
  colorSpace?: VideoColorSpaceInit;
  /** Default `no-preference`. */
  hardwareAcceleration?: HardwareAcceleration;
  /** Whether a frame should come out as early as it can. */
  optimizeForLatency?: boolean;
  /** Clockwise turn of the frames, in degrees. Default 0. */
  rotation?: number;
  /** Whether the frames are mirrored, before they are turned. Default `false`. */
  flip?: boolean;
}

/** How one video frame is to be encoded. Source: WebCodecs, "VideoEncoderEncodeOptions", with its registrations. */
export interface VideoEncoderEncodeOptions {
  /** Whether it has to be a key frame. Default `false`. */
  keyFrame?: boolean;
  /** VP8 with `bitrateMode: 'quantizer'`, 0 to 63; as for VP9, which has a registration for it. */
  vp8?: { quantizer?: number | null };
  /** VP9 with `bitrateMode: 'quantizer'`, 0 to 63. */
  vp9?: { quantizer?: number | null };
  /** AV1 with `bitrateMode: 'quantizer'`, 0 to 63. */
  av1?: { quantizer?: number | null };
  /** H.264 with `bitrateMode: 'quantizer'`, 0 to 51. */
  avc?: { quantizer?: number | null };
  /** H.265 with `bitrateMode: 'quantizer'`, 0 to 51. */
  hevc?: { quantizer?: number | null };
}

/** Which engine a coder works with, and why. */
export interface EngineReport {
  /** The engine. */
  readonly name: EngineName;
  /** Why this one: a sentence for people. */
  readonly reason: string;
}

/** Which engine a configuration would get, and why; without a name when none can do it. */
export interface EngineExplanation {
  /** The engine; missing when the configuration is not supported. */
  readonly name?: EngineName;
  /** Why this one, or why none: a sentence for people. */
  readonly reason: string;
}

/** What `isConfigSupported` says. Source: WebCodecs, "Signalling Configuration Support". */
export interface CoderSupport<Config> {
  /** Whether some engine can do it. */
  supported: boolean;
  /** The members that were recognized, with their defaults. */
  config: Config;
}
