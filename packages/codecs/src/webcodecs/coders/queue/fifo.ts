/**
 * First in, first out, at the same cost for each entry however many there are. `Array.shift` moves all that are behind
 * it: a page that queues a million chunks at once would wait for minutes.
 */
export class Fifo<T> {
  readonly #entries = new Map<number, T>();
  #first = 0;
  #next = 0;

  /** How many wait. */
  get length(): number {
    return this.#entries.size;
  }

  /** The oldest, which stays. */
  peek(): T | undefined {
    return this.#entries.get(this.#first);
  }

  /** Adds one behind the others. */
  push(entry: T): void {
    this.#entries.set(this.#next, entry);
    this.#next += 1;
  }

  /** Takes the oldest out. */
  shift(): T | undefined {
    const entry = this.peek();
    if (this.#entries.delete(this.#first)) this.#first += 1;
    return entry;
  }

  /** Takes all out, the oldest first. */
  takeAll(): readonly T[] {
    const all = [...this.#entries.values()];
    this.#entries.clear();
    this.#first = this.#next;
    return all;
  }
}
