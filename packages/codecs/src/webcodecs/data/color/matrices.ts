import type { VideoMatrixCoefficients } from '../video/color-space-names.ts';
import type { VideoColorSpaceInit } from '../video/video-color-space.ts';

/** What turns a luma and two chroma values into red, green and blue from 0 to 255. */
export interface YuvMatrix {
  /** The luma of black. */
  readonly lumaOffset: number;
  /** The chroma of grey. */
  readonly chromaOffset: number;
  /** Luma to all three. */
  readonly luma: number;
  /** Second chroma (V) to red. */
  readonly redOfV: number;
  /** First chroma (U) to green. */
  readonly greenOfU: number;
  /** Second chroma (V) to green. */
  readonly greenOfV: number;
  /** First chroma (U) to blue. */
  readonly blueOfU: number;
}

/** How much of red and blue is in luma. Source: ITU-T H.273, table 4, K_R and K_B. */
const WEIGHTS: Readonly<Record<VideoMatrixCoefficients, readonly [red: number, blue: number]>> = {
  bt709: [0.2126, 0.0722],
  bt470bg: [0.299, 0.114],
  smpte170m: [0.299, 0.114],
  'bt2020-ncl': [0.2627, 0.0593],
  rgb: [0.2126, 0.0722],
};

/**
 * The matrix for values of a depth. A matrix that nobody names is BT.601's, as in Chromium; a range is the limited one.
 * Source: ITU-T H.273, equations 8.3 and following.
 */
export function yuvMatrix({ matrix, fullRange }: VideoColorSpaceInit, bitDepth: number): YuvMatrix {
  const [red, blue] = WEIGHTS[matrix ?? 'smpte170m'];
  const green = 1 - red - blue;
  const step = 2 ** (bitDepth - 8);
  const luma = 255 / (fullRange ? 2 ** bitDepth - 1 : 219 * step);
  const chroma = 255 / (fullRange ? 2 ** bitDepth - 1 : 224 * step);
  return {
    lumaOffset: fullRange ? 0 : 16 * step,
    chromaOffset: 128 * step,
    luma,
    redOfV: chroma * 2 * (1 - red),
    greenOfU: (-chroma * 2 * blue * (1 - blue)) / green,
    greenOfV: (-chroma * 2 * red * (1 - red)) / green,
    blueOfU: chroma * 2 * (1 - blue),
  };
}
