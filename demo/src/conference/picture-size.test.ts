import { expect, it } from 'vitest';
import { pictureSizeFor } from './picture-size.ts';

it('sends everybody a smaller picture the more they are, always 16:9', () => {
  let before = Number.POSITIVE_INFINITY;
  for (let others = 0; others <= 12; others += 1) {
    const { width, height } = pictureSizeFor(others);
    expect(width / height).toBeCloseTo(16 / 9);
    expect(width).toBeLessThanOrEqual(before);
    before = width;
  }
});
