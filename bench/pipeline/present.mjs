import { formatReport } from '../harness/report.mjs';
import { round } from '../harness/statistics.mjs';
import { table } from '../harness/table.mjs';
import { BUDGET_US, GROUPS } from './groups.mjs';

/**
 * Says as well which share of a render quantum's time each node takes, and how many pictures a second there could be.
 *
 * @param {import('../harness/report.mjs').GroupedReport} report
 * @returns {import('../harness/registry.mjs').Presented}
 */
export function present(report) {
  const shares = derived(report, 'quantum', (us) => round((us / BUDGET_US) * 100, 2));
  const picturesPerSecond = derived(report, 'video', (ms) => round(1_000 / ms, 1));
  const text = [
    formatReport(report, { name: 'pipeline', title: report.bench, groups: GROUPS, contenders: contendersOf(report) }),
    ...derivedTable(`share of a render quantum, ${round(BUDGET_US / 1_000, 2)} ms at 48 kHz (%)`, shares),
    ...derivedTable('pictures a second', picturesPerSecond),
  ].join('\n');
  return { text, json: { ...report, shares, picturesPerSecond } };
}

/** @param {import('../harness/report.mjs').GroupedReport} report */
function contendersOf(report) {
  return GROUPS.flatMap(({ name: group, names }) =>
    names
      .map((name) => ({ name: `${group}/${name}`, group, role: roleIn(report, group, name) }))
      .filter(({ name }) => report.spread[name]),
  );
}

/** @returns {import('../harness/report.mjs').Role} */
function roleIn(report, group, name) {
  if (name in report.groups[group].ours) return 'ours';
  return name in report.groups[group].variants ? 'variant' : 'rival';
}

/**
 * @param {import('../harness/report.mjs').GroupedReport} report
 * @param {string} about
 * @param {(median: number) => number} change
 * @returns {Record<string, Record<string, number>>} by group, then by contender
 */
function derived(report, about, change) {
  const groups = GROUPS.filter((group) => group.about === about);
  return Object.fromEntries(
    groups.map(({ name }) => {
      const { ours, variants, rivals } = report.groups[name];
      const all = Object.entries({ ...ours, ...variants, ...rivals });
      return [name, Object.fromEntries(all.map(([contender, median]) => [contender, change(median)]))];
    }),
  );
}

/** @param {string} title @param {Record<string, Record<string, number>>} values @returns {string[]} lines */
function derivedTable(title, values) {
  const rows = Object.entries(values).flatMap(([group, all]) =>
    Object.entries(all).map(([name, value]) => [`${group}/${name}`, String(value)]),
  );
  return rows.length === 0 ? [] : ['', title, ...table(['', ''], rows)];
}
