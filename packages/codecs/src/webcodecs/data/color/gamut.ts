import type { VideoColorPrimaries } from '../video/color-space-names.ts';
import type { RgbColorSpace } from '../video/copy-options.ts';

/** Nine numbers by rows, applied to linear red, green and blue. */
export type ColorMatrix = readonly [number, number, number, number, number, number, number, number, number];

/** x and y of red, green, blue. White is D65 for all. Source: ITU-T H.273, table 2. */
type Chromaticities = readonly [number, number, number, number, number, number];

const D65 = [0.3127, 0.329] as const;
const BT709: Chromaticities = [0.64, 0.33, 0.3, 0.6, 0.15, 0.06];
const P3: Chromaticities = [0.68, 0.32, 0.265, 0.69, 0.15, 0.06];

/** SMPTE 170M counts as BT.709, as in Chromium and as most cameras mean it. */
const PRIMARIES: Readonly<Record<VideoColorPrimaries, Chromaticities>> = {
  bt709: BT709,
  smpte170m: BT709,
  bt470bg: [0.64, 0.33, 0.29, 0.6, 0.15, 0.06],
  bt2020: [0.708, 0.292, 0.17, 0.797, 0.131, 0.046],
  smpte432: P3,
};

/** Linear values of one gamut to another. @returns `undefined` where nothing changes */
export function gamutMatrix(from: VideoColorPrimaries | null, to: RgbColorSpace): ColorMatrix | undefined {
  const source = PRIMARIES[from ?? 'bt709'];
  const target = to === 'display-p3' ? P3 : BT709;
  if (source === target) return undefined;
  return multiply(invert(toXyz(target)), toXyz(source));
}

/** Source: SMPTE RP 177, derivation of basic television color equations. */
function toXyz([xr, yr, xg, yg, xb, yb]: Chromaticities): ColorMatrix {
  const columns: ColorMatrix = [
    xr / yr,
    xg / yg,
    xb / yb,
    1,
    1,
    1,
    (1 - xr - yr) / yr,
    (1 - xg - yg) / yg,
    (1 - xb - yb) / yb,
  ];
  const [x, y] = D65;
  const [r, g, b] = apply(invert(columns), x / y, 1, (1 - x - y) / y);
  const [a, c, d, e, f, h, i, j, k] = columns;
  return [a * r, c * g, d * b, e * r, f * g, h * b, i * r, j * g, k * b];
}

function apply([a, b, c, d, e, f, g, h, i]: ColorMatrix, x: number, y: number, z: number): [number, number, number] {
  return [a * x + b * y + c * z, d * x + e * y + f * z, g * x + h * y + i * z];
}

function multiply(left: ColorMatrix, [a, b, c, d, e, f, g, h, i]: ColorMatrix): ColorMatrix {
  const [p, s, v] = apply(left, a, d, g);
  const [q, t, w] = apply(left, b, e, h);
  const [r, u, x] = apply(left, c, f, i);
  return [p, q, r, s, t, u, v, w, x];
}

function invert([a, b, c, d, e, f, g, h, i]: ColorMatrix): ColorMatrix {
  const p = e * i - f * h;
  const q = f * g - d * i;
  const r = d * h - e * g;
  const scale = 1 / (a * p + b * q + c * r);
  const all = [p, c * h - b * i, b * f - c * e, q, a * i - c * g, c * d - a * f, r, b * g - a * h, a * e - b * d];
  const [A = 0, B = 0, C = 0, D = 0, E = 0, F = 0, G = 0, H = 0, I = 0] = all.map((cell) => cell * scale);
  return [A, B, C, D, E, F, G, H, I];
}
