import { expect, test } from 'vitest';
import { makeReport } from '../harness/report.mjs';
import { bench } from './bench.mjs';
import { BUDGET_US, CONTENDERS, GROUPS } from './groups.mjs';
import { present } from './present.mjs';

const machine = { cpu: 'x', cores: 2, node: '20', load1: 0, browser: 'Chromium 1' };

/** @param {Record<string, number[]>} values */
function presented(values) {
  const report = makeReport(bench, new Map(Object.entries(values)), machine);
  if (!('groups' in report)) throw new Error('this bench has groups');
  return present(report);
}

test('medians are shares of a render quantum, and pictures a second', () => {
  const { text, json } = presented({
    'quantum:Gain/ours': [BUDGET_US / 100, BUDGET_US / 100],
    'quantum:Gain/native': [BUDGET_US / 200],
    'video:640x360/ours': [5],
    'video:640x360/canvas': [10],
  });
  expect(json).toMatchObject({
    shares: { 'quantum:Gain': { ours: 1, native: 0.5 } },
    picturesPerSecond: { 'video:640x360': { ours: 200, canvas: 100 } },
    ratios: { 'quantum:Gain': { ours: { native: 2 } }, 'video:640x360': { ours: { canvas: 0.5 } } },
  });
  expect(text).toContain('share of a render quantum, 2.67 ms at 48 kHz (%)');
});

test('each group has ours, and each contender belongs to a group', () => {
  for (const { name, names } of GROUPS) {
    expect(names[0]).toBe('ours');
    expect(CONTENDERS.filter(({ group }) => group === name).map(({ role }) => role)[0]).toBe('ours');
  }
});
