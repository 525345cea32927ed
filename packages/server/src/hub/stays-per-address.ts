import { SdkError, type Undo } from '@remotemedia/base';

/** How many stays each remote address has. */
export class StaysPerAddress {
  readonly #most: number;
  /** Only addresses that have any. */
  readonly #counts = new Map<string, number>();

  /** @param most stays of one address */
  constructor(most: number) {
    this.#most = most;
  }

  /** @throws {SdkError} `resource-exhausted` when the address has as many as it may */
  check(address: string): void {
    if ((this.#counts.get(address) ?? 0) < this.#most) return;
    const count = `${this.#most} of ${this.#most} are in rooms`;
    throw new SdkError('resource-exhausted', `there are too many peers at your address: ${count}`);
  }

  /** Counts one more. @returns takes it off again, once */
  add(address: string): Undo {
    this.#counts.set(address, (this.#counts.get(address) ?? 0) + 1);
    let isCounted = true;
    return () => {
      if (!isCounted) return;
      isCounted = false;
      const rest = (this.#counts.get(address) ?? 0) - 1;
      if (rest > 0) this.#counts.set(address, rest);
      else this.#counts.delete(address);
    };
  }
}
