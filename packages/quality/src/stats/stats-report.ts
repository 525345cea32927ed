import { type RawStat, textOf } from './raw-stat.ts';

/** The objects of one `getStats` call, by id and by type. */
export class StatsReport {
  readonly #byId = new Map<string, RawStat>();

  /** @param stats values of an `RTCStatsReport`; what is no object or has no id is left out */
  constructor(stats: Iterable<unknown>) {
    for (const stat of stats) {
      if (typeof stat !== 'object' || stat === null) continue;
      const id = textOf(stat as RawStat, 'id');
      if (id) this.#byId.set(id, stat as RawStat);
    }
  }

  /** The object that a member such as `codecId` names. */
  byReference(stat: RawStat | undefined, key: string): RawStat | undefined {
    const id = textOf(stat, key);
    return id === undefined ? undefined : this.#byId.get(id);
  }

  /** All objects of one type. */
  ofType(type: string): RawStat[] {
    return [...this.#byId.values()].filter((stat) => stat['type'] === type);
  }
}
