import { openConnection } from './raw-connection.mjs';
import { Template } from './template.mjs';

/** Any that is not 0: servers may save themselves the unmasking of zeros, and browsers never send them. */
const MASK = [0x37, 0xfa, 0x21, 0x3d];
const TEXT = 0x1;
const CLOSE = 0x8;
const PING = 0x9;
const PONG = 0xa;

/**
 * @param {Buffer} payload less than 64 KiB
 * @returns {{ bytes: Buffer, from: number }} the frame before it is masked, and where its payload begins
 */
function clientFrame(opcode, payload) {
  const isShort = payload.length < 126;
  const head = isShort
    ? [0x80 | opcode, 0x80 | payload.length]
    : [0x80 | opcode, 0x80 | 126, payload.length >> 8, payload.length & 255];
  return { bytes: Buffer.concat([Buffer.from([...head, ...MASK]), payload]), from: head.length + 4 };
}

function maskedFrame(opcode, payload) {
  const { bytes, from } = clientFrame(opcode, payload);
  for (let at = from; at < bytes.length; at += 1) bytes[at] ^= MASK[(at - from) & 3];
  return bytes;
}

/**
 * @param {string} text with the stand-ins of a template
 * @returns {Template}
 */
export function textTemplate(text) {
  const { bytes, from } = clientFrame(TEXT, Buffer.from(text));
  return new Template(bytes, { mask: MASK, from });
}

/**
 * A WebSocket that hands text frames over as bytes.
 *
 * @typedef {object} RawWebSocket
 * @property {(text: string) => void} sendText
 * @property {(frame: Buffer) => void} sendFrame
 * @property {() => void} close
 */

/**
 * @param {object} options
 * @param {number} options.port
 * @param {string} options.path
 * @param {(chunk: Buffer, start: number, end: number) => void} options.onText
 * @param {(reason: string) => void} options.onFault
 * @returns {Promise<RawWebSocket>}
 */
export async function openWebSocket({ port, path, onText, onFault }) {
  /** @type {() => void} */
  let onOpen = () => {};
  const opened = new Promise((resolve) => {
    onOpen = () => resolve(undefined);
  });
  let isClosed = false;
  let rest = Buffer.alloc(0);
  let readFrames = (chunk) => readHead(chunk);
  const socket = await openConnection(port, {
    onChunk: (chunk) => readFrames(rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk),
    onClose: (reason) => !isClosed && onFault(reason),
  });

  const readHead = (chunk) => {
    const end = chunk.indexOf('\r\n\r\n');
    rest = Buffer.from(chunk);
    if (end === -1) return;
    if (!chunk.toString('latin1', 0, 12).startsWith('HTTP/1.1 101')) onFault(chunk.toString('latin1', 0, end));
    readFrames = readAll;
    rest = Buffer.from(chunk.subarray(end + 4));
    onOpen();
    if (rest.length > 0) readAll(rest);
  };

  const readAll = (chunk) => {
    let at = 0;
    while (at + 2 <= chunk.length) {
      const short = chunk[at + 1];
      const start = at + (short < 126 ? 2 : short === 126 ? 4 : 10);
      if (start > chunk.length) break;
      const size = short < 126 ? short : short === 126 ? chunk.readUInt16BE(at + 2) : chunk.readUInt32BE(at + 6);
      if (start + size > chunk.length) break;
      onFrame(chunk[at] & 15, chunk, start, start + size);
      at = start + size;
    }
    rest = at === chunk.length ? EMPTY : Buffer.from(chunk.subarray(at));
  };

  const onFrame = (opcode, chunk, start, end) => {
    if (opcode === TEXT) onText(chunk, start, end);
    else if (opcode === PING) socket.write(maskedFrame(PONG, chunk.subarray(start, end)));
    else if (opcode === CLOSE) onFault(`close ${end - start > 1 ? chunk.readUInt16BE(start) : ''}`);
  };

  socket.write(
    `GET ${path} HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\nupgrade: websocket\r\nconnection: Upgrade\r\n` +
      'sec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n',
  );
  await opened;
  return {
    sendText: (text) => void socket.write(maskedFrame(TEXT, Buffer.from(text))),
    sendFrame: (frame) => void socket.write(frame),
    close: () => {
      isClosed = true;
      socket.destroy();
    },
  };
}

const EMPTY = Buffer.alloc(0);
