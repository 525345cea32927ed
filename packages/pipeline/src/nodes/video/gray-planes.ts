import type { Picture, Plane } from './pixels/picture.ts';
import { pixelShape } from './pixels/pixel-shape.ts';

/** BT.709's luma in 1/65536. They add up to 65536, so that grey stays what it is. */
const RED = 13_933;
const GREEN = 46_871;
const BLUE = 4732;

/**
 * Takes colour out of a picture, in place.
 *
 * @param amount 0 for nothing, 1 for all
 */
export function grayPicture(picture: Picture, amount: number): void {
  const { bitDepth } = pixelShape(picture.format);
  for (const plane of picture.planes) {
    if (plane.shape.role === 'chroma') grayChroma(plane, bitDepth, amount);
    else if (plane.shape.role === 'rgb') grayRgb(plane, picture.format.startsWith('B'), amount);
  }
}

function grayChroma({ samples }: Plane, bitDepth: number, amount: number): void {
  const middle = 2 ** (bitDepth - 1);
  if (amount === 1) {
    samples.fill(middle);
    return;
  }
  const table = Uint16Array.from({ length: 2 ** bitDepth }, (_, value) =>
    Math.round(value + (middle - value) * amount),
  );
  const last = table.length - 1;
  // Bits above the depth are nobody's; a hostile frame may have some.
  for (let index = 0; index < samples.length; index += 1)
    samples[index] = table[Math.min(samples[index] as number, last)] as number;
}

function grayRgb({ samples }: Plane, isBlueFirst: boolean, amount: number): void {
  const first = isBlueFirst ? BLUE : RED;
  const third = isBlueFirst ? RED : BLUE;
  const share = Math.round(amount * 65_536);
  for (let index = 0; index < samples.length; index += 4) {
    const a = samples[index] as number;
    const b = samples[index + 1] as number;
    const c = samples[index + 2] as number;
    const luma = (a * first + b * GREEN + c * third + 32_768) >> 16;
    samples[index] = a + (((luma - a) * share + 32_768) >> 16);
    samples[index + 1] = b + (((luma - b) * share + 32_768) >> 16);
    samples[index + 2] = c + (((luma - c) * share + 32_768) >> 16);
  }
}
