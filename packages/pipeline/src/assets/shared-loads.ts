import { abortError } from '@remotemedia/base';

/** What is loaded, and who waits for it. */
interface Load<T> {
  readonly result: Promise<T>;
  readonly controller: AbortController;
  readonly listeners: Set<(value: readonly [number, number | undefined]) => void>;
  waiters: number;
  isDone: boolean;
}

/** How a load is asked for. */
export interface LoadWait {
  /** Ends this wait; the load goes on for the others, and ends when nobody waits any more. */
  readonly signal: AbortSignal | undefined;
  /** Hears how far it is. */
  readonly onProgress: (loadedBytes: number, totalBytes: number | undefined) => void;
}

/** Most things that are kept; the models and modules of all nodes are fewer. */
const MOST_KEPT = 64;

/** Loads each thing once, for everybody who wants it. What failed is forgotten, so that another try is made. */
export class SharedLoads<T> {
  readonly #loads = new Map<string, Load<T>>();

  /** @throws what `load` threw; `cancelled` when the wait's signal aborted */
  async get(
    key: string,
    load: (signal: AbortSignal, onProgress: LoadWait['onProgress']) => Promise<T>,
    { signal, onProgress }: LoadWait,
  ): Promise<T> {
    if (signal?.aborted) throw abortError(signal);
    const entry = this.#loads.get(key) ?? this.#begin(key, load);
    const listener = ([loadedBytes, totalBytes]: readonly [number, number | undefined]) =>
      onProgress(loadedBytes, totalBytes);
    entry.listeners.add(listener);
    entry.waiters += 1;
    try {
      return await abortable(entry.result, signal);
    } finally {
      entry.listeners.delete(listener);
      entry.waiters -= 1;
      if (entry.waiters === 0 && !entry.isDone) {
        this.#forget(key, entry);
        entry.controller.abort();
      }
    }
  }

  #begin(key: string, load: (signal: AbortSignal, onProgress: LoadWait['onProgress']) => Promise<T>): Load<T> {
    const controller = new AbortController();
    const listeners: Load<T>['listeners'] = new Set();
    const result = load(controller.signal, (loadedBytes, totalBytes) => {
      for (const listener of listeners) tell(listener, [loadedBytes, totalBytes]);
    });
    const entry: Load<T> = { result, controller, listeners, waiters: 0, isDone: false };
    this.#loads.set(key, entry);
    result.then(
      () => {
        entry.isDone = true;
        this.#forgetOldest();
      },
      () => this.#forget(key, entry),
    );
    return entry;
  }

  /** A server that is given another address each time must not keep them all. */
  #forgetOldest(): void {
    for (const [key, entry] of this.#loads) {
      if (this.#loads.size <= MOST_KEPT) return;
      if (entry.isDone) this.#loads.delete(key);
    }
  }

  #forget(key: string, entry: Load<T>): void {
    if (this.#loads.get(key) === entry) this.#loads.delete(key);
  }
}

async function abortable<T>(result: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return await result;
  let onAbort = () => {};
  const aborted = new Promise<never>((_resolve, reject) => {
    onAbort = () => reject(abortError(signal));
    signal.addEventListener('abort', onAbort, { once: true });
  });
  try {
    return await Promise.race([result, aborted]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

/** Somebody who throws while hearing of it spoils the load for nobody. */
function tell<T>(listener: (value: T) => void, value: T): void {
  try {
    listener(value);
  } catch (error) {
    queueMicrotask(() => {
      throw error;
    });
  }
}
