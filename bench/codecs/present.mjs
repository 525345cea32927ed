import { table } from '../harness/table.mjs';
import { GROUPS } from './groups.mjs';
import { compareLooks } from './looks.mjs';
import { summarizeRatios } from './ratios.mjs';

/** @typedef {import('../harness/report.mjs').GroupedReport} GroupedReport */

/** Titles of the tables, and how their groups are told. */
const TABLES = [
  { about: 'speed', runtime: 'node', title: 'Node, frames/s' },
  { about: 'speed', runtime: 'chromium', title: 'Chromium, frames/s' },
  {
    about: 'classes',
    runtime: 'chromium',
    title: "Through the classes of WebCodecs in Chromium, frames/s (the browser's encoders have settings of their own)",
  },
  { about: 'start', runtime: 'node', title: 'Node, a new process: from loading the code to the first output, ms' },
  { about: 'start', runtime: 'chromium', title: 'Chromium, a new page: from loading the code to the first output, ms' },
  { about: 'memory', runtime: 'node', title: 'Resident memory of one more coder, KiB' },
  { about: 'size', runtime: 'chromium', title: 'What must be loaded, KiB' },
];

/**
 * @param {GroupedReport} report
 * @param {readonly import('./looks.mjs').Look[]} looks
 * @param {string | undefined} whyNoNative
 * @returns {import('../harness/registry.mjs').Presented}
 */
export function present(report, looks, whyNoNative) {
  const work = compareLooks(looks);
  const unfair = work.filter(({ fault }) => fault !== undefined);
  const summary = summarizeRatios(report);
  const { cpu, cores, node, browser, load1 } = report.machine;
  if (unfair.length > 0) process.exitCode = 1;
  const text = [
    'codecs: one thread; medians of all rounds, in brackets half of p90 − p10 in percent',
    '',
    ...TABLES.flatMap((kind) => tableOf(report, kind)),
    ...workTable(work),
    ...worstTable(summary.worst),
    `ours ÷ each npm package in its worst row: ${JSON.stringify(summary.ratios)}; ÷ native in its worst row: ${summary.native ?? 'not measured'}`,
    ...(whyNoNative && whyNoNative !== 'unwanted' ? [`no native libraries: ${whyNoNative}`] : []),
    ...unfair.map(({ row, by, where, fault }) => `NOT THE SAME WORK: ${row}, ${by} (${where}): ${fault}`),
    ...report.retried.map((name) => `${name} failed and was run again`),
    `${cpu}, ${cores} cores, Node ${node}, ${browser}, load before the run ${load1}`,
  ].join('\n');
  const { ratios: ratiosByGroup, ...rest } = report;
  return { text, json: { ...rest, ...summary, ratiosByGroup, work, unfair: unfair.length } };
}

/** @param {GroupedReport} report @param {{ about: string, runtime: string, title: string }} kind */
function tableOf(report, { about, runtime, title }) {
  const groups = GROUPS.filter((group) => group.about === about && group.runtime === runtime).flatMap((group) =>
    hasValues(report, group.name) ? [group] : [],
  );
  if (groups.length === 0) return [];
  const names = [...new Set(groups.flatMap(({ names }) => names))];
  const [ours, ...others] = names;
  const rows = groups.map((group) => [
    about === 'speed' || about === 'classes'
      ? group.title
      : `${group.name.replace(/^\w+:(start-)?/, '')}${formOf(group.name)}`,
    ...names.map((name) => cell(report, group.name, name)),
    ...others.map((name) => report.ratios[group.name][ours]?.[name]?.toFixed(2) ?? ''),
  ]);
  return [title, ...table(['', ...names, ...others.map((name) => `÷ ${name}`)], rows), ''];
}

/** @param {string} group */
function formOf(group) {
  const [, form] = /^size-(\w+):/.exec(group) ?? [];
  return form ? `, ${form}` : '';
}

/** @param {GroupedReport} report @param {string} group */
function hasValues(report, group) {
  const { ours = {}, rivals = {} } = report.groups[group] ?? {};
  return Object.keys(ours).length + Object.keys(rivals).length > 0;
}

/** @param {GroupedReport} report @param {string} group @param {string} name */
function cell(report, group, name) {
  const { ours, rivals } = report.groups[group];
  const value = ours[name] ?? rivals[name];
  if (value === undefined) return '';
  const { p10, p90 } = report.spread[`${group}/${name}`];
  const spread = p90 > p10 ? ` (${((50 * (p90 - p10)) / value).toFixed(0)})` : '';
  return `${value.toLocaleString('en', { maximumFractionDigits: value < 100 ? 1 : 0 })}${spread}`;
}

/** @param {readonly import('./looks.mjs').Compared[]} work */
function workTable(work) {
  if (work.length === 0) return [];
  const rows = work
    .toSorted((one, other) => one.row.localeCompare(other.row))
    .map(({ row, by, where, work: words, fault }) => [row, `${by}, ${where}`, words, fault ?? '']);
  return ['The work that was done', ...table(['', 'by', 'work', 'fault'], rows), ''];
}

/** @param {Record<string, Record<string, import('./ratios.mjs').Worst>>} worst */
function worstTable(worst) {
  const rows = Object.entries(worst).flatMap(([kind, rivals]) =>
    Object.entries(rivals).map(([rival, { ratio, row, runtime }]) => [
      kind,
      rival,
      ratio.toFixed(2),
      `${row}, ${runtime}`,
    ]),
  );
  return rows.length === 0
    ? []
    : ['Ours ÷ the others, in the worst row of each', ...table(['', 'to', 'ratio', 'row'], rows), ''];
}
