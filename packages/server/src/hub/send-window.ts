/** How many numbers back a repeated request is recognised. */
const WINDOW = 256;

/**
 * Remembers what the numbered requests of one stay were answered with, so that a request that comes again
 * (its answer was lost) is answered again without being carried out again.
 */
export class SendWindow<Answer> {
  readonly #responses = new Map<number, Answer>();
  #highest = 0;

  /**
   * The answer that request number `seq` got, or that `carryOut` gives now. A number so old that its answer is
   * forgotten gets `forgotten`.
   */
  answer(seq: number, carryOut: () => Answer, forgotten: () => Answer): Answer {
    const known = this.#responses.get(seq);
    if (known) return known;
    if (seq <= this.#highest - WINDOW) return forgotten();
    const response = carryOut();
    this.#remember(seq, response);
    return response;
  }

  #remember(seq: number, response: Answer): void {
    this.#responses.set(seq, response);
    if (seq <= this.#highest) return;
    const firstKept = seq - WINDOW + 1;
    // A jump in the numbers can be huge, so what is kept is gone through, not the numbers.
    if (seq - this.#highest < WINDOW) {
      for (let old = this.#highest - WINDOW + 1; old < firstKept; old += 1) this.#responses.delete(old);
    } else {
      for (const old of [...this.#responses.keys()]) if (old < firstKept) this.#responses.delete(old);
    }
    this.#highest = seq;
  }
}
