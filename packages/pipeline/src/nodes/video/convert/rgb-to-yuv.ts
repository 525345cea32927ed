import { blankPicture, type Picture, type Plane, planeOf, type Samples } from '../pixels/picture.ts';
import { type RgbWeights, rgbWeights, type YuvColors } from './yuv-colors.ts';

/** Red, green and blue as luma and chroma at half width and height. A chroma value is the mean of its pixels. */
export function rgbToYuv(source: Picture, format: 'I420' | 'NV12', colors: YuvColors): Picture {
  const target = blankPicture(format, source.width, source.height);
  const weights = rgbWeights(colors);
  const rgb = planeOf(source, 0);
  const redAt = source.format.startsWith('B') ? 2 : 0;
  fillLuma(rgb, planeOf(target, 0).samples, weights, redAt);
  const isPlanar = format === 'I420';
  const u = planeOf(target, 1).samples;
  const v = isPlanar ? planeOf(target, 2).samples : u.subarray(1);
  fillChroma(rgb, { u, v, step: isPlanar ? 1 : 2 }, weights, redAt);
  return target;
}

function fillLuma({ samples }: Plane, to: Samples, { luma, black }: RgbWeights, redAt: number): void {
  const [red, green, blue] = luma;
  const base = black * 65_536 + 32_768;
  for (let pixel = 0, at = 0; pixel < to.length; pixel += 1, at += 4) {
    const sum =
      base +
      (samples[at + redAt] as number) * red +
      (samples[at + 1] as number) * green +
      (samples[at + 2 - redAt] as number) * blue;
    to[pixel] = sum >> 16;
  }
}

/** Where chroma goes: one array for each, or every other value of one. */
interface ChromaTarget {
  readonly u: Samples;
  readonly v: Samples;
  readonly step: number;
}

function fillChroma(rgb: Plane, { u, v, step }: ChromaTarget, weights: RgbWeights, redAt: number): void {
  const { samples, width, height } = rgb;
  const [uRed, uGreen, uBlue] = weights.u;
  const [vRed, vGreen, vBlue] = weights.v;
  // Four pixels are added up, and 128 is grey.
  const base = (128 * 65_536 + 32_768) * 4;
  let into = 0;
  for (let y = 0; y < height; y += 2) {
    const top = y * width * 4;
    const bottom = y + 1 < height ? top + width * 4 : top;
    for (let x = 0; x < width; x += 2) {
      const left = x * 4;
      const right = x + 1 < width ? left + 4 : left;
      const [a, b, c, d] = [top + left, top + right, bottom + left, bottom + right];
      const red = sum4(samples, a + redAt, b + redAt, c + redAt, d + redAt);
      const green = sum4(samples, a + 1, b + 1, c + 1, d + 1);
      const blue = sum4(samples, a + 2 - redAt, b + 2 - redAt, c + 2 - redAt, d + 2 - redAt);
      u[into] = clamp((base + red * uRed + green * uGreen + blue * uBlue) / 262_144);
      v[into] = clamp((base + red * vRed + green * vGreen + blue * vBlue) / 262_144);
      into += step;
    }
  }
}

function sum4(samples: Samples, a: number, b: number, c: number, d: number): number {
  return (samples[a] as number) + (samples[b] as number) + (samples[c] as number) + (samples[d] as number);
}

/** At full range, half a step beyond 255 is possible. */
function clamp(value: number): number {
  return value > 255 ? 255 : value | 0;
}
