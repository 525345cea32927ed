import type { VideoDecoderConfig } from '../../../../webcodecs/coders/config-types.ts';

/** A width and a height in pixels. */
export interface PixelSize {
  readonly width: number;
  readonly height: number;
}

/**
 * How large a picture is shown: one side grows until they are in the proportion that the configuration names, as
 * browsers do it. Source: WebCodecs, VideoDecoderConfig, `displayAspectWidth`.
 */
export function displaySizeOf({ width, height }: PixelSize, config: VideoDecoderConfig): PixelSize {
  const { displayAspectWidth, displayAspectHeight } = config;
  if (!displayAspectWidth || !displayAspectHeight) return { width, height };
  const aspect = displayAspectWidth / displayAspectHeight;
  return aspect > width / height
    ? { width: Math.round(height * aspect), height }
    : { width, height: Math.round(width / aspect) };
}
