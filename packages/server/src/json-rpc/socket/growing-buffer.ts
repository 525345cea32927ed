/** First size of the buffer, in bytes. */
const FIRST_BYTES = 256;

/** Bytes that come in parts. Grows by doubling, so that bytes that come one by one cost no more than others. */
export class GrowingBuffer {
  #buffer: Buffer = Buffer.alloc(0);
  #sizeBytes = 0;

  /** How many there are. */
  get sizeBytes(): number {
    return this.#sizeBytes;
  }

  /** All of them, without a copy: good until the next part. */
  get bytes(): Buffer {
    return this.#buffer.subarray(0, this.#sizeBytes);
  }

  /** Adds a copy of a part. */
  add(part: Buffer): void {
    const sizeBytes = this.#sizeBytes + part.length;
    if (sizeBytes > this.#buffer.length) {
      const grown = Buffer.allocUnsafeSlow(Math.max(sizeBytes, this.#buffer.length * 2, FIRST_BYTES));
      this.#buffer.copy(grown, 0, 0, this.#sizeBytes);
      this.#buffer = grown;
    }
    part.copy(this.#buffer, this.#sizeBytes);
    this.#sizeBytes = sizeBytes;
  }
}
