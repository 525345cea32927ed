import { describe, expect, it } from 'vitest';
import { interleave } from './interleave.mjs';

const names = ['a', 'b', 'c', 'd'];

describe('interleave', () => {
  it('runs everyone once in each round', () => {
    for (const order of interleave(names, 9)) expect([...order].sort()).toEqual(names);
  });

  it('makes as many rounds as it is told', () => {
    expect(interleave(names, 11)).toHaveLength(11);
    expect(interleave(names, 0)).toEqual([]);
    expect(interleave([], 2)).toEqual([[], []]);
  });

  it('lets more than one of them go first', () => {
    const firsts = new Set(interleave(names, 4).map(([first]) => first));
    expect(firsts.size).toBeGreaterThan(1);
  });

  it('gives each of them more than one forerunner', () => {
    for (const name of names) {
      const before = new Set(interleave(names, 4).map((order) => order[order.indexOf(name) - 1]));
      before.delete(undefined);
      expect(before.size).toBeGreaterThan(1);
    }
  });
});
