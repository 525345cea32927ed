import { SdkError } from '@remotemedia/base';
import type { CodecInstance } from '../module/instance.ts';
import { type VpxColorSpace, vp9ColorSpace } from './color-space.ts';
import { PICTURE, type VpxDecoderExports } from './vpx-exports.ts';

/** How the chroma of a decoded picture is sampled: 4:2:0, 4:2:2, 4:4:0 (half the rows) or 4:4:4. All but I420 is VP9's profile 1. */
export type VpxPictureFormat = 'I420' | 'I422' | 'I440' | 'I444';

/** One plane of a decoded picture. */
export interface VpxPlane {
  /** Its samples, in the codec's own memory: valid until the decoder's next call. */
  readonly data: Uint8Array<ArrayBuffer>;
  /** From one row to the next, bytes. */
  readonly stride: number;
}

/** A decoded picture. Its planes are views that the decoder's next call overwrites. */
export interface VpxPicture {
  /** Pixels in a row. */
  readonly width: number;
  /** Rows. */
  readonly height: number;
  /** How wide the stream wants it shown; VP9's render size. */
  readonly displayWidth: number;
  /** How high. */
  readonly displayHeight: number;
  /** How the planes are sampled. */
  readonly format: VpxPictureFormat;
  /** Y, U and V. Rows are a little longer than the picture, and there may be one more: sizes are rounded up to even. */
  readonly planes: readonly VpxPlane[];
  /** What the stream says of its colours; VP8 says nothing. */
  readonly colorSpace: VpxColorSpace;
  /** Whether it was made with the help of frames that were damaged or are missing. */
  readonly corrupted: boolean;
}

interface Sampling {
  readonly format: VpxPictureFormat;
  /** By how much rows are halved. */
  readonly down: 0 | 1;
}

/** By `vpx_img_fmt_t`. */
const SAMPLINGS: Readonly<Record<number, Sampling>> = {
  258: { format: 'I420', down: 1 },
  261: { format: 'I422', down: 0 },
  262: { format: 'I444', down: 0 },
  263: { format: 'I440', down: 1 },
};

/** Describes the picture that a decoder has just taken. */
export function readPicture({ exports, bytes }: CodecInstance<VpxDecoderExports>, decoder: number): VpxPicture {
  const read = (property: number): number => exports.decoder_property(decoder, property);
  const format = read(PICTURE.format);
  const sampling = SAMPLINGS[format];
  if (!sampling) throw new SdkError('internal', `libvpx decoded to the unknown format ${format}`);
  const height = read(PICTURE.height);
  const planes = [0, 1, 2].map((index) => {
    const rows = index === 0 || sampling.down === 0 ? height : (height + 1) >> 1;
    const start = exports.decoder_plane(decoder, index);
    const stride = exports.decoder_stride(decoder, index);
    return { data: bytes.subarray(start, start + stride * (rows + (rows & 1))), stride };
  });
  return {
    width: read(PICTURE.width),
    height,
    displayWidth: read(PICTURE.renderWidth),
    displayHeight: read(PICTURE.renderHeight),
    format: sampling.format,
    planes,
    colorSpace: vp9ColorSpace(read(PICTURE.colorSpace), read(PICTURE.fullRange) === 1),
    corrupted: read(PICTURE.corrupted) === 1,
  };
}
