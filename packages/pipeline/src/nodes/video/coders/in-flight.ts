/** What goes with an item through a coder: the coder keeps only its time. */
export class InFlight<T> {
  /** By timestamp, in the order of input. */
  readonly #items = new Map<number, T>();

  /** Remembers what goes with an input. */
  add(timestamp: number, item: T): void {
    this.#items.set(timestamp, item);
  }

  /** What went with an output. Inputs before it are forgotten: the coder left them out. */
  take(timestamp: number): T | undefined {
    const item = this.#items.get(timestamp);
    if (item === undefined) return undefined;
    for (const earlier of this.#items.keys()) {
      this.#items.delete(earlier);
      if (earlier === timestamp) break;
    }
    return item;
  }

  /** Forgets everything. */
  clear(): void {
    this.#items.clear();
  }
}
