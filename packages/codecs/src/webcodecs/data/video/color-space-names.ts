/** Which red, green, blue and white are meant. Source: WebCodecs §9.10, after ITU-T H.273. */
export type VideoColorPrimaries = 'bt709' | 'bt470bg' | 'smpte170m' | 'bt2020' | 'smpte432';

/** How light becomes a value. Source: WebCodecs §9.11, after ITU-T H.273. */
export type VideoTransferCharacteristics = 'bt709' | 'smpte170m' | 'iec61966-2-1' | 'linear' | 'pq' | 'hlg';

/** How luma and chroma are made of red, green and blue. Source: WebCodecs §9.12, after ITU-T H.273. */
export type VideoMatrixCoefficients = 'rgb' | 'bt709' | 'bt470bg' | 'smpte170m' | 'bt2020-ncl';

/** All primaries. */
export const PRIMARIES: readonly VideoColorPrimaries[] = ['bt709', 'bt470bg', 'smpte170m', 'bt2020', 'smpte432'];

/** All transfer characteristics. */
export const TRANSFERS: readonly VideoTransferCharacteristics[] = [
  'bt709',
  'smpte170m',
  'iec61966-2-1',
  'linear',
  'pq',
  'hlg',
];

/** All matrices. */
export const MATRICES: readonly VideoMatrixCoefficients[] = ['rgb', 'bt709', 'bt470bg', 'smpte170m', 'bt2020-ncl'];
