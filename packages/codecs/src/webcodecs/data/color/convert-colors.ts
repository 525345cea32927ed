import type { SourcePixels, TargetPixels } from './convert-pixels.ts';
import { gamutMatrix } from './gamut.ts';
import { decodeTable, encodeTable, isSrgbLike, LINEAR_STEPS } from './transfer.ts';

/** Turns RGB values, in place, from the picture's gamut and curve into the target's. Mostly there is nothing to do. */
export function convertColors({ colorSpace, rect }: SourcePixels, target: TargetPixels): void {
  const gamut = gamutMatrix(colorSpace.primaries ?? null, target.colorSpace);
  const transfer = colorSpace.transfer ?? null;
  if (!gamut && isSrgbLike(transfer)) return;
  const [rr, rg, rb, gr, gg, gb, br, bg, bb] = gamut ?? IDENTITY;
  const lights = decodeTable(transfer);
  const values = encodeTable();
  const out = target.bytes;
  const red = target.format[0] === 'R' ? 0 : 2;
  const blue = 2 - red;
  for (let row = 0; row < rect.height; row += 1) {
    const start = target.offset + row * target.stride;
    for (let at = start; at < start + rect.width * 4; at += 4) {
      const r = lights[out[at + red] ?? 0] ?? 0;
      const g = lights[out[at + 1] ?? 0] ?? 0;
      const b = lights[out[at + blue] ?? 0] ?? 0;
      out[at + red] = values[stepOf(rr * r + rg * g + rb * b)] ?? 0;
      out[at + 1] = values[stepOf(gr * r + gg * g + gb * b)] ?? 0;
      out[at + blue] = values[stepOf(br * r + bg * g + bb * b)] ?? 0;
    }
  }
}

const IDENTITY = [1, 0, 0, 0, 1, 0, 0, 0, 1] as const;

/** The nearest step of the table; light that is too dark or too bright is cut to its ends. */
function stepOf(light: number): number {
  const step = (light * LINEAR_STEPS + 0.5) | 0;
  if (step < 0) return 0;
  return Math.min(step, LINEAR_STEPS);
}
