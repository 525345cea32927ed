import { expect, it } from 'vitest';
import { enforceLongLong, enforceUnsignedLong, toFloat } from './numbers.ts';

it('takes what has a number in it and cuts fractions off', () => {
  const given = ['7', 7.9, true, null, { valueOf: () => 7 }, -0.5];
  expect(given.map((value) => enforceUnsignedLong(value, 'x'))).toEqual([7, 7, 1, 0, 7, 0]);
  expect(enforceLongLong(-7.9, 'x')).toBe(-7);
  expect(toFloat(0.1, 'x')).toBe(Math.fround(0.1));
});

it('refuses what is out of range or no number, and names it', () => {
  for (const value of [-1, 2 ** 32, Number.NaN, Infinity, 'x', undefined, {}, 1n, Symbol('s')])
    expect(() => enforceUnsignedLong(value, 'Init.size')).toThrow(TypeError);
  expect(() => enforceUnsignedLong(-1, 'Init.size')).toThrow('Init.size is -1');
});
