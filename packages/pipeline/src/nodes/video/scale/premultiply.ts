import type { Picture, Samples } from '../pixels/picture.ts';

/**
 * Weighs colours of RGB by their opacity, in place, so that what nobody sees does not bleed into its neighbours.
 *
 * @returns whether there was anything that is not opaque
 */
export function premultiply({ format, planes }: Picture): boolean {
  const samples = planes[0]?.samples;
  if (!samples || !hasOpacity(format) || isOpaque(samples)) return false;
  for (let index = 0; index < samples.length; index += 4) {
    const alpha = samples[index + 3] as number;
    samples[index] = weighed(samples[index] as number, alpha);
    samples[index + 1] = weighed(samples[index + 1] as number, alpha);
    samples[index + 2] = weighed(samples[index + 2] as number, alpha);
  }
  return true;
}

/** Takes {@link premultiply} back, in place. */
export function unpremultiply({ planes }: Picture): void {
  const samples = planes[0]?.samples;
  if (!samples) return;
  for (let index = 0; index < samples.length; index += 4) {
    const alpha = samples[index + 3] as number;
    if (alpha === 0 || alpha === 255) continue;
    const factor = 255 / alpha;
    samples[index] = Math.min(255, (samples[index] as number) * factor + 0.5);
    samples[index + 1] = Math.min(255, (samples[index + 1] as number) * factor + 0.5);
    samples[index + 2] = Math.min(255, (samples[index + 2] as number) * factor + 0.5);
  }
}

/** `value` × `alpha` ÷ 255, rounded, without a division. */
function weighed(value: number, alpha: number): number {
  const product = value * alpha + 128;
  return (product + (product >> 8)) >> 8;
}

function hasOpacity(format: string): boolean {
  return format === 'RGBA' || format === 'BGRA';
}

function isOpaque(samples: Samples): boolean {
  for (let index = 3; index < samples.length; index += 4) if (samples[index] !== 255) return false;
  return true;
}
