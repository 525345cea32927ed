/** One object of `getStats`, of which nothing is sure but that it is an object. */
export type RawStat = Readonly<Record<string, unknown>>;

/** A member that is a finite number; `undefined` where the browser does not tell. */
export function numberOf(stat: RawStat | undefined, key: string): number | undefined {
  const value = stat?.[key];
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

/** A member that is a text and not empty. */
export function textOf(stat: RawStat | undefined, key: string): string | undefined {
  const value = stat?.[key];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** A member in seconds, as milliseconds. */
export function millisecondsOf(stat: RawStat | undefined, key: string): number | undefined {
  const seconds = numberOf(stat, key);
  return seconds === undefined ? undefined : seconds * 1_000;
}

/** Adds what is known; `undefined` when nothing is. */
export function sum(values: readonly (number | undefined)[]): number | undefined {
  const known = values.filter((value) => value !== undefined);
  return known.length === 0 ? undefined : known.reduce((total, value) => total + value, 0);
}

/** The greatest of what is known. */
export function greatest(values: readonly (number | undefined)[]): number | undefined {
  const known = values.filter((value) => value !== undefined);
  return known.length === 0 ? undefined : Math.max(...known);
}
