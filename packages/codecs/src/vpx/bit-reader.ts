/** Reads bits from the highest of each byte on; beyond the end there are zeros, and it knows that it went there. */
export class BitReader {
  readonly #bytes: Uint8Array;
  #position = 0;

  /** @param bytes whose first bit is read first */
  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** Whether more was read than there is. */
  get isSpent(): boolean {
    return this.#position > 8 * this.#bytes.length;
  }

  /** One bit. */
  bit(): 0 | 1 {
    const byte = this.#bytes[this.#position >> 3] ?? 0;
    const bit = (byte >> (7 - (this.#position & 7))) & 1;
    this.#position++;
    return bit === 1 ? 1 : 0;
  }

  /** A number of `count` bits, 32 at most. */
  bits(count: number): number {
    let value = 0;
    for (let i = 0; i < count; i++) value = value * 2 + this.bit();
    return value;
  }
}
