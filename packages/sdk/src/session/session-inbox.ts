import { abortError } from '@remotemedia/base';
import type { SessionMessage } from './session-message.ts';

/** Most messages, and most bytes of them, that wait for one reader: the oldest are dropped then, the newest never. */
const MAX_WAITING = 1_024;
const MAX_WAITING_BYTES = 16_777_216;

/** Limits of reading. */
export interface ReceiveOptions {
  /** Ends the iteration with its reason. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Messages for any number of readers. Each reader gets all that come from the moment it was made; one that is slow loses
 * the oldest and holds up nobody.
 */
export class SessionInbox {
  readonly #readers = new Set<Reader>();
  #dropped = 0;
  #closed = false;

  /** Messages that readers lost because they were slow. */
  get dropped(): number {
    return this.#dropped;
  }

  /** Hands a message of `sizeBytes` to the readers it concerns. */
  push(message: SessionMessage, sizeBytes: number): void {
    for (const reader of this.#readers) this.#dropped += reader.push(message, sizeBytes);
  }

  /** Begins to read, from now on, what all peers send, or only `peerId`. */
  read(peerId: string | undefined, { signal }: ReceiveOptions = {}): AsyncIterableIterator<SessionMessage> {
    const reader = new Reader(peerId, (gone) => this.#readers.delete(gone));
    if (signal?.aborted) reader.end(abortError(signal));
    else if (this.#closed) reader.end();
    else this.#readers.add(reader);
    signal?.addEventListener('abort', () => reader.end(abortError(signal)), { once: true, signal: reader.over });
    return reader;
  }

  /** Ends all readers, after what waits for them. Calling it again does nothing. */
  close(): void {
    this.#closed = true;
    for (const reader of [...this.#readers]) reader.end();
  }
}

/** One reader. It takes part from its making, not from its first `next()`, so that nothing is missed in between. */
class Reader implements AsyncIterableIterator<SessionMessage> {
  readonly #peerId: string | undefined;
  readonly #onEnd: (reader: Reader) => void;
  readonly #life = new AbortController();
  #waiting: { readonly message: SessionMessage; readonly sizeBytes: number }[] = [];
  #waitingBytes = 0;
  #calls: PromiseWithResolvers[] = [];
  #error: unknown;
  #ended = false;

  constructor(peerId: string | undefined, onEnd: (reader: Reader) => void) {
    this.#peerId = peerId;
    this.#onEnd = onEnd;
  }

  /** Aborts at the end. */
  get over(): AbortSignal {
    return this.#life.signal;
  }

  /** @returns how many older ones were dropped for it */
  push(message: SessionMessage, sizeBytes: number): number {
    if (this.#peerId !== undefined && message.peerId !== this.#peerId) return 0;
    const call = this.#calls.shift();
    if (call) {
      call.resolve({ value: message, done: false });
      return 0;
    }
    this.#waiting.push({ message, sizeBytes });
    this.#waitingBytes += sizeBytes;
    let dropped = 0;
    for (; this.#isOverfull; dropped += 1) this.#shift();
    return dropped;
  }

  get #isOverfull(): boolean {
    const { length } = this.#waiting;
    return length > MAX_WAITING || (length > 1 && this.#waitingBytes > MAX_WAITING_BYTES);
  }

  #shift(): SessionMessage | undefined {
    const oldest = this.#waiting.shift();
    this.#waitingBytes -= oldest?.sizeBytes ?? 0;
    return oldest?.message;
  }

  end(error?: unknown): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#error = error;
    this.#onEnd(this);
    this.#life.abort();
    const calls = this.#calls;
    this.#calls = [];
    for (const call of calls) this.#settle(call);
  }

  next(): Promise<IteratorResult<SessionMessage>> {
    const message = this.#shift();
    if (message) return Promise.resolve({ value: message, done: false });
    return new Promise((resolve, reject) => {
      if (this.#ended) this.#settle({ resolve, reject });
      else this.#calls.push({ resolve, reject });
    });
  }

  return(): Promise<IteratorResult<SessionMessage>> {
    this.#waiting = [];
    this.#waitingBytes = 0;
    this.end();
    return Promise.resolve({ value: undefined, done: true });
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  /** The error is told once; after that the iteration is simply over. */
  #settle({ resolve, reject }: PromiseWithResolvers): void {
    const error = this.#error;
    this.#error = undefined;
    if (error === undefined) resolve({ value: undefined, done: true });
    else reject(error);
  }
}

interface PromiseWithResolvers {
  readonly resolve: (result: IteratorResult<SessionMessage>) => void;
  readonly reject: (error: unknown) => void;
}
