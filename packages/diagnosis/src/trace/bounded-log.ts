/** Limits of a {@link BoundedLog}. */
export interface LogLimits {
  /** Most entries. */
  readonly maxEntries: number;
  /** Most characters of all entries together, as JSON. */
  readonly maxChars: number;
}

/** Keeps the newest entries, within bounds of number and size, and counts those that had to go. */
export class BoundedLog<Entry> {
  readonly #limits: LogLimits;
  #entries: { readonly entry: Entry; readonly chars: number }[] = [];
  /** Entries before this one have gone; they are cut off now and then, not each time. */
  #first = 0;
  #chars = 0;
  #dropped = 0;

  /** @param limits how much is kept */
  constructor(limits: LogLimits) {
    this.#limits = limits;
  }

  /** The entries, oldest first. */
  get entries(): readonly Entry[] {
    return this.#entries.slice(this.#first).map(({ entry }) => entry);
  }

  /** How many entries had to go, or were too large to be kept at all. */
  get dropped(): number {
    return this.#dropped;
  }

  /** Adds an entry that JSON can hold. */
  push(entry: Entry): void {
    const chars = JSON.stringify(entry).length + 1;
    const { maxEntries, maxChars } = this.#limits;
    if (chars > maxChars) {
      this.#dropped += 1;
      return;
    }
    this.#entries.push({ entry, chars });
    this.#chars += chars;
    while (this.#entries.length - this.#first > maxEntries || this.#chars > maxChars) {
      this.#chars -= this.#entries[this.#first]?.chars ?? 0;
      this.#first += 1;
      this.#dropped += 1;
    }
    if (this.#first * 2 > this.#entries.length) {
      this.#entries = this.#entries.slice(this.#first);
      this.#first = 0;
    }
  }
}
