/** Most runs that one message names; what is left out is sent again, which costs time and nothing else. */
const MAX_RUNS = 1_024;

/** Writes which pieces are there as `[from, to, from, to, …]`, each `to` exclusive. */
export function toRuns(has: (index: number) => boolean, count: number): number[] {
  const runs: number[] = [];
  for (let index = 0; index < count && runs.length < MAX_RUNS * 2; index += 1) {
    if (!has(index)) continue;
    const from = index;
    while (index < count && has(index)) index += 1;
    runs.push(from, index);
  }
  return runs;
}

/** Reads what {@link toRuns} wrote; `undefined` when it is not ascending, not in pairs or too long. */
export function readRuns(value: unknown, maxCount: number): readonly number[] | undefined {
  if (!Array.isArray(value) || value.length > MAX_RUNS * 2 || value.length % 2 !== 0) return undefined;
  let last = -1;
  for (const edge of value) {
    if (!Number.isInteger(edge) || edge <= last || edge > maxCount) return undefined;
    last = edge;
  }
  return value;
}

/** Every index in the runs, in order. */
export function* indexesOf(runs: readonly number[]): Generator<number> {
  for (let run = 0; run + 1 < runs.length; run += 2) {
    for (let index = runs[run] ?? 0; index < (runs[run + 1] ?? 0); index += 1) yield index;
  }
}
