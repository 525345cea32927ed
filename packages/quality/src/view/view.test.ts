import { describe, expect, it } from 'vitest';
import { fromReport, largestView, toReport, type View } from './view.ts';

describe('view reports', () => {
  it('come out as they went in', () => {
    const views = new Map<string, View>([
      ['1', { width: 160, height: 90 }],
      ['2', 'hidden'],
    ]);
    expect(fromReport(JSON.parse(JSON.stringify(toReport(views))))).toEqual(views);
  });

  it('have whole sizes within bounds', () => {
    const report = toReport(new Map([['1', { width: 0.2, height: 99_999.7 }]]));
    expect(report).toEqual({ 1: [1, 16_384] });
    const none = toReport(new Map([['1', { width: Number.NaN, height: Number.POSITIVE_INFINITY }]]));
    expect(none).toEqual({ 1: [1, 16_384] });
  });

  it.each([
    undefined,
    null,
    'hidden',
    7,
    [],
    [['1', 'hidden']],
    { 1: 'visible' },
    { 1: [160] },
    { 1: [160, 90, 1] },
    { 1: [0, 90] },
    { 1: [-160, 90] },
    { 1: [160.5, 90] },
    { 1: [Number.NaN, 90] },
    { 1: ['160', '90'] },
    { 1: [99_999, 90] },
    { 1: { width: 160, height: 90 } },
    { ['m'.repeat(33)]: 'hidden' },
    Object.fromEntries(Array.from({ length: 65 }, (_, index) => [index, 'hidden'])),
  ])('from a peer that says %j are not taken', (body) => {
    expect(fromReport(body)).toBeUndefined();
  });

  it('take names that objects have by nature for nothing but names', () => {
    const views = fromReport(JSON.parse('{"__proto__":"hidden","constructor":[1,2]}'));
    expect(views?.get('constructor')).toEqual({ width: 1, height: 2 });
    expect(views?.get('toString')).toBeUndefined();
  });
});

describe('largestView', () => {
  it('is the largest, and hidden only when all are', () => {
    expect(largestView(['hidden', { width: 100, height: 300 }, { width: 200, height: 90 }])).toEqual({
      width: 200,
      height: 300,
    });
    expect(largestView(['hidden', 'hidden'])).toBe('hidden');
    expect(largestView([])).toBeUndefined();
  });
});
