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
/** Longest reason of a close frame, in bytes: a control frame has 125, and two are the code. */
const MAX_REASON_BYTES = 123;

/**
 * Writes the frames of a server. Each is one string of bytes, head and payload, so that it costs one system call and
 * no buffer. The first frame of a turn of the event loop goes out at once; the others of that turn go out together
 * when it ends.
 */
export class FrameWriter implements Due {
  readonly #stream: Duplex;
  readonly #turn: Turn;
  #turnOfLast = 0;
  #isCorked = false;

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

  /** Hands over what was kept back in this turn. */
  flush(): void {
    this.#isCorked = false;
    this.#stream.uncork();
  }

  #write(bytes: string): void {
    const turn = this.#turn.number;
    if (this.#turnOfLast === turn && !this.#isCorked) {
      this.#isCorked = true;
      this.#stream.cork();
      this.#turn.add(this);
    }
    this.#turnOfLast = turn;
    this.#stream.write(bytes, 'latin1');
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
