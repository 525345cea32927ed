import { type Clock, SdkError, type Undo } from '@remotemedia/base';
import { FIRST_FRAGMENT, FIRST_HEADER_BYTES, NEXT_HEADER_BYTES } from './fragment.ts';

/** Most messages of a peer that may be incomplete at one time. */
const MAX_OPEN = 8;
/** An incomplete message that has not grown for this long is given up, in milliseconds. */
const MAX_SILENCE_MS = 60_000;

interface Partial {
  readonly bytes: Uint8Array<ArrayBuffer>;
  filled: number;
  stop: Undo;
}

/** Puts the fragments of one peer's messages together again, in bounded memory. */
export class Reassembly {
  readonly #clock: Clock;
  readonly #maxBytes: number;
  readonly #onGivenUp: (error: SdkError) => void;
  readonly #open = new Map<number, Partial>();

  /**
   * @param maxBytes longest message; all incomplete ones together may take twice as much
   * @param onGivenUp hears of a message whose rest never came
   */
  constructor(clock: Clock, maxBytes: number, onGivenUp: (error: SdkError) => void) {
    this.#clock = clock;
    this.#maxBytes = maxBytes;
    this.#onGivenUp = onGivenUp;
  }

  /**
   * Takes a frame that begins with {@link FIRST_FRAGMENT} or `NEXT_FRAGMENT`; gives the message that it completes.
   * Fragments of a message that was refused or given up are passed over.
   *
   * @throws {SdkError} `invalid-argument` for what no sender makes, `resource-exhausted` when a bound is reached
   */
  take(frame: Uint8Array): Uint8Array<ArrayBuffer> | undefined {
    const isFirst = frame[0] === FIRST_FRAGMENT;
    const start = isFirst ? FIRST_HEADER_BYTES : NEXT_HEADER_BYTES;
    if (frame.byteLength < start) throw new SdkError('invalid-argument', 'a fragment without its numbers came');
    const view = new DataView(frame.buffer, frame.byteOffset, start);
    const id = view.getUint32(1);
    if (isFirst) this.#begin(id, view.getUint32(5));
    const partial = this.#open.get(id);
    return partial && this.#grow(id, partial, frame.subarray(start));
  }

  /** Forgets all incomplete messages. */
  close(): void {
    for (const id of this.#open.keys()) this.#forget(id);
  }

  #begin(id: number, sizeBytes: number): void {
    if (this.#open.has(id)) {
      this.#forget(id);
      throw new SdkError('invalid-argument', `message ${id} was begun twice`);
    }
    let heldBytes = sizeBytes;
    for (const { bytes } of this.#open.values()) heldBytes += bytes.byteLength;
    if (sizeBytes > this.#maxBytes || heldBytes > 2 * this.#maxBytes || this.#open.size >= MAX_OPEN) {
      throw new SdkError(
        'resource-exhausted',
        `a message of ${sizeBytes} bytes came while ${this.#open.size} were incomplete; at most ${this.#maxBytes} bytes and ${MAX_OPEN} messages are taken`,
      );
    }
    this.#open.set(id, { bytes: new Uint8Array(sizeBytes), filled: 0, stop: () => {} });
  }

  #grow(id: number, partial: Partial, content: Uint8Array): Uint8Array<ArrayBuffer> | undefined {
    const { bytes, filled } = partial;
    const isTooMuch = filled + content.byteLength > bytes.byteLength;
    // No content takes the message back.
    if (content.byteLength === 0 || isTooMuch) {
      this.#forget(id);
      if (isTooMuch) throw new SdkError('invalid-argument', `message ${id} is longer than it said`);
      return undefined;
    }
    bytes.set(content, filled);
    partial.filled += content.byteLength;
    partial.stop();
    if (partial.filled === bytes.byteLength) {
      this.#open.delete(id);
      return bytes;
    }
    partial.stop = this.#clock.after(MAX_SILENCE_MS, () => {
      this.#open.delete(id);
      this.#onGivenUp(new SdkError('data-loss', `the rest of a message did not come within ${MAX_SILENCE_MS} ms`));
    });
    return undefined;
  }

  #forget(id: number): void {
    this.#open.get(id)?.stop();
    this.#open.delete(id);
  }
}
