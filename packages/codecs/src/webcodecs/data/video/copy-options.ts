import { Members, oneOf, sequenceOf } from '../idl/dictionaries.ts';
import { notSupported } from '../idl/exceptions.ts';
import { toPixelFormat } from './frame-init.ts';
import type { FrameState } from './frame-state.ts';
import { isRgbFormat, type RgbFormat, type VideoPixelFormat } from './pixel-formats.ts';
import { type CombinedLayout, combineLayout, convertPlaneLayout, type PlaneLayout } from './plane-layout.ts';
import { checkRect, convertRect, type PixelRect } from './rectangles.ts';

/** Which colours RGB values mean. Source: HTML, PredefinedColorSpace. */
export type RgbColorSpace = 'srgb' | 'display-p3';

/** What of a picture is copied, and how it comes out. Source: WebCodecs §9.4.8, VideoFrameCopyToOptions. */
export interface VideoFrameCopyToOptions {
  /** Which part. @default the visible rectangle */
  rect?: DOMRectInit;
  /** Where the planes go. @default close together, in order */
  layout?: readonly PlaneLayout[];
  /** RGBA, RGBX, BGRA or BGRX, to have the pixels converted. @default as they are */
  format?: VideoPixelFormat;
  /** With `format`: which colours the values mean. @default 'srgb' */
  colorSpace?: RgbColorSpace;
}

/** What is to be copied, checked. */
export interface CopyPlan {
  /** Which part. */
  readonly rect: PixelRect;
  /** Where the planes go, and how much room that takes. */
  readonly layout: CombinedLayout;
  /** What the pixels are converted to; `undefined` when they are copied as they are. */
  readonly convertTo: RgbFormat | undefined;
  /** Which colours converted values mean. */
  readonly colorSpace: RgbColorSpace;
}

const toColorSpace = oneOf(['srgb', 'srgb-linear', 'display-p3', 'display-p3-linear'] as const);

/** VideoFrameCopyToOptions after conversion. */
export interface ConvertedCopyOptions {
  readonly colorSpace: RgbColorSpace | 'srgb-linear' | 'display-p3-linear';
  readonly format: VideoPixelFormat | undefined;
  readonly layout: readonly PlaneLayout[] | undefined;
  readonly rect: PixelRect | undefined;
}

/** Converts members in WebIDL's order. @throws {TypeError} for what does not convert */
export function convertCopyOptions(value: unknown): ConvertedCopyOptions {
  const options = new Members(value, 'VideoFrameCopyToOptions');
  return {
    colorSpace: options.optional('colorSpace', toColorSpace) ?? 'srgb',
    format: options.optional('format', toPixelFormat),
    layout: options.optional('layout', sequenceOf(convertPlaneLayout)),
    rect: options.optional('rect', convertRect),
  };
}

/**
 * Source: WebCodecs §9.4.7, Parse VideoFrameCopyToOptions.
 *
 * @throws {TypeError} for a rectangle or a layout that does not fit
 * @throws {DOMException} `NotSupportedError` for a format or colours that pixels are not converted to, or where the browser does not
 * say how its pixels are stored
 */
export function planCopy(state: FrameState, options: ConvertedCopyOptions): CopyPlan {
  const { format: wanted, colorSpace } = options;
  if (colorSpace !== 'srgb' && colorSpace !== 'display-p3')
    throw notSupported(`pixels are not converted to ${colorSpace}, only to srgb and display-p3`);
  const format = wanted ?? state.format;
  if (!format) throw notSupported('the browser does not say how the pixels are stored; ask for RGBA');
  const rect = options.rect
    ? checkRect(options.rect, 'rect', state.codedWidth, state.codedHeight, state.format)
    : state.visibleRect;
  if (wanted && !isRgbFormat(wanted))
    throw notSupported(`pixels are not converted to ${wanted}, only to RGBA, RGBX, BGRA and BGRX`);
  const convertTo = wanted && isRgbFormat(wanted) ? wanted : undefined;
  return { rect, layout: combineLayout(format, rect, options.layout), convertTo, colorSpace };
}
