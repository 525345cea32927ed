/** A chunk leaves before its time when it is as large as this, in bytes. */
const MAX_CHUNK_BYTES = 1024 * 1024;

/** Collects the bytes of a file until there is a chunk of them. */
export class FileChunks {
  readonly #chunkUs: number;
  readonly #emit: (data: Uint8Array) => void;
  #parts: Uint8Array[] = [];
  #collectedBytes = 0;
  #sizeBytes = 0;
  #leftAtUs = 0;

  constructor(chunkMs: number, emit: (data: Uint8Array) => void) {
    this.#chunkUs = chunkMs * 1000;
    this.#emit = emit;
  }

  /** Of all that has left. */
  get sizeBytes(): number {
    return this.#sizeBytes;
  }

  /** Adds bytes, which are copied. */
  add(bytes: Uint8Array): void {
    this.#parts.push(bytes.slice());
    this.#collectedBytes += bytes.length;
  }

  /** The file goes up to here: a chunk leaves if it is time. */
  advance(durationUs: number): void {
    if (durationUs - this.#leftAtUs < this.#chunkUs && this.#collectedBytes < MAX_CHUNK_BYTES) return;
    this.#leftAtUs = durationUs;
    this.flush();
  }

  /** What has been collected leaves. */
  flush(): void {
    if (this.#collectedBytes === 0) return;
    const chunk = new Uint8Array(this.#collectedBytes);
    let at = 0;
    for (const part of this.#parts) {
      chunk.set(part, at);
      at += part.length;
    }
    this.#parts = [];
    this.#collectedBytes = 0;
    this.#sizeBytes += chunk.length;
    this.#emit(chunk);
  }
}
