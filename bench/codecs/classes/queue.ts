/** How many inputs may wait: enough to keep a worker busy. */
const MAX_QUEUED = 8;

/** Holds the caller back while too much waits. */
export function held(coder: EventTarget, queued: number, faults: Faults): Promise<void> | undefined {
  if (queued < MAX_QUEUED) return undefined;
  const dequeued = new Promise<void>((resolve) => {
    coder.addEventListener('dequeue', () => resolve(), { once: true });
  });
  return faults.race(dequeued);
}

/** What a coder says is wrong, told to whoever waits for it. */
export class Faults {
  #fail: (error: Error) => void = () => {};
  readonly #failed = new Promise<never>((_resolve, reject) => {
    this.#fail = reject;
  });

  constructor() {
    this.#failed.catch(() => {});
  }

  readonly take = (error: Error): void => this.#fail(error);

  race<T>(promise: Promise<T>): Promise<T> {
    return Promise.race([promise, this.#failed]);
  }
}

/** A copy of what a chunk holds. */
export function bytesOf(chunk: EncodedAudioChunk | EncodedVideoChunk): Uint8Array {
  const bytes = new Uint8Array(chunk.byteLength);
  chunk.copyTo(bytes);
  return bytes;
}
