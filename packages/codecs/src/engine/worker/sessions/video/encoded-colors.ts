import { isRgbFormat } from '../../../../webcodecs/data/video/pixel-formats.ts';
import type { VideoColorSpaceInit } from '../../../../webcodecs/data/video/video-color-space.ts';
import type { PixelsMessage } from '../../payloads.ts';

/** Colours with nothing left open. */
export type KnownColors = { readonly [Key in keyof VideoColorSpaceInit]-?: NonNullable<VideoColorSpaceInit[Key]> };

/** What video means whose colours nobody names, as browsers take it. */
const BT709: KnownColors = { primaries: 'bt709', transfer: 'bt709', matrix: 'bt709', fullRange: false };

/**
 * What the pixels mean that are encoded. A picture in RGB is turned into luma and chroma of BT.709 in the limited range,
 * which every player understands; sRGB's curve becomes BT.709's by name only, as neither codec can tell them apart and
 * players take them for the same. Other pictures stay what they are.
 */
export function encodedColors({ format, colorSpace }: PixelsMessage): KnownColors {
  const colors = completeColors(colorSpace);
  if (!isRgbFormat(format)) return colors;
  const transfer = colors.transfer === 'iec61966-2-1' ? 'bt709' : colors.transfer;
  return { ...colors, transfer, matrix: 'bt709', fullRange: false };
}

/** Colours of which the first who names a member is believed; in the end BT.709. */
export function completeColors(...sources: readonly (VideoColorSpaceInit | undefined)[]): KnownColors {
  return sources.reduceRight<KnownColors>(
    (known, source) => ({
      primaries: source?.primaries ?? known.primaries,
      transfer: source?.transfer ?? known.transfer,
      matrix: source?.matrix ?? known.matrix,
      fullRange: source?.fullRange ?? known.fullRange,
    }),
    BT709,
  );
}

/** Whether two mean the same. */
export function areSameColors(a: KnownColors, b: KnownColors): boolean {
  return (
    a.primaries === b.primaries && a.transfer === b.transfer && a.matrix === b.matrix && a.fullRange === b.fullRange
  );
}
