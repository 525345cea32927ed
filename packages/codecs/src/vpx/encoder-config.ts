import { SdkError } from '@remotemedia/base';
import { assertBoolean, assertInteger, assertNumber, assertObject, assertOneOf } from '../module/checks.ts';
import type { RgbConversion } from './color-space.ts';
import { RGB_MATRICES } from './color-space.ts';
import { assertPixels } from './picture-limit.ts';
import type { VpxCodec } from './vpx-codec.ts';

/** What a `VpxEncoder` is to do. */
export interface VpxEncoderConfig {
  /** The format of the packets. */
  readonly codec: VpxCodec;
  /** Pixels in a row of the encoded picture, 1–16383; frames of another size are scaled. */
  readonly width: number;
  /** Rows, 1–16383; 8192 × 4352 pixels in all at most. */
  readonly height: number;
  /** Frames per second that are expected, for the rate control. @default 30 */
  readonly framerate?: number | undefined;
  /** Bits per second. @default about 0.07 for each pixel: 2,000,000 for 1280 × 720 at 30 frames per second */
  readonly bitrate?: number | undefined;
  /**
   * `'constant'` for calls: a second of buffer at most. `'variable'` for recordings. `'quantizer'`: each `encode` says it.
   *
   * @default 'constant'
   */
  readonly bitrateMode?: 'constant' | 'variable' | 'quantizer' | undefined;
  /** 2 and 3 are WebRTC-SVC's L1T2 and L1T3: every second frame may be dropped; then every second of the rest. @default 1 */
  readonly temporalLayers?: 1 | 2 | 3 | undefined;
  /** Speed before quality: 0–16 (VP8), 0–9 (VP9; with layers 5 at least). @default as WebRTC: VP8 4 or 6, VP9 5, 7 or 9 by the size */
  readonly cpuUsed?: number | undefined;
  /** `'detail'` for screens and text. @default 'motion' */
  readonly contentHint?: 'motion' | 'detail' | undefined;
  /** Frames depend less on one another, for links that lose some. VP9 with layers always does it. @default false */
  readonly errorResilient?: boolean | undefined;
  /** A key frame at the latest after so many frames, 1–1,000,000. @default 3000 */
  readonly keyFrameInterval?: number | undefined;
  /** Best quality that is used, 0–63. @default 2, for VP8 screens 12; with 'quantizer' 0 */
  readonly minQuantizer?: number | undefined;
  /** Worst quality that is used, 0–63. @default 56; with 'quantizer' 63 */
  readonly maxQuantizer?: number | undefined;
  /** Takes noise out of the picture: VP8 0–6, VP9 0–1. @default 0 */
  readonly noiseSensitivity?: number | undefined;
  /** Below which change a block counts as still, 0–10,000. @default 1, for VP8 screens 100 */
  readonly staticThreshold?: number | undefined;
  /** Quality by the kind of block, VP9: 0 off, 1 variance, 2 complexity, 3 cyclic refresh. @default 3 with 'constant', else 0 */
  readonly aqMode?: number | undefined;
  /** Columns that a decoder can work on at the same time, as a power of two, VP9: 0–6. @default 0 */
  readonly tileColumns?: number | undefined;
  /** Whether frames may be dropped when the bitrate would be exceeded. @default false */
  readonly dropFrames?: boolean | undefined;
  /** What RGB is turned into. @default BT.709 with limited range */
  readonly rgbConversion?: RgbConversion | undefined;
}

/** What changes in mid-stream. The codec cannot. */
export type VpxEncoderUpdate = Partial<Omit<VpxEncoderConfig, 'codec'>>;

/** A config without gaps. */
export type CompleteVpxEncoderConfig = {
  readonly [Field in Exclude<keyof VpxEncoderConfig, 'rgbConversion'>]-?: Exclude<VpxEncoderConfig[Field], undefined>;
} & {
  /** What RGB is turned into. */
  readonly rgbConversion: { readonly [Field in keyof RgbConversion]-?: Exclude<RgbConversion[Field], undefined> };
};

/** Bits for a pixel of a frame: what 2 Mbit/s are at 1280 × 720 and 30 frames per second. */
const BITS_PER_PIXEL = 2_000_000 / (1280 * 720 * 30);

/** The largest that libvpx takes, 10⁶ kbit/s. */
const MAX_BITRATE = 1_000_000_000;

