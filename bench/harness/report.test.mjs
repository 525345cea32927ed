import { describe, expect, it } from 'vitest';
import { formatReport, makeReport } from './report.mjs';

const bench = {
  name: 'connect',
  title: 'time to connect',
  unit: 'ms',
  contenders: [
    { name: 'ours', role: 'ours' },
    { name: 'ours-grpc-web', role: 'variant' },
    { name: 'raw', role: 'rival' },
    { name: 'other', role: 'rival' },
  ],
};
const machine = { cpu: 'Some CPU', cores: 2, node: 'v20.0.0', browser: 'Chromium 1', load1: 0.1 };
const values = new Map([
  ['ours', [24, 26, 25]],
  ['ours-grpc-web', [22, 23, 24]],
  ['raw', [20, 19, 21]],
  ['other', [50, 40, 60]],
]);

describe('makeReport', () => {
  it('gives medians and ours ÷ rival', () => {
    expect(makeReport(bench, values, machine)).toMatchObject({
      bench: 'connect',
      unit: 'ms',
      ours: 25,
      rivals: { raw: 20, other: 50 },
      ratios: { raw: 1.25, other: 0.5 },
      variants: { 'ours-grpc-web': 23 },
      runs: 3,
      machine,
    });
  });

  it('keeps a variant of ours out of rivals and ratios', () => {
    const { rivals, ratios } = makeReport(bench, values, machine);
    expect(Object.keys(rivals)).toEqual(['raw', 'other']);
    expect(Object.keys(ratios)).toEqual(['raw', 'other']);
  });

  it('leaves out who did not run, and ratios when ours did not', () => {
    const report = makeReport(bench, new Map([['raw', [20]]]), machine);
    expect(report).toMatchObject({ ours: null, rivals: { raw: 20 }, ratios: {} });
  });

  it('says who failed', () => {
    const report = makeReport(bench, values, machine, ['other']);
    expect(report.retried).toEqual(['other']);
    expect(formatReport(report, bench)).toContain('other failed and was run again');
  });

  it('survives JSON unchanged', () => {
    const report = makeReport(bench, values, machine);
    expect(JSON.parse(JSON.stringify(report))).toEqual(report);
  });
});

describe('formatReport', () => {
  it('has a row for each contender and says on what machine', () => {
    const text = formatReport(makeReport(bench, values, machine), bench);
    expect(text).toMatch(/^raw +20\.0 +19\.2 +20\.8 +3 +1\.25$/m);
    expect(text).toMatch(/^ours +25\.0/m);
    expect(text).toContain('Some CPU, 2 cores, Node v20.0.0, Chromium 1');
  });
});

const grouped = {
  name: 'relay',
  title: 'messages',
  groups: [
    { name: 'rate', title: 'passed on', unit: 'messages/s', better: 'more' },
    { name: 'memory', title: 'of an idle peer', unit: 'KiB' },
    { name: 'unused', title: 'nothing', unit: 's' },
  ],
  contenders: [
    { name: 'rate/ours-ws', role: 'ours', group: 'rate' },
    { name: 'rate/ours-grpc', role: 'ours', group: 'rate' },
    { name: 'rate/peerjs', role: 'rival', group: 'rate' },
    { name: 'memory/ours-ws', role: 'ours', group: 'memory' },
    { name: 'memory/peerjs', role: 'rival', group: 'memory' },
  ],
};
const groupedValues = new Map([
  ['rate/ours-ws', [3000, 3000]],
  ['rate/ours-grpc', [1500, 1500]],
  ['rate/peerjs', [2000, 2000]],
  ['memory/ours-ws', [12, 12]],
  ['memory/peerjs', [24, 24]],
]);

describe('a report of several figures', () => {
  const { browser: _, ...noBrowser } = machine;
  const report = makeReport(grouped, groupedValues, noBrowser);

  it('compares within a group, each of ours with each rival', () => {
    expect(report.ratios).toMatchObject({
      rate: { 'ours-ws': { peerjs: 1.5 }, 'ours-grpc': { peerjs: 0.75 } },
      memory: { 'ours-ws': { peerjs: 0.5 } },
    });
    expect(report).not.toHaveProperty('ours');
  });

  it('gives medians by short names, with the unit and what is better', () => {
    expect(report.groups).toMatchObject({
      rate: {
        unit: 'messages/s',
        better: 'more',
        ours: { 'ours-ws': 3000, 'ours-grpc': 1500 },
        rivals: { peerjs: 2000 },
      },
      memory: { unit: 'KiB', better: 'less', ours: { 'ours-ws': 12 } },
    });
    expect(report.spread['memory/peerjs']).toEqual({ p10: 24, p90: 24, n: 2 });
  });

  it('prints a table for each group that ran, and no browser where there is none', () => {
    const text = formatReport(report, grouped);
    expect(text).toContain('rate: passed on (messages/s, more is better)');
    expect(text).toMatch(/^peerjs +2000\.0 +2000\.0 +2000\.0 +2 +1\.50 +0\.75$/m);
    expect(text).toMatch(/^peerjs +24\.0 .* 0\.50$/m);
    expect(text).not.toContain('unused');
    expect(text).toContain('Node v20.0.0, load before');
  });
});
