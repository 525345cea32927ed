/** What is counted for one address or one room. */
export interface Tracked {
  /** Set when it is forgotten: whoever holds on to it has to look it up again. */
  isForgotten: boolean;
  /** When something was counted, in milliseconds of the clock. */
  usedAtMs: number;
  /** The part of its limits that is unused: 1 after a rest, less the more it did of late. */
  fullness(nowMs: number): number;
}

/** How long limits are kept that nobody uses, in milliseconds; shorter, and slow senders would be made anew each time. */
const KEPT_MS = 60_000;
/** How many of the oldest are looked at for each new one. */
const LOOKED_AT = 8;

/**
 * The limits of addresses or rooms, of a bounded number of them.
 *
 * For each new one some old ones are looked at. Those at rest are forgotten: nothing is lost with them. When there are
 * too many nevertheless, the least used of them goes: so whoever wants the limits of one address forgotten, be it
 * their own, has to keep thousands of others busier than that.
 */
export class TrackedLimits<T extends Tracked> {
  readonly #most: number;
  readonly #make: (nowMs: number) => T;
  /** In the order in which they are to be looked at. */
  readonly #entries = new Map<string, T>();

  /** @param most how many are kept @param make makes a new one, with all its limits unused */
  constructor(most: number, make: (nowMs: number) => T) {
    this.#most = most;
    this.#make = make;
  }

  /** How many are kept. */
  get size(): number {
    return this.#entries.size;
  }

  /** What is counted for this address or room. */
  get(key: string, nowMs: number): T {
    const known = this.#entries.get(key);
    if (known) return known;
    this.#makeRoom(nowMs);
    const made = this.#make(nowMs);
    this.#entries.set(key, made);
    return made;
  }

  #makeRoom(nowMs: number): void {
    let leastUsed: [string, T] | undefined;
    let most = Number.NEGATIVE_INFINITY;
    for (const [key, entry] of this.#oldest()) {
      const fullness = entry.fullness(nowMs);
      this.#entries.delete(key);
      entry.isForgotten = fullness >= 1 && nowMs - entry.usedAtMs >= KEPT_MS;
      if (entry.isForgotten) continue;
      this.#entries.set(key, entry);
      if (fullness > most) [leastUsed, most] = [[key, entry], fullness];
    }
    if (this.#entries.size < this.#most || !leastUsed) return;
    const [key, entry] = leastUsed;
    entry.isForgotten = true;
    this.#entries.delete(key);
  }

  #oldest(): [string, T][] {
    const oldest: [string, T][] = [];
    for (const entry of this.#entries) {
      if (oldest.push(entry) === LOOKED_AT) break;
    }
    return oldest;
  }
}
