/** Samples of several channels on their way, first in, first out. It grows when it must. */
export class PlaneQueue {
  #planes: Float32Array[];
  #start = 0;
  #size = 0;

  constructor(channelCount: number) {
    this.#planes = Array.from({ length: channelCount }, () => new Float32Array(0));
  }

  /** Samples of each channel that are inside. */
  get size(): number {
    return this.#size;
  }

  /** Empties it, and puts silence in. */
  reset(silence: number): void {
    this.#start = 0;
    this.#size = 0;
    this.#reserve(silence);
    for (const plane of this.#planes) plane.fill(0);
    this.#size = silence;
  }

  /** Puts the first `count` samples of each channel in. */
  push(planes: readonly Float32Array[], count: number): void {
    this.#reserve(this.#size + count);
    for (let channel = 0; channel < this.#planes.length; channel += 1) {
      const from = planes[channel];
      const to = this.#planes[channel];
      if (!from || !to) continue;
      let at = (this.#start + this.#size) % to.length;
      for (let index = 0; index < count; index += 1) {
        to[at] = from[index] as number;
        at += 1;
        if (at === to.length) at = 0;
      }
    }
    this.#size += count;
  }

  /** Takes `count` samples of each channel out; silence where there are fewer. */
  shift(planes: readonly Float32Array[], count: number): void {
    const found = Math.min(count, this.#size);
    for (let channel = 0; channel < this.#planes.length; channel += 1) {
      const from = this.#planes[channel];
      const to = planes[channel];
      if (!from || !to) continue;
      let at = this.#start;
      for (let index = 0; index < count; index += 1) {
        to[index] = index < found ? (from[at] as number) : 0;
        at += 1;
        if (at === from.length) at = 0;
      }
    }
    const length = this.#planes[0]?.length ?? 0;
    this.#start = length === 0 ? 0 : (this.#start + found) % length;
    this.#size -= found;
  }

  #reserve(samples: number): void {
    const length = this.#planes[0]?.length ?? 0;
    if (length >= samples) return;
    const { size } = this;
    const larger = this.#planes.map(() => new Float32Array(samples * 2));
    this.shift(larger, size);
    this.#planes = larger;
    this.#start = 0;
    this.#size = size;
  }
}
