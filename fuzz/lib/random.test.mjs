import { expect, it } from 'vitest';
import { BYTES, mutant, TEXT } from './mutate.mjs';
import { Random } from './random.mjs';

it('gives the same numbers for the same seed, and others for another', () => {
  const numbers = (seed) => {
    const random = new Random(seed);
    return Array.from({ length: 20 }, () => random.below(1_000));
  };
  expect(numbers(5)).toEqual(numbers(5));
  expect(numbers(5)).not.toEqual(numbers(6));
  expect(new Set(numbers(0)).size).toBeGreaterThan(10);
});

it('reaches every number below the limit, small ones oftener', () => {
  const random = new Random(1);
  const all = Array.from({ length: 1_000 }, () => random.below(7));
  expect([...new Set(all)].sort()).toEqual([0, 1, 2, 3, 4, 5, 6]);
  const small = Array.from({ length: 1_000 }, () => random.small(100));
  expect(Math.max(...small)).toBeLessThan(100);
  expect(small.filter((value) => value < 10).length).toBeGreaterThan(300);
});

it('changes good inputs in many ways', () => {
  const random = new Random(1);
  const texts = new Set(Array.from({ length: 500 }, () => mutant(TEXT, ['a good text'], ['word'], random)));
  expect(texts.size).toBeGreaterThan(300);
  expect([...texts].some((text) => text.includes('word'))).toBe(true);
  const bytes = mutant(BYTES, [Uint8Array.of(1, 2, 3)], [], random);
  expect(bytes).toBeInstanceOf(Uint8Array);
});

it('makes no input longer than it may be', () => {
  const random = new Random(2);
  const lengths = Array.from({ length: 3_000 }, () => mutant(TEXT, ['a good text'], [], random).length);
  expect(Math.max(...lengths)).toBeLessThanOrEqual(80_000);
  expect(Math.max(...lengths)).toBeGreaterThan(20_000);
});
