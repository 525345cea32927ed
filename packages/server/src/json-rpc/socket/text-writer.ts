import type { Duplex } from 'node:stream';
import type { Due, Turn } from './turn.ts';

/** First byte of a whole text frame (RFC 6455 §5.2): FIN and the opcode. Servers do not mask. */
const TEXT = 0x81;
const SHORT_LENGTH = 125;
const LENGTH_16_BITS = 126;
const LENGTH_64_BITS = 127;
/** Bytes that go out together at the most: so many fit into what Node writes without asking for memory. */
const MAX_JOINED_BYTES = 16_384;

/**
 * Writes text frames onto a connection whose WebSocket a library looks after in all other respects. What is sent in one
 * turn of the event loop goes out together when it ends, as one string of bytes: one system call and no buffer, however
 * many frames there are (docs/decisions/0010).
 */
export class TextWriter implements Due {
  readonly #stream: Duplex;
  readonly #turn: Turn;
  #waiting = '';
  #onTaken: (() => void) | undefined;

  /** @param stream the connection, after its handshake; whoever made it ends it */
  constructor(stream: Duplex, turn: Turn) {
    this.#stream = stream;
    this.#turn = turn;
  }

  /** Bytes that the client has still to take. */
  get queuedBytes(): number {
    return this.#waiting.length + this.#stream.writableLength;
  }

  /** Sends a text. @param text of ASCII alone, so that its length is that of its bytes */
  send(text: string): void {
    if (this.#waiting === '') this.#turn.add(this);
    else if (this.#waiting.length + text.length > MAX_JOINED_BYTES) this.#handOver();
    this.#waiting += head(text.length) + text;
  }

  /** Calls `callback` once the client took what is sent in this turn. */
  onceTaken(callback: () => void): void {
    this.#onTaken = callback;
  }

  /** Hands over what was sent in this turn. */
  flush(): void {
    const isTaken = this.#handOver();
    const callback = this.#onTaken;
    this.#onTaken = undefined;
    if (!callback) return;
    if (isTaken) callback();
    else this.#stream.once('drain', callback);
  }

  /** @returns whether more can be written at once */
  #handOver(): boolean {
    const bytes = this.#waiting;
    this.#waiting = '';
    if (bytes === '' || !this.#stream.writable) return true;
    return this.#stream.write(bytes, 'latin1');
  }
}

/** The head of a frame, one character for each of its bytes. */
function head(sizeBytes: number): string {
  if (sizeBytes <= SHORT_LENGTH) return String.fromCharCode(TEXT, sizeBytes);
  if (sizeBytes < 65_536) return String.fromCharCode(TEXT, LENGTH_16_BITS, sizeBytes >> 8, sizeBytes & 255);
  const bytes = Buffer.alloc(10);
  bytes.writeUInt16BE((TEXT << 8) | LENGTH_64_BITS);
  bytes.writeBigUInt64BE(BigInt(sizeBytes), 2);
  return bytes.toString('latin1');
}
