/** When a level counts as no sound at all. */
export interface SilenceGateOptions {
  /** Level under which there is no sound, in dBFS. Even a quiet room is louder through a working microphone. @default -80 */
  readonly belowDbfs?: number | undefined;
  /** How long it must stay there, in milliseconds. @default 5000 */
  readonly afterMs?: number | undefined;
}

/** Turns a level over time into "no sound at all". It has no clock of its own: each level comes with its time. */
export class SilenceGate {
  readonly #belowDbfs: number;
  readonly #afterMs: number;
  #sinceMs: number | undefined;
  #silent = false;

  /** Makes a gate that has heard nothing yet. */
  constructor(options: SilenceGateOptions = {}) {
    this.#belowDbfs = options.belowDbfs ?? -80;
    this.#afterMs = options.afterMs ?? 5_000;
  }

  /** Whether there is no sound at all, as of the last level. */
  get silent(): boolean {
    return this.#silent;
  }

  /** Takes the level at `nowMs` (milliseconds, never going back) and says whether there is no sound at all. */
  push(dbfs: number, nowMs: number): boolean {
    if (dbfs >= this.#belowDbfs) {
      this.#sinceMs = undefined;
      this.#silent = false;
      return false;
    }
    this.#sinceMs ??= nowMs;
    this.#silent ||= nowMs - this.#sinceMs >= this.#afterMs;
    return this.#silent;
  }

  /** Starts the wait anew, for a time in which nothing could be heard for another reason; what it said stays. */
  restart(): void {
    this.#sinceMs = undefined;
  }
}
