import { round } from '../harness/statistics.mjs';
import { GROUPS, NPM_RIVALS } from './groups.mjs';
import { ROWS } from './rows.mjs';

/**
 * @typedef {import('../harness/report.mjs').GroupedReport} GroupedReport
 *
 * @typedef {object} Worst the row in which ours is least ahead of a rival, or furthest behind
 * @property {number} ratio ours ÷ rival
 * @property {string} row
 * @property {string} runtime
 */

/**
 * Every ratio of speeds in one row: ours ÷ each other in the same runtime, and to the native library.
 *
 * @param {GroupedReport} report
 * @returns {{ row: string, kind: string, runtime: string, ratios: Record<string, number> }[]}
 */
export function ratiosByRow(report) {
  return GROUPS.filter(({ about, name }) => about === 'speed' && report.ratios[name]?.ours).map((group) => ({
    row: group.row,
    kind: ROWS.find(({ name }) => name === group.row)?.kind ?? '',
    runtime: group.runtime ?? '',
    ratios: report.ratios[group.name].ours,
  }));
}

/**
 * The worst row beside each contender.
 *
 * @param {ReturnType<typeof ratiosByRow>} rows
 * @param {readonly string[]} rivals
 * @returns {Record<string, Worst>}
 */
export function worstOf(rows, rivals) {
  /** @type {Record<string, Worst>} */
  const worst = {};
  for (const { row, runtime, ratios } of rows) {
    for (const rival of rivals) {
      const ratio = ratios[rival];
      if (ratio !== undefined && !(worst[rival]?.ratio <= ratio)) worst[rival] = { ratio, row, runtime };
    }
  }
  return worst;
}

/**
 * What `ratios` of the report are: ours ÷ each npm package in its worst row; and the same by what is done, with the native
 * libraries.
 *
 * @param {GroupedReport} report
 */
export function summarizeRatios(report) {
  const rows = ratiosByRow(report);
  const worst = worstOf(rows, NPM_RIVALS);
  const kinds = [...new Set(rows.map(({ kind }) => kind))];
  const byKind = kinds.map((kind) => [
    kind,
    worstOf(
      rows.filter((row) => row.kind === kind),
      ['native', ...NPM_RIVALS],
    ),
  ]);
  return {
    ratios: Object.fromEntries(Object.entries(worst).map(([rival, { ratio }]) => [rival, round(ratio, 3)])),
    native: worstOf(rows, ['native']).native?.ratio ?? null,
    worst: /** @type {Record<string, Record<string, Worst>>} */ (Object.fromEntries(byKind)),
  };
}
