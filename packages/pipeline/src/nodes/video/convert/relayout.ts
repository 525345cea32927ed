import { blankPicture, type Picture, type Plane, planeOf, type Samples } from '../pixels/picture.ts';
import { pixelShape } from '../pixels/pixel-shape.ts';

/**
 * Luma and chroma of any depth and layout as I420 or NV12, with the same colours: values lose their lowest bits, chroma
 * values that fall together are averaged, opacity is left out.
 */
export function relayout(source: Picture, format: 'I420' | 'NV12'): Picture {
  const target = blankPicture(format, source.width, source.height);
  const shift = pixelShape(source.format).bitDepth - 8;
  copyShifted(planeOf(source, 0).samples, planeOf(target, 0).samples, shift);
  for (const index of [0, 1] as const) {
    const from = chromaOf(source, index);
    const into = chromaOf(target, index);
    if (from.plane.width === into.plane.width && from.plane.height === into.plane.height) copyChroma(from, into, shift);
    else averageChroma(from, into, shift);
  }
  return target;
}

/** One of the two chroma channels. */
interface Chroma {
  readonly plane: Plane;
  /** Which value of a place it is. */
  readonly channel: number;
  /** Values of a place. */
  readonly step: number;
}

function chromaOf(picture: Picture, index: 0 | 1): Chroma {
  const first = planeOf(picture, 1);
  if (first.shape.channels === 2) return { plane: first, channel: index, step: 2 };
  return { plane: planeOf(picture, 1 + index), channel: 0, step: 1 };
}

function copyShifted(from: Samples, to: Samples, shift: number): void {
  if (shift === 0) to.set(from);
  else for (let index = 0; index < to.length; index += 1) to[index] = (from[index] as number) >> shift;
}

function copyChroma(from: Chroma, into: Chroma, shift: number): void {
  const source = from.plane.samples;
  const target = into.plane.samples;
  for (let at = from.channel, to = into.channel; to < target.length; at += from.step, to += into.step)
    target[to] = (source[at] as number) >> shift;
}

/** From 4:2:2 or 4:4:4: two or four values become one. */
function averageChroma(from: Chroma, into: Chroma, shift: number): void {
  const { samples, width, height } = from.plane;
  const across = width > into.plane.width ? 1 : 0;
  const down = height > into.plane.height ? 1 : 0;
  let to = into.channel;
  for (let y = 0; y < into.plane.height; y += 1) {
    const top = (y << down) * width;
    const bottom = Math.min((y << down) + down, height - 1) * width;
    for (let x = 0; x < into.plane.width; x += 1) {
      const left = x << across;
      const right = Math.min(left + across, width - 1);
      const sum = read(samples, top, left, right) + read(samples, bottom, left, right);
      into.plane.samples[to] = (sum + (2 << shift)) >> (2 + shift);
      to += into.step;
    }
  }
}

function read(samples: Samples, row: number, left: number, right: number): number {
  return (samples[row + left] as number) + (samples[row + right] as number);
}
