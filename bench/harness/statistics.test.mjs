import { describe, expect, it } from 'vitest';
import { median, percentile, round, summarize } from './statistics.mjs';

describe('percentile', () => {
  it('interpolates between neighbours', () => {
    expect(percentile([10, 20], 0.25)).toBe(12.5);
    expect(percentile([1, 2, 3, 4, 5], 0.9)).toBeCloseTo(4.6, 10);
  });

  it('gives the least and the greatest at its ends', () => {
    expect(percentile([3, 1, 2], 0)).toBe(1);
    expect(percentile([3, 1, 2], 1)).toBe(3);
  });

  it('sorts by size, not by spelling, and leaves its argument as it was', () => {
    const values = [100, 9, 20];
    expect(percentile(values, 0.5)).toBe(20);
    expect(values).toEqual([100, 9, 20]);
  });

  it('refuses an empty list and a share outside 0–1', () => {
    expect(() => percentile([], 0.5)).toThrow('at least one value');
    expect(() => percentile([1], 1.1)).toThrow('within 0–1');
    expect(() => percentile([1], Number.NaN)).toThrow('within 0–1');
  });
});

describe('median', () => {
  it('is the middle one of an odd number and the mean of the middle two of an even number', () => {
    expect(median([5, 1, 9])).toBe(5);
    expect(median([1, 2, 3, 10])).toBe(2.5);
    expect(median([7])).toBe(7);
  });

  it('is not moved by one outlier', () => {
    expect(median([20, 21, 22, 23, 5000])).toBe(22);
  });
});

describe('summarize', () => {
  it('says median, spread and count', () => {
    const { p10, p90, ...rest } = summarize([1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(rest).toEqual({ median: 5, n: 9 });
    expect(p10).toBeCloseTo(1.8, 10);
    expect(p90).toBeCloseTo(8.2, 10);
  });
});

describe('round', () => {
  it('keeps as many digits as it is told', () => {
    expect(round(1.2349, 2)).toBe(1.23);
    expect(round(20, 1)).toBe(20);
  });
});
