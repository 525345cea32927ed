import { Agent, request } from 'node:http';
import { BYTES, mutant, TEXT } from '../lib/mutate.mjs';
import { oddBody, oddType, PATHS } from './odd-requests.mjs';
import { RawConnection } from './raw-connection.mjs';

const REQUESTS_IN_A_ROW = 40;
/** Longest wait for an answer: streams stay open, and a body that is shorter than it says is waited for. */
const PATIENCE_MS = 60;
const agent = new Agent({ keepAlive: true, maxSockets: 8 });

/**
 * Requests over HTTP/1.1 whose bodies are odd: gRPC-Web, Connect, JSON.
 *
 * @param {string} url
 * @param {import('../lib/random.mjs').Random} random
 * @returns {Promise<number>} how many were sent
 */
export async function attackHttp1(url, random) {
  for (let sent = 0; sent < REQUESTS_IN_A_ROW; sent += 1) {
    const headers = {
      'content-type': oddType(random),
      ...(random.oneIn(4) ? { 'connect-protocol-version': '1' } : {}),
    };
    await exchange(url + random.pick(PATHS), headers, oddBody(random), PATIENCE_MS);
  }
  return REQUESTS_IN_A_ROW;
}

/** @returns {Promise<void>} settles when the answer is over, or takes too long */
function exchange(url, headers, body, patienceMs) {
  return new Promise((resolve) => {
    const call = request(url, { method: 'POST', headers, agent, timeout: patienceMs }, (response) => {
      response.resume();
      // Ends with 'close' too, however it ends.
      response.once('end', resolve);
    });
    const timer = setTimeout(() => call.destroy(), patienceMs);
    call.on('error', () => {});
    call.once('close', () => {
      clearTimeout(timer);
      resolve();
    });
    call.end(body);
  });
}

/** Closes what is kept open for further requests. */
export function closeHttp1() {
  agent.destroy();
}

const REQUEST = `POST ${PATHS[0]} HTTP/1.1\r\nHost: x\r\nContent-Type: application/grpc-web+proto\r\nContent-Length: 5\r\n\r\n\0\0\0\0\0`;
const REQUESTS = [
  REQUEST,
  'GET /health HTTP/1.1\r\nHost: x\r\n\r\nGET / HTTP/1.1\r\nHost: x\r\n\r\n',
  'GET / HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n\r\n',
  'POST /x HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n',
];
const WORDS = [
  'Host: ',
  'Content-Length: -1\r\n',
  'Transfer-Encoding: chunked\r\n',
  'Upgrade: h2c\r\n',
  '\r\n\r\n',
  'OPTIONS * ',
  '%00',
  '/../',
];

/** Frames of HTTP/2: settings, a ping, window update, reset, goaway; RFC 9113 §6. */
const PREFACE = Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 'latin1');
const FRAMES = [
  '000000040000000000',
  '0000080600000000000000000000000000',
  '00000408000000000000000001',
  '0000040300000000010000000 8'.replace(' ', ''),
  '0000080700000000000000000000000000',
  '000006010500000001828684418100',
  '000005000100000001 0000000000'.replace(' ', ''),
].map((hex) => new Uint8Array(Buffer.from(hex, 'hex')));

/**
 * Connections that speak something that is almost HTTP/1.1, or almost HTTP/2.
 *
 * @param {string} url
 * @param {import('../lib/random.mjs').Random} random
 * @returns {Promise<number>} how many pieces were sent
 */
export async function attackBareBytes(url, random) {
  const connection = new RawConnection(url);
  const isHttp2 = random.oneIn(2);
  const pieces = 1 + random.below(12);
  if (isHttp2) connection.write(PREFACE);
  for (let sent = 0; sent < pieces; sent += 1) {
    connection.write(isHttp2 ? mutant(BYTES, FRAMES, FRAMES, random) : mutant(TEXT, REQUESTS, WORDS, random));
  }
  await connection.until('never', 5 + random.small(40));
  connection.close();
  return pieces;
}
