import type { VideoTransferCharacteristics } from '../video/color-space-names.ts';

/** Steps from black to white in the table of {@link encodeTable}; fine enough for half a value at the dark end. */
export const LINEAR_STEPS = 16_384;

let encoding: Uint8Array | undefined;
const decodings = new Map<VideoTransferCharacteristics, Float32Array>();

/**
 * Light, 0 to 1, by value. The curves of cameras count as sRGB's, as in Chromium, which shows them so. Light brighter
 * than white (203 cd/m² in PQ and HLG, ITU-R BT.2408) is above 1.
 */
export function decodeTable(transfer: VideoTransferCharacteristics | null): Float32Array {
  const curve = transfer ?? 'iec61966-2-1';
  const known = decodings.get(curve);
  if (known) return known;
  const table = Float32Array.from({ length: 256 }, (_, value) => decode(curve, value / 255));
  decodings.set(curve, table);
  return table;
}

/** sRGB's values by light: index 0 is black, {@link LINEAR_STEPS} white. Display P3 has the same curve. */
export function encodeTable(): Uint8Array {
  encoding ??= Uint8Array.from({ length: LINEAR_STEPS + 1 }, (_, step) => {
    const light = step / LINEAR_STEPS;
    return Math.round(255 * (light <= 0.003_130_8 ? 12.92 * light : 1.055 * light ** (1 / 2.4) - 0.055));
  });
  return encoding;
}

/** Whether values of this curve are sRGB's already. */
export function isSrgbLike(transfer: VideoTransferCharacteristics | null): boolean {
  return transfer === null || transfer === 'bt709' || transfer === 'smpte170m' || transfer === 'iec61966-2-1';
}

function decode(transfer: VideoTransferCharacteristics, value: number): number {
  switch (transfer) {
    case 'linear':
      return value;
    case 'pq':
      return perceptualQuantizer(value) * (10_000 / 203);
    case 'hlg':
      return hybridLogGamma(value) * (1000 / 203);
    case 'bt709':
    case 'smpte170m':
    case 'iec61966-2-1':
      return value <= 0.040_45 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  }
}

/** Of 10 000 cd/m². Source: SMPTE ST 2084, equation 4.1. */
function perceptualQuantizer(value: number): number {
  const power = value ** (1 / 78.84375);
  return (Math.max(power - 0.8359375, 0) / (18.8515625 - 18.6875 * power)) ** (1 / 0.1593017578125);
}

/** Of the brightest light. Source: ITU-R BT.2100, table 5, inverse OETF. */
function hybridLogGamma(value: number): number {
  if (value <= 0.5) return value ** 2 / 3;
  return (Math.exp((value - 0.559_910_73) / 0.178_832_77) + 0.284_668_92) / 12;
}
