/** Takes back what was set up; calling it again does nothing. */
export type Undo = () => void;

/**
 * Typed events. `Events` maps each event's name to its payload; `undefined` for none.
 *
 * Listeners are called in the order they were added. One that throws does not keep the others from being
 * called: its error is reported as an uncaught one, on a turn of its own.
 */
export class Emitter<Events> {
  readonly #listeners = new Map<keyof Events, Set<(payload: never) => void>>();

  /** Calls `listener` at each `event` until the returned function is called or `options.signal` aborts. */
  on<Name extends keyof Events>(
    event: Name,
    listener: (payload: Events[Name]) => void,
    options: { signal?: AbortSignal } = {},
  ): Undo {
    if (options.signal?.aborted) return () => {};
    // A wrapper of its own for each call, so that the same function can be added twice and taken back once.
    const entry = (payload: Events[Name]) => listener(payload);
    const listeners = this.#listeners.get(event) ?? new Set();
    this.#listeners.set(event, listeners);
    listeners.add(entry);
    const undo = () => {
      listeners.delete(entry);
      options.signal?.removeEventListener('abort', undo);
    };
    options.signal?.addEventListener('abort', undo, { once: true });
    return undo;
  }

  /** Announces `event`. */
  protected emit<Name extends keyof Events>(
    event: Name,
    ...[payload]: Events[Name] extends undefined ? [] : [payload: Events[Name]]
  ): void {
    for (const listener of [...(this.#listeners.get(event) ?? [])]) {
      try {
        listener(payload as never);
      } catch (error) {
        queueMicrotask(() => {
          throw error;
        });
      }
    }
  }

  /** Number of listeners of `event`, or of all events. */
  listenerCount(event?: keyof Events): number {
    if (event !== undefined) return this.#listeners.get(event)?.size ?? 0;
    let count = 0;
    for (const listeners of this.#listeners.values()) count += listeners.size;
    return count;
  }

  /** Forgets every listener. */
  protected removeAllListeners(): void {
    for (const listeners of this.#listeners.values()) listeners.clear();
    this.#listeners.clear();
  }
}
