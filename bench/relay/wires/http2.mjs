import { openConnection } from './raw-connection.mjs';

const PREFACE = 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n';
const DATA = 0;
const HEADERS = 1;
const RST_STREAM = 3;
const SETTINGS = 4;
const PING = 6;
const GOAWAY = 7;
const WINDOW_UPDATE = 8;
const ACK = 1;
const END_HEADERS = 4;
const INITIAL_WINDOW_SIZE = 4;
const FIRST_WINDOW_BYTES = 65_535;
/** Half a window: when clients commonly give the server more. */
const GIVE_BACK_BYTES = 32_768;
const HEAD_BYTES = 9;

/**
 * The first bytes of an HTTP/2 frame.
 *
 * @param {number} length of the payload
 * @param {number} type
 * @param {number} flags
 * @param {number} stream
 * @returns {Buffer}
 */
export function frameHead(length, type, flags, stream) {
  const head = Buffer.alloc(HEAD_BYTES);
  head.writeUIntBE(length, 0, 3);
  head[3] = type;
  head[4] = flags;
  head.writeUInt32BE(stream, 5);
  return head;
}

/** @param {string} text shorter than 127 bytes */
function literal(text) {
  return Buffer.concat([Buffer.from([text.length]), Buffer.from(text)]);
}

/** HPACK without a dynamic table: the pseudo headers by their index, the rest as they are. */
function requestHeaders(path, authority, contentType) {
  return Buffer.concat([
    Buffer.from([0x83, 0x86, 0x04]),
    literal(path),
    Buffer.from([0x01]),
    literal(authority),
    Buffer.from([0x0f, 0x10]),
    literal(contentType),
    Buffer.from([0x00]),
    literal('te'),
    literal('trailers'),
  ]);
}

/** One call on an HTTP/2 connection of its own, with prior knowledge and just what a call needs of the protocol. */
class Http2Call {
  #options;
  /** @type {import('node:net').Socket | undefined} */
  #socket;
  #rest = Buffer.alloc(0);
  #isClosed = false;
  #sendWindow = FIRST_WINDOW_BYTES;
  #streamWindow = FIRST_WINDOW_BYTES;
  #initialStreamWindow = FIRST_WINDOW_BYTES;
  #unreturnedBytes = 0;
  /** @type {Buffer[]} */
  #waiting = [];

  constructor(options) {
    this.#options = options;
  }

  async open() {
    const { port, path, contentType, onFault } = this.#options;
    this.#socket = await openConnection(port, {
      onChunk: (chunk) => this.#read(this.#rest.length > 0 ? Buffer.concat([this.#rest, chunk]) : chunk),
      onClose: (reason) => !this.#isClosed && onFault(reason),
    });
    const headers = requestHeaders(path, `127.0.0.1:${port}`, contentType);
    const opening = [
      Buffer.from(PREFACE),
      frameHead(0, SETTINGS, 0, 0),
      frameHead(headers.length, HEADERS, END_HEADERS, 1),
    ];
    this.#socket.write(Buffer.concat([...opening, headers]));
  }

  /** Sends a DATA frame, now or when the server takes it. @param {Buffer} frame with its head */
  sendFrame(frame) {
    if (this.#waiting.length > 0 || !this.#fits(frame)) this.#waiting.push(frame);
    else this.#write(frame);
  }

  close() {
    this.#isClosed = true;
    this.#socket?.destroy();
  }

  #fits(frame) {
    const size = frame.length - HEAD_BYTES;
    return size <= this.#sendWindow && size <= this.#streamWindow;
  }

  #write(frame) {
    const size = frame.length - HEAD_BYTES;
    this.#sendWindow -= size;
    this.#streamWindow -= size;
    this.#socket?.write(frame);
  }

  #read(chunk) {
    let at = 0;
    while (at + HEAD_BYTES <= chunk.length) {
      const size = chunk.readUIntBE(at, 3);
      const start = at + HEAD_BYTES;
      if (start + size > chunk.length) break;
      this.#onFrame(chunk[at + 3], chunk[at + 4], chunk, start, start + size);
      at = start + size;
    }
    this.#rest = at === chunk.length ? EMPTY : Buffer.from(chunk.subarray(at));
  }

  #onFrame(type, flags, chunk, start, end) {
    if (type === DATA) {
      this.#options.onData(chunk, start, end);
      this.#giveBack(end - start);
    } else if (type === WINDOW_UPDATE) {
      const added = chunk.readUInt32BE(start);
      if (chunk.readUInt32BE(start - 4) === 0) this.#sendWindow += added;
      else this.#streamWindow += added;
      this.#flush();
    } else if (type === SETTINGS && flags !== ACK) {
      this.#onSettings(chunk, start, end);
    } else if (type === PING && flags !== ACK) {
      this.#socket?.write(Buffer.concat([frameHead(8, PING, ACK, 0), chunk.subarray(start, end)]));
    } else if (type === RST_STREAM || type === GOAWAY || (type === HEADERS && flags & 1)) {
      this.#options.onFault(`the server ended the call with frame ${type}`);
    }
  }

  #onSettings(chunk, start, end) {
    for (let at = start; at < end; at += 6) {
      if (chunk.readUInt16BE(at) !== INITIAL_WINDOW_SIZE) continue;
      const window = chunk.readUInt32BE(at + 2);
      this.#streamWindow += window - this.#initialStreamWindow;
      this.#initialStreamWindow = window;
    }
    this.#socket?.write(frameHead(0, SETTINGS, ACK, 0));
    this.#flush();
  }

  #flush() {
    while (this.#waiting.length > 0 && this.#fits(this.#waiting[0])) this.#write(this.#waiting.shift());
  }

  #giveBack(sizeBytes) {
    this.#unreturnedBytes += sizeBytes;
    if (this.#unreturnedBytes < GIVE_BACK_BYTES) return;
    const amount = Buffer.alloc(4);
    amount.writeUInt32BE(this.#unreturnedBytes);
    const connection = frameHead(4, WINDOW_UPDATE, 0, 0);
    this.#socket?.write(Buffer.concat([connection, amount, frameHead(4, WINDOW_UPDATE, 0, 1), amount]));
    this.#unreturnedBytes = 0;
  }
}

const EMPTY = Buffer.alloc(0);

/**
 * Opens a streaming call.
 *
 * @param {object} options
 * @param {number} options.port
 * @param {string} options.path
 * @param {string} options.contentType
 * @param {(chunk: Buffer, start: number, end: number) => void} options.onData
 * @param {(reason: string) => void} options.onFault
 * @returns {Promise<Http2Call>}
 */
export async function openHttp2Call(options) {
  const call = new Http2Call(options);
  await call.open();
  return call;
}
