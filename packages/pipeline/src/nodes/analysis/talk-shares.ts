import { LEFT, PRESENCE_WINDOW_MS, RIGHT } from './presence.ts';

/** Who spoke for which part of the last stretch of time, in steps of {@link PRESENCE_WINDOW_MS}. */
export class TalkShares {
  readonly #steps: Uint8Array;
  /** How many steps have each combination of {@link LEFT} and {@link RIGHT}. */
  readonly #counts: Float64Array = new Float64Array(4);
  #next = 0;
  #filled = 0;

  /** @param windowMs how far back it remembers */
  constructor(windowMs: number) {
    this.#steps = new Uint8Array(Math.max(1, Math.round(windowMs / PRESENCE_WINDOW_MS)));
  }

  /** How much it knows of, in steps. */
  get filled(): number {
    return this.#filled;
  }

  /** Adds steps in which these spoke; more of them than it remembers are cut short. */
  add(speakers: number, steps = 1): void {
    for (let left = Math.min(steps, this.#steps.length); left > 0; left -= 1) {
      if (this.#filled === this.#steps.length) this.#tally(this.#steps[this.#next] ?? 0, -1);
      else this.#filled += 1;
      this.#steps[this.#next] = speakers;
      this.#tally(speakers, 1);
      this.#next = (this.#next + 1) % this.#steps.length;
    }
  }

  /** Share of the time in which the left side spoke (or anybody, where there are no sides), in per cent, one decimal. */
  get leftPercent(): number {
    return this.#percent((this.#counts[LEFT] ?? 0) + (this.#counts[LEFT | RIGHT] ?? 0));
  }

  /** Share in which the right side spoke, likewise. */
  get rightPercent(): number {
    return this.#percent((this.#counts[RIGHT] ?? 0) + (this.#counts[LEFT | RIGHT] ?? 0));
  }

  /** Share in which both spoke, likewise. */
  get overlapPercent(): number {
    return this.#percent(this.#counts[LEFT | RIGHT] ?? 0);
  }

  /** Share in which nobody spoke, likewise; 100 as long as nothing is known. */
  get silencePercent(): number {
    return this.#filled === 0 ? 100 : this.#percent(this.#counts[0] ?? 0);
  }

  /** Forgets everything. */
  reset(): void {
    this.#counts.fill(0);
    this.#next = 0;
    this.#filled = 0;
  }

  #tally(speakers: number, change: number): void {
    this.#counts[speakers] = (this.#counts[speakers] ?? 0) + change;
  }

  #percent(steps: number): number {
    return this.#filled === 0 ? 0 : Math.round((steps / this.#filled) * 1000) / 10;
  }
}
