/** Pixel formats by upstream's names, and by those of WebCodecs. */
export const TARGET_FORMATS = ['Yuv420p', 'I420', 'NV12', 'Rgb24', 'Rgba32', 'RGBA', 'RGBX', 'BGRA', 'BGRX'] as const;

/** One of {@link TARGET_FORMATS}. */
export type TargetFormat = (typeof TARGET_FORMATS)[number];

/** The formats that pictures can be converted to. */
export type PixelTarget = 'I420' | 'NV12' | 'RGBA' | 'RGBX' | 'BGRA' | 'BGRX';

/** WebCodecs' name. It has no RGB of three bytes; `Rgb24` is four, the last of which says nothing. */
export function pixelTarget(format: TargetFormat): PixelTarget {
  switch (format) {
    case 'Yuv420p':
      return 'I420';
    case 'Rgb24':
      return 'RGBX';
    case 'Rgba32':
      return 'RGBA';
    default:
      return format;
  }
}
