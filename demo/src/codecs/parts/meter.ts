/** Adds numbers up and averages them, between one look and the next. */
export class Meter {
  #sum = 0;
  #count = 0;

  /** Counts one number. */
  add(value: number): void {
    this.#sum += value;
    this.#count += 1;
  }

  /** Sum, count and mean since the last time; the mean is missing when there was nothing. Then it begins anew. */
  take(): { readonly sum: number; readonly count: number; readonly mean: number | undefined } {
    const taken = { sum: this.#sum, count: this.#count, mean: this.#count > 0 ? this.#sum / this.#count : undefined };
    this.#sum = 0;
    this.#count = 0;
    return taken;
  }
}

/** How many points a history has. */
const HISTORY_POINTS = 60;

/** The numbers that a chart shows, the newest last; `undefined` where there was none. */
export type History = readonly (number | undefined)[];

/** The history with one number more; the oldest goes. */
export function remember(history: History, value: number | undefined): History {
  return [...history.slice(1 - HISTORY_POINTS), value];
}

/** The last number that there was. */
export function latest(history: History): number | undefined {
  return history.findLast((value) => value !== undefined);
}
