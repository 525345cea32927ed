/** Buffers kept of frames that were closed: more than a decoder has under way are of no use. */
const MAX_SPARE = 4;

/** Buffers of closed frames, which go to the thread once more instead of being made and collected all the time. */
export class SpareBuffers {
  #spare: ArrayBuffer[] = [];

  /** One that nobody uses. */
  take(): ArrayBuffer | undefined {
    return this.#spare.pop();
  }

  /** A frame was closed. Buffers of another size than the newest are dropped: the stream changed its size. */
  give({ buffer }: Uint8Array<ArrayBuffer>): void {
    if (buffer.byteLength === 0) return;
    this.#spare = this.#spare.filter((spare) => spare.byteLength === buffer.byteLength).slice(1 - MAX_SPARE);
    this.#spare.push(buffer);
  }
}
