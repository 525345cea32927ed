import type { Size } from './chain.ts';

/** Digits of the numbers that pictures carry: bars of black and white, readable after gray, flip and scaling. */
const BITS = 8;

/** Draws the number of a picture across all of it. */
export function drawNumber(context: CanvasRenderingContext2D, { width, height }: Size, number: number): void {
  const step = width / BITS;
  for (let bit = 0; bit < BITS; bit += 1) {
    context.fillStyle = (number >> bit) & 1 ? '#fff' : '#000';
    context.fillRect(bit * step, 0, step, height);
  }
}

/** Reads the number of a picture again. */
export async function readNumber(frame: VideoFrame): Promise<number> {
  const { width = 0, height = 0 } = frame.visibleRect ?? {};
  const pixels = new Uint8Array(frame.allocationSize());
  const [plane] = await frame.copyTo(pixels);
  if (!plane) throw new Error('a picture has no plane');
  const row = plane.offset + Math.floor(height / 2) * plane.stride;
  const pixelBytes = frame.format?.startsWith('I4') || frame.format === 'NV12' ? 1 : 4;
  let number = 0;
  for (let bit = 0; bit < BITS; bit += 1) {
    const middle = Math.floor(((bit + 0.5) * width) / BITS);
    if ((pixels[row + middle * pixelBytes + (pixelBytes === 4 ? 1 : 0)] ?? 0) > 127) number |= 1 << bit;
  }
  return number;
}
