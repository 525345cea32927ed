/** A value that can be watched: what `useSyncExternalStore` asks for, and nothing more. */
export class Store<T> {
  #value: T;
  readonly #listeners = new Set<() => void>();

  constructor(initial: T) {
    this.#value = initial;
  }

  /** The value now. */
  readonly get = (): T => this.#value;

  /** Calls `listener` after each change until the returned function is called. */
  readonly subscribe = (listener: () => void): (() => void) => {
    const entry = () => listener();
    this.#listeners.add(entry);
    return () => void this.#listeners.delete(entry);
  };

  /** Puts another value in its place; the same value is no change. */
  set(value: T): void {
    if (Object.is(value, this.#value)) return;
    this.#value = value;
    for (const listener of [...this.#listeners]) listener();
  }

  /** Makes the next value of the one before. */
  update(change: (value: T) => T): void {
    this.set(change(this.#value));
  }
}
