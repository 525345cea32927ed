/** What decides who may have a place that two peers want. */
export interface Claim {
  /** Names the stay. */
  readonly stayId: string;
  /** When it asked to be let in, in milliseconds since 1970, by the clock of its instance. */
  readonly enteredAtMs: number;
  /** Whether it takes the place of an earlier stay of the same peer. */
  readonly replaces: boolean;
  /** Whether it is in, and not only on its way. */
  readonly isIn: boolean;
}

/** Sorts by who asked first. The same on all instances. */
export function byEntry(one: Claim, other: Claim): number {
  if (one.enteredAtMs !== other.enteredAtMs) return one.enteredAtMs - other.enteredAtMs;
  return one.stayId < other.stayId ? -1 : Number(one.stayId > other.stayId);
}

/**
 * Whether `one` has the place rather than `other`, which has the same peer id. Who is in beats who is on its way; else
 * the first wins, unless the later one came to replace it. The same on all instances.
 */
export function beats(one: Claim, other: Claim): boolean {
  if (one.isIn !== other.isIn) return one.isIn;
  return byEntry(one, other) < 0 ? !other.replaces : one.replaces;
}
