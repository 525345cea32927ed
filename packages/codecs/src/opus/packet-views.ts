/**
 * Views of one place on the heap, by their length. Encoders give packets of few different lengths, so that after a while
 * no view is made any more.
 */
export class PacketViews {
  readonly #pointer: number;
  #heap: ArrayBuffer | undefined;
  #views: (Uint8Array<ArrayBuffer> | undefined)[] = [];

  /** @param pointer where all of them begin */
  constructor(pointer: number) {
    this.#pointer = pointer;
  }

  /** The first `sizeBytes` bytes. @param heap the memory as it is now; when it grew, all views are made anew */
  of(heap: ArrayBuffer, sizeBytes: number): Uint8Array<ArrayBuffer> {
    if (heap !== this.#heap) {
      this.#heap = heap;
      this.#views = [];
    }
    const known = this.#views[sizeBytes];
    if (known) return known;
    const fresh = new Uint8Array(heap, this.#pointer, sizeBytes);
    this.#views[sizeBytes] = fresh;
    return fresh;
  }
}
