/** Why nothing comes out: one picture takes too long, nodes throw, or pictures go in and none comes out. */
export type StallReason = 'busy' | 'failing' | 'silent';

/** Without output a graph is silent after so many times the limit: it may thin out pictures, to one in a second. */
const SILENT_FACTOR = 2.5;

/** Fewer pictures without an answer are no silence: the last one of a source may be one that is left out. */
const SILENT_INPUTS = 3;

/** Before the first output all takes so many times as long: models warm up. */
const START_FACTOR = 4;

/** Says when a graph gives nothing although it gets pictures. */
export class StallWatch {
  readonly #stallMs: number;
  #hasOutput = false;
  /** When the first picture after the last output came. */
  #waitsSince: number | undefined;
  #inputs = 0;
  #hasFault = false;

  /** @param stallMs how long one picture may take, in ms */
  constructor(stallMs: number) {
    this.#stallMs = stallMs;
  }

  /** A picture came. */
  input(now: number): void {
    this.#waitsSince ??= now;
    this.#inputs += 1;
  }

  /** A picture came out. */
  output(): void {
    this.#hasOutput = true;
    this.#hasFault = false;
    this.#waitsSince = undefined;
    this.#inputs = 0;
  }

  /** A node threw. */
  fault(): void {
    this.#hasFault = true;
  }

  /**
   * Why nothing comes out, if that is so.
   *
   * @param busySince since when the graph is at work on one picture
   */
  reason(now: number, busySince: number | undefined): StallReason | undefined {
    if (this.#waitsSince === undefined) return undefined;
    const waitedMs = now - this.#waitsSince;
    // Whoever throws is not warming up.
    if (this.#hasFault && waitedMs >= this.#stallMs) return 'failing';
    const limitMs = this.#stallMs * (this.#hasOutput ? 1 : START_FACTOR);
    if (busySince !== undefined && now - busySince >= limitMs) return 'busy';
    return waitedMs >= limitMs * SILENT_FACTOR && this.#inputs >= SILENT_INPUTS ? 'silent' : undefined;
  }
}
