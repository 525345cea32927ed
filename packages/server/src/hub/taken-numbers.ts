/** How many numbers below the highest are told apart, for each sender. */
const WINDOW = 256;
/** Most senders that are remembered; the one that was silent longest is forgotten first. */
const MAX_SENDERS = 1_024;

interface Seen {
  highest: number;
  readonly recent: Set<number>;
}

/**
 * Which numbered messages of each sender a stay has taken already. A sender whose answer was lost repeats its message,
 * through another instance perhaps; it must not arrive twice.
 */
export class TakenNumbers {
  readonly #senders = new Map<string, Seen>();

  /** Notes a message. @returns whether it is new; a message without a number (0) always is */
  take(stayId: string, number: number): boolean {
    if (number <= 0) return true;
    const seen = this.#senders.get(stayId) ?? { highest: 0, recent: new Set<number>() };
    if (number <= seen.highest - WINDOW || seen.recent.has(number)) return false;
    this.#senders.delete(stayId);
    this.#senders.set(stayId, seen);
    seen.recent.add(number);
    seen.highest = Math.max(seen.highest, number);
    if (seen.recent.size > WINDOW)
      for (const old of seen.recent) if (old <= seen.highest - WINDOW) seen.recent.delete(old);
    this.#forgetOldest();
    return true;
  }

  /** Whether a message was taken already. */
  has(stayId: string, number: number): boolean {
    const seen = this.#senders.get(stayId);
    return number > 0 && seen !== undefined && (number <= seen.highest - WINDOW || seen.recent.has(number));
  }

  /** All that is remembered, for {@link TakenNumbers.take} of another object. */
  list(): [stayId: string, number: number][] {
    const list: [string, number][] = [];
    for (const [stayId, { recent }] of this.#senders) for (const number of recent) list.push([stayId, number]);
    return list;
  }

  #forgetOldest(): void {
    if (this.#senders.size <= MAX_SENDERS) return;
    const [oldest] = this.#senders.keys();
    if (oldest !== undefined) this.#senders.delete(oldest);
  }
}
