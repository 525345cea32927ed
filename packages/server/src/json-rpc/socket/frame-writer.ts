import type { Duplex } from 'node:stream';
import type { Due, Turn } from './turn.ts';

/** First bytes of whole frames (RFC 6455 §5.2): FIN and the opcode. Servers do not mask. */
const TEXT = 0x81;
const CLOSE = 0x88;
const PING = 0x89;
const PONG = 0x8a;
const SHORT_LENGTH = 125;
const LENGTH_16_BITS = 126;
const LENGTH_64_BITS = 127;
/** Bytes that go out together at the most: so many fit into what Node writes without asking for memory. */
const MAX_JOINED_BYTES = 16_384;
/** Longest reason of a close frame, in bytes: a control frame has 125, and two are the code. */
const MAX_REASON_BYTES = 123;

/**
 * Writes the frames of a server. What is sent in one turn of the event loop goes out together when it ends, as one
 * string of bytes: one system call and no buffer, however many frames there are.
 */
export class FrameWriter implements Due {
  readonly #stream: Duplex;
  readonly #turn: Turn;
  #waiting = '';
  #onTaken: (() => void) | undefined;

  /** @param stream the connection, after its handshake; whoever made it ends it */
  constructor(stream: Duplex, turn: Turn) {
    this.#stream = stream;
    this.#turn = turn;
  }

  /** Sends a text. @param text of ASCII alone, so that its length is that of its bytes */
  send(text: string): void {
    this.#write(head(TEXT, text.length) + text);
  }

  /** Asks for a sign of life. */
  sendPing(): void {
    this.#write(head(PING, 0));
  }

  /** Gives a sign of life. */
  sendPong(payload: Buffer): void {
    this.#write(head(PONG, payload.length) + payload.toString('latin1'));
  }

  /** Says that nothing more comes. @param code `undefined` for none; the reason is then left out, too. What is too long is cut */
  sendClose(code: number | undefined, reason: string): void {
    const words = reason.replace(/[^ -~]/g, '?').slice(0, MAX_REASON_BYTES);
    const payload = code === undefined ? '' : String.fromCharCode(code >> 8, code & 255) + words;
    this.#write(head(CLOSE, payload.length) + payload);
  }

  /** Bytes that the client has still to take. */
  get queuedBytes(): number {
    return this.#waiting.length + this.#stream.writableLength;
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
    return bytes === '' || this.#stream.write(bytes, 'latin1');
  }

  #write(bytes: string): void {
    if (this.#waiting === '') this.#turn.add(this);
    else if (this.#waiting.length + bytes.length > MAX_JOINED_BYTES) this.#handOver();
    this.#waiting += bytes;
  }
}

/** The head of a frame, one character for each of its bytes. */
function head(kind: number, sizeBytes: number): string {
  if (sizeBytes <= SHORT_LENGTH) return String.fromCharCode(kind, sizeBytes);
  if (sizeBytes < 65_536) return String.fromCharCode(kind, LENGTH_16_BITS, sizeBytes >> 8, sizeBytes & 255);
  const bytes = Buffer.alloc(10);
  bytes.writeUInt16BE((kind << 8) | LENGTH_64_BITS);
  bytes.writeBigUInt64BE(BigInt(sizeBytes), 2);
  return bytes.toString('latin1');
}
