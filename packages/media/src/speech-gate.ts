/** When a level counts as somebody speaking. */
export interface SpeechGateOptions {
  /** Level from which speech starts, in dBFS. @default -45 */
  readonly startDbfs?: number | undefined;
  /** Level under which speech ends, in dBFS; not above `startDbfs`. @default -52 */
  readonly stopDbfs?: number | undefined;
  /** How long it must be loud before speech starts, in milliseconds, so that a click is no speech. @default 80 */
  readonly attackMs?: number | undefined;
  /** How long it must be quiet before speech ends, in milliseconds, so that pauses between words are none. @default 500 */
  readonly releaseMs?: number | undefined;
}

/**
 * Turns a level over time into "speaks" and "does not", with two thresholds and two delays so that it does not
 * flicker. It has no clock of its own: each level comes with its time.
 */
export class SpeechGate {
  readonly #startDbfs: number;
  readonly #stopDbfs: number;
  readonly #attackMs: number;
  readonly #releaseMs: number;
  #speaking = false;
  /** Since when the level has been on the other side of the threshold that matters now. */
  #crossedAtMs: number | undefined;

  /** Makes a gate that is closed; a `stopDbfs` above `startDbfs` counts as `startDbfs`. */
  constructor(options: SpeechGateOptions = {}) {
    this.#startDbfs = options.startDbfs ?? -45;
    this.#stopDbfs = Math.min(options.stopDbfs ?? -52, this.#startDbfs);
    this.#attackMs = options.attackMs ?? 80;
    this.#releaseMs = options.releaseMs ?? 500;
  }

  /** Whether somebody speaks, as of the last level. */
  get speaking(): boolean {
    return this.#speaking;
  }

  /** Takes the level at `nowMs` (milliseconds, never going back) and says whether somebody speaks. */
  push(dbfs: number, nowMs: number): boolean {
    const crossed = this.#speaking ? dbfs < this.#stopDbfs : dbfs >= this.#startDbfs;
    if (!crossed) {
      this.#crossedAtMs = undefined;
      return this.#speaking;
    }
    this.#crossedAtMs ??= nowMs;
    const waitMs = this.#speaking ? this.#releaseMs : this.#attackMs;
    if (nowMs - this.#crossedAtMs >= waitMs) {
      this.#speaking = !this.#speaking;
      this.#crossedAtMs = undefined;
    }
    return this.#speaking;
  }
}
