import type { VideoColorSpaceInit, VideoMatrixCoefficients } from '@remotemedia/codecs';

/** Matrices by upstream's names. */
export type ColorMatrix = 'bt601' | 'bt709' | 'bt2020';

/** Ranges by upstream's names: `tv` is 16–235, `pc` is all of it. */
export type ColorRange = 'tv' | 'pc';

/** What luma and chroma mean. */
export interface YuvColors {
  readonly matrix: ColorMatrix;
  readonly range: ColorRange;
}

/** How much of red and blue is in luma. Source: ITU-T H.273, table 4, K_R and K_B. */
const WEIGHTS: Readonly<Record<ColorMatrix, { readonly red: number; readonly blue: number }>> = {
  bt601: { red: 0.299, blue: 0.114 },
  bt709: { red: 0.2126, blue: 0.0722 },
  bt2020: { red: 0.2627, blue: 0.0593 },
};

const CODED: Readonly<Record<VideoMatrixCoefficients, ColorMatrix | undefined>> = {
  bt709: 'bt709',
  smpte170m: 'bt601',
  bt470bg: 'bt601',
  'bt2020-ncl': 'bt2020',
  rgb: undefined,
};

const MATRIX_NAMES: Readonly<Record<ColorMatrix, VideoMatrixCoefficients>> = {
  bt601: 'smpte170m',
  bt709: 'bt709',
  bt2020: 'bt2020-ncl',
};

/** What the values of a frame mean, or what `unless` says where the frame says nothing. */
export function yuvColorsOf({ matrix, fullRange }: VideoColorSpaceInit, unless: YuvColors): YuvColors {
  return {
    matrix: (matrix && CODED[matrix]) ?? unless.matrix,
    range: fullRange === null || fullRange === undefined ? unless.range : fullRange ? 'pc' : 'tv',
  };
}

/** The colour space of a frame whose luma and chroma mean that; what else is known of the source stays. */
export function spaceOf({ matrix, range }: YuvColors, source: VideoColorSpaceInit): VideoColorSpaceInit {
  const { primaries = null, transfer = null } = source;
  return { primaries, transfer, matrix: MATRIX_NAMES[matrix], fullRange: range === 'pc' };
}

/** What turns red, green and blue from 0 to 255 into luma and chroma of 8 bits, in 1/65536. */
export interface RgbWeights {
  readonly luma: readonly [red: number, green: number, blue: number];
  readonly u: readonly [red: number, green: number, blue: number];
  readonly v: readonly [red: number, green: number, blue: number];
  /** The luma of black. */
  readonly black: number;
}

/** Source: ITU-T H.273, equations 32 to 34 (E′Y, E′PB, E′PR) and their quantization. */
export function rgbWeights({ matrix, range }: YuvColors): RgbWeights {
  const { red, blue } = WEIGHTS[matrix];
  const green = 1 - red - blue;
  const luma = (range === 'pc' ? 1 : 219 / 255) * 65_536;
  const chroma = (range === 'pc' ? 1 : 224 / 255) * 65_536;
  const toU = chroma / (2 * (1 - blue));
  const toV = chroma / (2 * (1 - red));
  return {
    luma: [red * luma, green * luma, blue * luma],
    u: [-red * toU, -green * toU, (1 - blue) * toU],
    v: [(1 - red) * toV, -green * toV, -blue * toV],
    black: range === 'pc' ? 0 : 16,
  };
}
