import { expect, it } from 'vitest';
import { psnrDb, SAME_DB } from './psnr.ts';

const grey = (value: number) => Uint8ClampedArray.from({ length: 400 }, (_, at) => (at % 4 === 3 ? at : value));

it('is at its highest for the same picture, whatever its alpha is', () => {
  const other = grey(80);
  other[3] = 1;
  expect(psnrDb(grey(80), other)).toBe(SAME_DB);
});

it('is as defined for a known error', () => {
  expect(psnrDb(grey(80), grey(81))).toBeCloseTo(48.13, 2);
  expect(psnrDb(grey(0), grey(255))).toBeCloseTo(0, 6);
});
