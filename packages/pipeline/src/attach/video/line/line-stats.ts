/** What a line did so far. */
export interface LineStats {
  /** Pictures from the source. */
  readonly inputs: number;
  /** Pictures that were shown, treated or not. */
  readonly outputs: number;
  /** Those of them that were the source's own, because the graph stalled. */
  readonly passed: number;
  /** Pictures from the source that gave way to newer ones before the graph had room. */
  readonly dropped: number;
  /** Pictures of the graph that came too late to be shown. */
  readonly late: number;
  /** Pictures that the sink had no room for. */
  readonly refused: number;
  /** Pictures from the source in the last second. */
  readonly inputFps: number;
  /** Pictures shown in the last second. */
  readonly outputFps: number;
  /** From the source to the sink, in ms, of the newest treated picture; `undefined` before the first. */
  readonly latencyMs: number | undefined;
  /** Whether the source's own pictures are shown because the graph gives none. */
  readonly isStalled: boolean;
}

/** Counts events of the last second. */
export class RateCounter {
  readonly #times: number[] = [];

  /** One more, at `now` in ms. */
  count(now: number): void {
    this.#times.push(now);
    this.#forget(now);
  }

  /** How many there were in the second before `now`. */
  rate(now: number): number {
    this.#forget(now);
    return this.#times.length;
  }

  #forget(now: number): void {
    while ((this.#times[0] ?? now) <= now - 1000) this.#times.shift();
    // A clock that stands still must not fill the memory.
    if (this.#times.length > 1000) this.#times.shift();
  }
}
