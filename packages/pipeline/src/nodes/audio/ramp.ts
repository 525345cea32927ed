/**
 * A number that moves to its next value in a straight line, so that a change is not heard as a click. Where it is depends
 * on the count of samples only, not on how they are cut into blocks.
 */
export class Ramp {
  #target: number;
  #step = 0;
  #left = 0;

  /** @param value where it begins */
  constructor(value: number) {
    this.#target = value;
  }

  /** Where it is when it has arrived. */
  get target(): number {
    return this.#target;
  }

  /** Whether it has not arrived. */
  get isMoving(): boolean {
    return this.#left > 0;
  }

  /** Sends it to `target`, to arrive in so many samples. */
  aim(target: number, frames: number): void {
    const from = this.at(0);
    this.#left = from === target ? 0 : Math.max(0, Math.round(frames));
    this.#target = target;
    this.#step = this.#left === 0 ? 0 : (target - from) / this.#left;
  }

  /** Its value at a sample from now. */
  at(frame: number): number {
    return frame >= this.#left ? this.#target : this.#target - this.#step * (this.#left - frame);
  }

  /** So many samples have gone by. */
  advance(frames: number): void {
    this.#left = Math.max(0, this.#left - frames);
  }
}
