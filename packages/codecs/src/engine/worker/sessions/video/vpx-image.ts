import type { VpxImage } from '../../../../vpx/index.ts';
import type { PixelsMessage } from '../../payloads.ts';
import type { KnownColors } from './encoded-colors.ts';
import { toI420 } from './to-i420.ts';

/** Formats that the encoder takes as they are. */
type EncodableFormat = VpxImage['format'];

const ENCODABLE: Readonly<Record<EncodableFormat, true>> = {
  I420: true,
  I420A: true,
  NV12: true,
  RGBA: true,
  RGBX: true,
  BGRA: true,
  BGRX: true,
};

/**
 * A picture as the encoder takes it; luma and chroma in other formats are reduced to I420 first.
 *
 * @param colorSpace what the encoded pixels are to mean
 */
export function vpxImageOf(pixels: PixelsMessage, colorSpace: KnownColors): VpxImage {
  const { format, data, layout, codedWidth, codedHeight, visibleRect } = pixels;
  if (!isEncodable(format)) return vpxImageOf(toI420(pixels), colorSpace);
  return { format, data, layout, codedWidth, codedHeight, visibleRect, colorSpace };
}

function isEncodable(format: string): format is EncodableFormat {
  return Object.hasOwn(ENCODABLE, format);
}
