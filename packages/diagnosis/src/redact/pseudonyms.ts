/** Most values that are told apart. */
const MOST_VALUES = 1_000;
/** By how many of their first characters. */
const MOST_CHARS = 256;

/**
 * Numbers in place of values that must not be shown but told apart: `address-1`, `address-2`. The number says nothing
 * about the value, which a hash of something as short as an address would.
 */
export class Pseudonyms {
  readonly #numbers = new Map<string, string>();
  readonly #counts = new Map<string, number>();

  /** The name that stands for this value; values beyond the first thousand share one. */
  of(kind: string, value: string): string {
    const key = `${kind}\n${value.slice(0, MOST_CHARS)}`;
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    if (this.#numbers.size >= MOST_VALUES) return `${kind}-x`;
    const count = (this.#counts.get(kind) ?? 0) + 1;
    this.#counts.set(kind, count);
    const name = `${kind}-${count}`;
    this.#numbers.set(key, name);
    return name;
  }
}
