import { SdkError } from '@remotemedia/base';

/** Bytes in front of a gRPC message: a flag and its length. */
const HEAD_BYTES = 5;
const EMPTY = Buffer.alloc(0);
const FIRST_HELD_BYTES = 256;

/** Settings of a {@link FrameReader}. */
export interface FrameReaderOptions {
  /** Longest message, in bytes. */
  readonly maxMessageBytes: number;
  /** The header of that name: how the client says it compresses. */
  readonly encoding: string | undefined;
}

/**
 * Takes gRPC messages out of a stream of bytes ("Length-Prefixed-Message" of gRPC's HTTP/2 protocol). Keeps no more
 * than twice the bytes that it was given of one unfinished message, however they are cut up.
 */
export class FrameReader {
  /** What {@link FrameReader.next} found: bytes `start` to `end` of this, until the next call. */
  bytes: Buffer = EMPTY;
  /** Where the message begins. */
  start = 0;
  /** Where the message ends. */
  end = 0;
  readonly #options: FrameReaderOptions;
  /** How much of `bytes` is filled. */
  #filled = 0;
  /** Where the next frame begins. */
  #position = 0;
  /** Whether `bytes` is this reader's own, so that it may be written to. */
  #isOwn = false;

  /** @param options see {@link FrameReaderOptions} */
  constructor(options: FrameReaderOptions) {
    this.#options = options;
  }

  /** Whether bytes are left that are no whole message. */
  get hasRest(): boolean {
    return this.#position < this.#filled;
  }

  /** More bytes came. */
  push(chunk: Buffer): void {
    if (!this.hasRest) {
      this.bytes = chunk;
      this.#filled = chunk.length;
      this.#position = 0;
      this.#isOwn = false;
      return;
    }
    this.#makeRoom(chunk.length);
    chunk.copy(this.bytes, this.#filled);
    this.#filled += chunk.length;
  }

  /**
   * Goes on to the next message, if all of it is there.
   *
   * @throws {SdkError} `resource-exhausted` for one that is too long; `unimplemented` for a compressed one, or
   *   `internal` when the header did not say how
   */
  next(): boolean {
    const head = this.#position;
    const available = this.#filled - head;
    if (available < HEAD_BYTES) return this.#wait();
    const length = this.bytes.readUInt32BE(head + 1);
    this.#check(this.bytes[head] ?? 0, length);
    if (available < HEAD_BYTES + length) return this.#wait();
    this.start = head + HEAD_BYTES;
    this.end = this.start + length;
    this.#position = this.end;
    return true;
  }

  /** Nothing is kept for a client that says nothing; what came of a message is kept without the rest of its chunk. */
  #wait(): boolean {
    if (!this.hasRest) {
      this.bytes = EMPTY;
      this.#filled = 0;
      this.#position = 0;
    } else if (!this.#isOwn) {
      this.#makeRoom(0);
    }
    return false;
  }

  #makeRoom(sizeBytes: number): void {
    const rest = this.#filled - this.#position;
    const needed = rest + sizeBytes;
    if (this.#isOwn && needed <= this.bytes.length - this.#position) return;
    const room = Buffer.allocUnsafeSlow(Math.max(needed * 2, FIRST_HELD_BYTES));
    this.bytes.copy(room, 0, this.#position, this.#filled);
    this.bytes = room;
    this.#isOwn = true;
    this.#position = 0;
    this.#filled = rest;
  }

  #check(flags: number, length: number): void {
    const { maxMessageBytes, encoding } = this.#options;
    if (length > maxMessageBytes) {
      const limit = `a message may have ${maxMessageBytes} bytes, got one of ${length}`;
      throw new SdkError('resource-exhausted', limit);
    }
    if (flags === 0) return;
    if (flags === 1 && encoding !== undefined && encoding !== 'identity') {
      throw new SdkError('unimplemented', 'compressed messages are not read here; send them as they are');
    }
    throw new SdkError('internal', `a message has the flags ${flags}, but the header names no compression`);
  }
}
