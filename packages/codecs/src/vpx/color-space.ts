/** How colours are meant, in the words of WebCodecs (9.9, VideoColorSpace); what is missing or `null` is not known. */
export interface VpxColorSpace {
  /** Which red, green, blue and white. */
  readonly primaries?: 'bt709' | 'bt470bg' | 'smpte170m' | 'bt2020' | 'smpte432' | null;
  /** The curve from light to numbers. */
  readonly transfer?: 'bt709' | 'smpte170m' | 'iec61966-2-1' | 'linear' | 'pq' | 'hlg' | null;
  /** How the planes are made of red, green and blue. */
  readonly matrix?: 'rgb' | 'bt709' | 'bt470bg' | 'smpte170m' | 'bt2020-ncl' | null;
  /** Whether black is 0, not 16. */
  readonly fullRange?: boolean | null;
}

/** What red, green and blue are turned into. */
export interface RgbConversion {
  /** Which weights. @default 'bt709' */
  readonly matrix?: 'bt709' | 'smpte170m' | 'bt2020-ncl' | undefined;
  /** Whether black becomes 0, not 16. VP8 cannot tell its decoder. @default false */
  readonly fullRange?: boolean | undefined;
}

/** The numbers of the bridge's `enum matrix`. */
export const RGB_MATRICES: Readonly<Record<string, number>> = { smpte170m: 0, bt709: 1, 'bt2020-ncl': 2 };

/** VP9's color_space by matrix (VP9 specification, 7.2.2). 0 is unknown. */
const VP9_NUMBERS: ReadonlyMap<unknown, number> = new Map([
  ['bt470bg', 1],
  ['bt709', 2],
  ['smpte170m', 3],
  ['bt2020-ncl', 5],
]);

const BT601: VpxColorSpace = { primaries: 'smpte170m', transfer: 'smpte170m', matrix: 'smpte170m' };

/** What a decoder says of each of them. 4, SMPTE 240M, has no name in WebCodecs. */
const VP9_MEANINGS: readonly VpxColorSpace[] = [
  {},
  BT601,
  { primaries: 'bt709', transfer: 'bt709', matrix: 'bt709' },
  BT601,
  {},
  { primaries: 'bt2020', transfer: 'bt709', matrix: 'bt2020-ncl' },
  {},
  { primaries: 'bt709', transfer: 'iec61966-2-1', matrix: 'rgb' },
];

/** The number that VP9 writes for a matrix; 0 (unknown) for one it has none for. */
export function vp9ColorNumber(matrix: VpxColorSpace['matrix']): number {
  return VP9_NUMBERS.get(matrix) ?? 0;
}

/** What VP9's number means; only the range is known where the stream says nothing. */
export function vp9ColorSpace(colorNumber: number, fullRange: boolean): VpxColorSpace {
  return { ...VP9_MEANINGS[colorNumber], fullRange };
}
