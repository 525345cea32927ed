import { median } from '../harness/statistics.mjs';
import { table } from '../harness/table.mjs';

/**
 * @typedef {{ what: string, atMs: number }} Mark
 * @typedef {{ startMs: number, newcomer: Mark[], host: Mark[] }} Recording of one run; times on one clock
 */

/**
 * Medians of when each mark of both pages was seen, in milliseconds after the newcomer's first call. A mark that
 * comes several times in a run is numbered; one that is missing from half of the runs is left out.
 *
 * @param {Recording[]} recordings
 * @returns {string}
 */
export function formatTimeline(recordings) {
  const times = new Map();
  for (const { startMs, newcomer, host } of recordings) {
    for (const [page, marks] of Object.entries({ newcomer, host })) {
      const seen = new Map();
      for (const { what, atMs } of marks) {
        if (atMs < startMs) continue;
        const count = (seen.get(what) ?? 0) + 1;
        seen.set(what, count);
        const key = JSON.stringify([page, count === 1 ? what : `${what} (${count})`]);
        times.set(key, [...(times.get(key) ?? []), atMs - startMs]);
      }
    }
  }
  const rows = [...times]
    .filter(([, list]) => list.length * 2 > recordings.length)
    .map(([key, list]) => ({ names: JSON.parse(key), atMs: median(list) }))
    .sort((a, b) => a.atMs - b.atMs)
    .map(({ names: [page, what], atMs }) => [
      page === 'newcomer' ? what : '',
      atMs.toFixed(1),
      page === 'host' ? what : '',
    ]);
  return table(['newcomer', 'ms', 'host'], rows).join('\n');
}
