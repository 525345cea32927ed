/** Choices by a seed, for tests that do anything in any order: a failure can be repeated by its number. */
export class Dice {
  #state: number;

  /** @param seed any number of 32 bits */
  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** A whole number from 0 to below `count`. */
  below(count: number): number {
    this.#state = (Math.imul(this.#state, 1664525) + 1013904223) >>> 0;
    return Math.floor((this.#state / 2 ** 32) * count);
  }

  /** One of a list that is not empty. */
  of<const List extends readonly unknown[]>(list: List): List[number] {
    return list[this.below(list.length)];
  }

  /** Some of the fields, each with a value that its function makes. */
  some(fields: Readonly<Record<string, () => unknown>>): Record<string, unknown> {
    const chosen = Object.entries(fields).filter(() => this.below(6) === 0);
    return Object.fromEntries(chosen.map(([name, make]) => [name, make()]));
  }

  /** A packet as it is, cut, with a bit turned over, or made up. */
  damage(packet: Uint8Array): Uint8Array {
    const kind = this.below(6);
    if (kind > 2) return packet;
    if (kind === 0) return packet.slice(0, this.below(packet.length + 1));
    if (kind === 1) return Uint8Array.from({ length: this.below(200) }, () => this.below(256));
    const copy = packet.slice();
    const at = this.below(copy.length);
    copy[at] = (copy[at] ?? 0) ^ (1 << this.below(8));
    return copy;
  }
}
