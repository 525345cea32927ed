/** How long one count goes on, in ms. */
const SPAN_MS = 1_000;

/** How often something happens per second, over the last second or so. Counting allocates nothing and needs no timer. */
export class RateMeter {
  /** When the count began, and the rate of the count before. */
  readonly #state = new Float64Array(2);
  #count = 0;

  /** @param nowMs where time is now */
  constructor(nowMs: number) {
    this.#state[0] = nowMs;
  }

  /** It happened. */
  add(nowMs: number): void {
    const elapsedMs = nowMs - (this.#state[0] ?? 0);
    if (elapsedMs >= SPAN_MS) this.#turn(nowMs, elapsedMs);
    this.#count += 1;
  }

  /** Times per second. */
  perSecond(nowMs: number): number {
    const elapsedMs = nowMs - (this.#state[0] ?? 0);
    if (elapsedMs >= SPAN_MS) this.#turn(nowMs, elapsedMs);
    return this.#state[1] ?? 0;
  }

  #turn(nowMs: number, elapsedMs: number): void {
    this.#state[1] = (this.#count * 1_000) / elapsedMs;
    this.#state[0] = nowMs;
    this.#count = 0;
  }
}
