import { BYTES, mutant } from '../lib/mutate.mjs';
import { inputFor } from '../lib/trial.mjs';
import { jsonRpc } from '../targets/json-rpc.mjs';
import { RawConnection } from './raw-connection.mjs';

/** Calls between two looks whether the server still answers. */
const CALLS_IN_A_ROW = 60;
const ROWS_PER_CONNECTION = 4;
const [TEXT_FRAME, BINARY_FRAME, CLOSE_FRAME, PING_FRAME] = [1, 2, 8, 9];
const HANDSHAKE = [
  'GET / HTTP/1.1',
  'Host: x',
  'Upgrade: websocket',
  'Connection: Upgrade',
  'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
  'Sec-WebSocket-Version: 13',
  '\r\n',
].join('\r\n');

let lastCall = 0;

/**
 * One WebSocket with some hundred calls that are odd in one way or another, and at last a frame that breaks the
 * protocol.
 *
 * @param {string} url
 * @param {import('../lib/random.mjs').Random} random
 * @returns {Promise<number>} how many frames were sent
 */
export async function attackWebSocket(url, random) {
  const connection = new RawConnection(url);
  let frames = 0;
  try {
    connection.write(HANDSHAKE);
    if (!(await connection.until('\r\n\r\n'))) throw new Error('the server did not answer a WebSocket handshake');
    for (let row = 0; row < ROWS_PER_CONNECTION && !connection.isClosed; row += 1) {
      for (let call = 0; call < CALLS_IN_A_ROW; call += 1) connection.write(oddCall(random));
      const id = `look-${++lastCall}`;
      connection.write(frame(TEXT_FRAME, Buffer.from(JSON.stringify({ jsonrpc: '2.0', id, method: 'ping' }))));
      frames += CALLS_IN_A_ROW + 1;
      if (!(await connection.until(id))) throw new Error('the server did not answer a WebSocket any more');
    }
    connection.write(brokenFrame(random));
    await connection.until('never', random.small(50));
    return frames + 1;
  } finally {
    connection.close();
  }
}

function oddCall(random) {
  const text = Buffer.from(inputFor(jsonRpc, random));
  if (random.oneIn(40)) return frame(PING_FRAME, text.subarray(0, 125));
  if (random.oneIn(40))
    return Buffer.concat([frame(TEXT_FRAME, text.subarray(0, 9), false), frame(0, text.subarray(9))]);
  return frame(random.oneIn(20) ? BINARY_FRAME : TEXT_FRAME, text);
}

function brokenFrame(random) {
  const good = frame(random.pick([TEXT_FRAME, BINARY_FRAME, CLOSE_FRAME]), Buffer.from(inputFor(jsonRpc, random)));
  const bytes = Buffer.from(mutant(BYTES, [new Uint8Array(good)], [], random));
  if (bytes.length > 0) bytes[0] = random.below(256);
  return bytes;
}

/**
 * A frame as a client sends it (RFC 6455 §5.2), masked with zeros.
 *
 * @param {number} opcode
 * @param {Buffer} payload
 */
function frame(opcode, payload, isLast = true) {
  const { length } = payload;
  const first = (isLast ? 0x80 : 0) | opcode;
  let head = Buffer.of(first, 0x80 | Math.min(length, 125), 0, 0, 0, 0);
  if (length > 125) {
    head = Buffer.of(first, 0xfe, 0, 0, 0, 0, 0, 0);
    head.writeUInt16BE(Math.min(length, 65_535), 2);
  }
  if (length > 65_535) {
    head = Buffer.of(first, 0xff, ...new Uint8Array(12));
    head.writeBigUInt64BE(BigInt(length), 2);
  }
  return Buffer.concat([head, payload]);
}
