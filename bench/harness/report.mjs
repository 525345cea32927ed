import { round, summarize } from './statistics.mjs';

/**
 * @typedef {'ours' | 'variant' | 'rival'} Role `variant` is ours, set up another way
 *
 * @typedef {object} Contender
 * @property {string} name
 * @property {Role} role
 *
 * @typedef {object} Report the object that `--json` prints
 * @property {string} bench
 * @property {string} unit
 * @property {number | null} ours median
 * @property {Record<string, number>} rivals medians
 * @property {Record<string, number>} ratios ours ÷ rival
 * @property {import('./machine.mjs').Machine} machine
 * @property {number} runs measured rounds
 * @property {Record<string, number>} variants medians of ours, set up another way
 * @property {Record<string, { p10: number, p90: number, n: number }>} spread
 * @property {string[]} retried a name for each time that a rival failed and was run again
 */

/**
 * @param {{ name: string, unit: string, contenders: readonly Contender[] }} bench
 * @param {Map<string, number[]>} values of each contender that ran
 * @param {import('./machine.mjs').Machine} machine
 * @param {string[]} [retried]
 * @returns {Report}
 */
export function makeReport(bench, values, machine, retried = []) {
  /** @type {Report} */
  const report = {
    bench: bench.name,
    unit: bench.unit,
    ours: null,
    rivals: {},
    ratios: {},
    machine,
    runs: Math.min(...[...values.values()].map((list) => list.length)),
    variants: {},
    spread: {},
    retried,
  };
  const medians = new Map();
  for (const { name, role } of bench.contenders) {
    const list = values.get(name);
    if (!list) continue;
    const { median, p10, p90, n } = summarize(list);
    medians.set(name, median);
    report.spread[name] = { p10: round(p10, 2), p90: round(p90, 2), n };
    if (role === 'ours') report.ours = round(median, 2);
    else (role === 'rival' ? report.rivals : report.variants)[name] = round(median, 2);
  }
  const ours = bench.contenders.find(({ role }) => role === 'ours');
  const oursMedian = ours && medians.get(ours.name);
  if (oursMedian !== undefined) {
    for (const name of Object.keys(report.rivals)) report.ratios[name] = round(oursMedian / medians.get(name), 3);
  }
  return report;
}

/**
 * The report for people.
 *
 * @param {Report} report
 * @param {{ title: string, contenders: readonly Contender[] }} bench
 * @returns {string}
 */
export function formatReport(report, bench) {
  const rows = bench.contenders.flatMap(({ name, role }) => {
    const spread = report.spread[name];
    if (!spread) return [];
    const median = role === 'ours' ? report.ours : (report.rivals[name] ?? report.variants[name]);
    const ratio = report.ratios[name];
    return [[name, fixed(median), fixed(spread.p10), fixed(spread.p90), String(spread.n), ratio?.toFixed(2) ?? '']];
  });
  const { cpu, cores, node, browser, load1 } = report.machine;
  return [
    `${report.bench}: ${bench.title} (${report.unit})`,
    '',
    ...table(['', 'median', 'p10', 'p90', 'n', 'ours ÷ it'], rows),
    '',
    ...report.retried.map((name) => `${name} failed and was run again`),
    `${cpu}, ${cores} cores, Node ${node}, ${browser}, load before the run ${load1}`,
  ].join('\n');
}

/**
 * Columns under their headings; the first to the left, the rest to the right.
 *
 * @param {string[]} headings
 * @param {string[][]} rows
 * @returns {string[]} lines
 */
export function table(headings, rows) {
  const widths = headings.map((_, column) => Math.max(...[headings, ...rows].map((row) => row[column].length)));
  const line = (row) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[column]) : cell.padStart(widths[column])))
      .join('  ')
      .trimEnd();
  return [line(headings), widths.map((width) => '-'.repeat(width)).join('  '), ...rows.map(line)];
}

/** @param {number | null | undefined} value */
function fixed(value) {
  return typeof value === 'number' ? value.toFixed(1) : '';
}
