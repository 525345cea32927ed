import { describe, expect, it } from 'vitest';
import { MaskShaper } from './mask-shaper.ts';

/** The alphas of masks that come one after another, `stepMs` apart. */
function shapes(
  masks: readonly (readonly number[])[],
  shape: { readonly edgeSoftness: number; readonly smoothingMs: number },
  stepMs = 40,
): readonly (readonly number[])[] {
  const shaper = new MaskShaper();
  return masks.map((mask, index) => {
    const alpha = new Uint8ClampedArray(mask.length * 4);
    const confidences = Float32Array.from(mask);
    shaper.shape({ width: mask.length, height: 1, confidences }, index * stepMs * 1000, shape, alpha);
    return mask.map((_, at) => alpha[4 * at + 3] ?? Number.NaN);
  });
}

describe('MaskShaper', () => {
  it('leaves the confidences as they are for the softest edge', () => {
    expect(shapes([[0, 0.25, 0.5, 1]], { edgeSoftness: 1, smoothingMs: 0 })).toEqual([[0, 64, 128, 255]]);
  });

  it('cuts what is not near one half for a harder edge', () => {
    expect(shapes([[0.2, 0.25, 0.5, 0.625, 0.75, 0.9]], { edgeSoftness: 0.5, smoothingMs: 0 })).toEqual([
      [0, 0, 128, 191, 255, 255],
    ]);
    expect(shapes([[0.49, 0.51]], { edgeSoftness: 0, smoothingMs: 0 })).toEqual([[0, 255]]);
  });

  it('lets small changes fade in by 1/e in its time, whatever the frame rate', () => {
    const at = (stepMs: number, steps: number) => {
      const masks = [[0.5], ...Array.from({ length: steps }, () => [0.505])];
      return shapes(masks, { edgeSoftness: 0.01, smoothingMs: 80 }, stepMs).at(-1)?.[0] ?? 0;
    };
    // From 0.5, the middle, to 0.505, the upper end of the edge.
    const expected = 255 * (1 - Math.exp(-1) / 2);
    for (const [stepMs, steps] of [
      [80, 1],
      [40, 2],
      [20, 4],
      [10, 8],
    ] as const)
      expect(Math.abs(at(stepMs, steps) - expected)).toBeLessThan(3);
  });

  it('follows a movement at once', () => {
    expect(
      shapes(
        [
          [1, 0],
          [0, 1],
        ],
        { edgeSoftness: 1, smoothingMs: 1000 },
      )[1],
    ).toEqual([0, 255]);
  });

  it('takes nothing over after a pause, a step back in time, or when the size changes', () => {
    const shape = { edgeSoftness: 1, smoothingMs: 1000 };
    expect(shapes([[0.4], [0.6]], shape, 1001)[1]).toEqual([153]);
    expect(shapes([[0.4], [0.6]], shape, -40)[1]).toEqual([153]);
    expect(shapes([[0.4], [0.6, 0.6]], shape)[1]).toEqual([153, 153]);
  });
});
