/** Lets no chunk pass before a key chunk. Source: WebCodecs, [[key chunk required]]. */
export class KeyChunkGate {
  #isShut = true;

  /** Only a key chunk may come next. */
  shut(): void {
    this.#isShut = true;
  }

  /**
   * Opens for a key chunk.
   *
   * @param isFalse whether the bytes say that it is none; asked only when it matters
   * @throws {DOMException} `DataError` when only a key chunk may come, and this is none
   */
  admit(isKey: boolean, isFalse: () => boolean): void {
    if (!this.#isShut) return;
    if (!isKey) throw new DOMException('after configure() and flush() a decoder needs a key chunk first', 'DataError');
    if (isFalse()) throw new DOMException('the chunk says that it is a key chunk, and its bytes do not', 'DataError');
    this.#isShut = false;
  }
}
