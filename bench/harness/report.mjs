import { round, summarize } from './statistics.mjs';
import { table } from './table.mjs';

/**
 * @typedef {'ours' | 'variant' | 'rival'} Role `variant` is ours, set up another way
 *
 * @typedef {object} Contender
 * @property {string} name
 * @property {Role} role
 * @property {string} [group] in a bench with several figures: which of them, by the name of a {@link Group}; the
 *   contender's own name then is `group/name`
 *
 * @typedef {object} Group one of the figures of a bench that has several
 * @property {string} name
 * @property {string} title what is measured, in a few words
 * @property {string} unit
 * @property {'less' | 'more'} [better] what is in our favour; `less` unless told otherwise
 *
 * @typedef {object} Figures
 * @property {Record<string, number>} rivals medians
 * @property {Record<string, number>} variants medians of ours, set up another way
 *
 * @typedef {Group & Figures & { ours: Record<string, number> }} GroupReport medians by name without the group's
 *
 * @typedef {object} CommonReport
 * @property {string} bench
 * @property {import('./machine.mjs').Machine} machine
 * @property {number} runs measured rounds
 * @property {Record<string, { p10: number, p90: number, n: number }>} spread by the full name
 * @property {string[]} retried a name for each time that a rival failed and was run again
 *
 * @typedef {CommonReport & Figures & { unit: string, ours: number | null, ratios: Record<string, number> }} OneReport
 * @typedef {CommonReport & { groups: Record<string, GroupReport>,
 *   ratios: Record<string, Record<string, Record<string, number>>> }} GroupedReport
 * @typedef {OneReport | GroupedReport} Report the object that `--json` prints; `ratios` are ours ÷ rival, by rival, or
 *   by group, ours and rival where there are groups
 *
 * @typedef {{ name: string, title: string, unit?: string, groups?: readonly Group[],
 *   contenders: readonly Contender[] }} Described what a report needs to know of a bench
 */

/**
 * @param {Described} bench
 * @param {Map<string, number[]>} values of each contender that ran
 * @param {import('./machine.mjs').Machine} machine
 * @param {string[]} [retried]
 * @returns {Report}
 */
export function makeReport(bench, values, machine, retried = []) {
  const common = {
    bench: bench.name,
    machine,
    runs: Math.min(...[...values.values()].map((list) => list.length)),
    spread: spreadOf(bench, values),
    retried,
  };
  if (!bench.groups) {
    const { ours, ratios, ...figures } = figuresOf(bench.contenders, values);
    const [name] = Object.keys(ours);
    return { ...common, unit: bench.unit, ...figures, ours: ours[name] ?? null, ratios: ratios[name] ?? {} };
  }
  /** @type {GroupedReport} */
  const report = { ...common, groups: {}, ratios: {} };
  for (const group of bench.groups) {
    const members = bench.contenders.filter((contender) => contender.group === group.name);
    const { ratios, ...figures } = figuresOf(members, values);
    report.groups[group.name] = { better: 'less', ...group, ...figures };
    report.ratios[group.name] = ratios;
  }
  return report;
}

/** @param {Described} bench @param {Map<string, number[]>} values */
function spreadOf(bench, values) {
  /** @type {CommonReport['spread']} */
  const spread = {};
  for (const { name } of bench.contenders) {
    const list = values.get(name);
    if (!list) continue;
    const { p10, p90, n } = summarize(list);
    spread[name] = { p10: round(p10, 2), p90: round(p90, 2), n };
  }
  return spread;
}

/**
 * Medians of those that are compared with each other, and the ratios of each of ours to each rival.
 *
 * @param {readonly Contender[]} contenders
 * @param {Map<string, number[]>} values
 */
function figuresOf(contenders, values) {
  /** @type {Record<Role, Record<string, number>>} */
  const exact = { ours: {}, variant: {}, rival: {} };
  for (const contender of contenders) {
    const list = values.get(contender.name);
    if (list) exact[contender.role][shortName(contender)] = summarize(list).median;
  }
  const mapped = (record, change) => Object.fromEntries(Object.entries(record).map(([key, of]) => [key, change(of)]));
  const rounded = (record) => mapped(record, (value) => round(value, 2));
  return {
    ours: rounded(exact.ours),
    rivals: rounded(exact.rival),
    variants: rounded(exact.variant),
    ratios: mapped(exact.ours, (ours) => mapped(exact.rival, (rival) => round(ours / rival, 3))),
  };
}

/** @param {Contender} contender */
function shortName({ name, group }) {
  return group !== undefined && name.startsWith(`${group}/`) ? name.slice(group.length + 1) : name;
}

/**
 * The report for people: one table, or one for each group.
 *
 * @param {Report} report
 * @param {Described} bench
 * @returns {string}
 */
export function formatReport(report, bench) {
  const { cpu, cores, node, browser, load1 } = report.machine;
  return [
    `${report.bench}: ${bench.title}${bench.unit ? ` (${bench.unit})` : ''}`,
    '',
    ...('groups' in report ? groupTables(report, bench) : oneTable(report, bench)),
    ...report.retried.map((name) => `${name} failed and was run again`),
    [cpu, `${cores} cores`, `Node ${node}`, browser, `load before the run ${load1}`].filter(Boolean).join(', '),
  ].join('\n');
}

/** @param {OneReport} report @param {Described} bench */
function oneTable(report, bench) {
  const ours = bench.contenders.find(({ role }) => role === 'ours');
  const figures = { ...report, ours: { [ours?.name ?? '']: report.ours } };
  return [...tableOf(bench.contenders, figures, report.spread, { [ours?.name ?? '']: report.ratios }), ''];
}

/** @param {GroupedReport} report @param {Described} bench */
function groupTables(report, bench) {
  return bench.groups.flatMap(({ name }) => {
    const group = report.groups[name];
    const members = bench.contenders.filter((contender) => contender.group === name);
    const lines = tableOf(members, group, report.spread, report.ratios[name]);
    return lines.length === 2
      ? []
      : [`${name}: ${group.title} (${group.unit}, ${group.better} is better)`, ...lines, ''];
  });
}

/**
 * @param {readonly Contender[]} contenders
 * @param {Figures & { ours: Record<string, number | null> }} figures
 * @param {CommonReport['spread']} spread
 * @param {Record<string, Record<string, number>>} ratios by ours and rival
 * @returns {string[]} lines
 */
function tableOf(contenders, figures, spread, ratios) {
  const all = { ...figures.ours, ...figures.variants, ...figures.rivals };
  const oursNames = Object.keys(ratios);
  const rows = contenders.flatMap((contender) => {
    const of = spread[contender.name];
    if (!of) return [];
    const name = shortName(contender);
    const share = oursNames.map((ours) => ratios[ours][name]?.toFixed(2) ?? '');
    return [[name, fixed(all[name]), fixed(of.p10), fixed(of.p90), String(of.n), ...share]];
  });
  const shares = oursNames.length > 1 ? oursNames.map((ours) => `${ours} ÷ it`) : oursNames.map(() => 'ours ÷ it');
  return table(['', 'median', 'p10', 'p90', 'n', ...shares], rows);
}

/** @param {number | null | undefined} value */
function fixed(value) {
  return typeof value === 'number' ? value.toFixed(1) : '';
}