/**
 * Fills gaps by defaults, which follow from the other fields, and checks all.
 *
 * @throws {SdkError} `invalid-argument` or `out-of-range`, naming the field; `resource-exhausted` for too many pixels
 */
export function completeEncoderConfig(config: VpxEncoderConfig): CompleteVpxEncoderConfig {
  assertObject('config', config);
  if (config.rgbConversion !== undefined) assertObject('rgbConversion', config.rgbConversion);
  const { codec, width, height, bitrateMode = 'constant', contentHint = 'motion', framerate = 30 } = config;
  assertOneOf('codec', codec, ['vp8', 'vp9']);
  assertInteger('width', width, 1, 16383);
  assertInteger('height', height, 1, 16383);
  assertPixels(width, height, 'an encoded picture');
  assertNumber('framerate', framerate, 0.001, 100_000);
  assertOneOf('bitrateMode', bitrateMode, ['constant', 'variable', 'quantizer']);
  assertOneOf('contentHint', contentHint, ['motion', 'detail']);
  const isVp8Screen = codec === 'vp8' && contentHint === 'detail';
  const free = bitrateMode === 'quantizer';
  const complete = {
    codec,
    width,
    height,
    framerate,
    bitrate:
      config.bitrate ?? Math.min(MAX_BITRATE, Math.max(1, Math.round(BITS_PER_PIXEL * width * height * framerate))),
    bitrateMode,
    temporalLayers: config.temporalLayers ?? 1,
    cpuUsed: config.cpuUsed ?? usualSpeed(codec, width * height),
    contentHint,
    errorResilient: config.errorResilient ?? false,
    keyFrameInterval: config.keyFrameInterval ?? 3000,
    minQuantizer: config.minQuantizer ?? (free ? 0 : isVp8Screen ? 12 : 2),
    maxQuantizer: config.maxQuantizer ?? (free ? 63 : 56),
    noiseSensitivity: config.noiseSensitivity ?? 0,
    staticThreshold: config.staticThreshold ?? (isVp8Screen ? 100 : 1),
    aqMode: config.aqMode ?? (bitrateMode === 'constant' ? 3 : 0),
    tileColumns: config.tileColumns ?? 0,
    dropFrames: config.dropFrames ?? false,
    rgbConversion: {
      matrix: config.rgbConversion?.matrix ?? 'bt709',
      fullRange: config.rgbConversion?.fullRange ?? false,
    },
  } as const;
  assertRest(complete);
  return complete;
}

/** As WebRTC has it for processors of desktops. */
function usualSpeed(codec: VpxCodec, pixels: number): number {
  if (codec === 'vp8') return pixels < 352 * 288 ? 4 : 6;
  if (pixels < 352 * 288) return 5;
  return pixels < 1920 * 1080 ? 7 : 9;
}

function assertRest(config: CompleteVpxEncoderConfig): void {
  const isVp8 = config.codec === 'vp8';
  assertNumber('bitrate', config.bitrate, 1, MAX_BITRATE);
  assertOneOf('temporalLayers', config.temporalLayers, [1, 2, 3]);
  assertInteger('cpuUsed', config.cpuUsed, 0, isVp8 ? 16 : 9);
  assertBoolean('errorResilient', config.errorResilient);
  assertInteger('keyFrameInterval', config.keyFrameInterval, 1, 1_000_000);
  assertInteger('minQuantizer', config.minQuantizer, 0, 63);
  assertInteger('maxQuantizer', config.maxQuantizer, 0, 63);
  assertInteger('noiseSensitivity', config.noiseSensitivity, 0, isVp8 ? 6 : 1);
  assertInteger('staticThreshold', config.staticThreshold, 0, 10_000);
  assertInteger('aqMode', config.aqMode, 0, 3);
  assertInteger('tileColumns', config.tileColumns, 0, 6);
  assertBoolean('dropFrames', config.dropFrames);
  assertOneOf('rgbConversion.matrix', config.rgbConversion.matrix, Object.keys(RGB_MATRICES));
  assertBoolean('rgbConversion.fullRange', config.rgbConversion.fullRange);
  if (config.minQuantizer <= config.maxQuantizer) return;
  const detail = `minQuantizer must not exceed maxQuantizer; they are ${config.minQuantizer} and ${config.maxQuantizer}`;
  throw new SdkError('out-of-range', detail);
}
