import { connect } from 'node:http2';
import { oddBody, oddType, PATHS } from './odd-requests.mjs';

const CALLS_PER_SESSION = 60;
const CALLS_AT_A_TIME = 10;
/** Longest wait for an answer: streams stay open. */
const PATIENCE_MS = 60;

/**
 * Calls over HTTP/2 whose messages are odd: gRPC, gRPC-Web, Connect.
 *
 * @param {string} url
 * @param {import('../lib/random.mjs').Random} random
 * @returns {Promise<number>} how many messages were sent
 */
export async function attackGrpc(url, random) {
  const session = connect(url);
  session.on('error', () => {});
  let messages = 0;
  while (messages < CALLS_PER_SESSION && !session.destroyed) {
    const calls = Array.from({ length: CALLS_AT_A_TIME }, () => call(session, random));
    messages += (await Promise.all(calls)).reduce((sum, count) => sum + count, 0);
  }
  session.destroy();
  // Calls that were refused count for something as well, or a server that is gone would be attacked for ever.
  return Math.max(messages, 1);
}

/**
 * @param {import('node:http2').ClientHttp2Session} session
 * @param {import('../lib/random.mjs').Random} random
 * @returns {Promise<number>} how many messages were sent
 */
function call(session, random) {
  return new Promise((resolve) => {
    const count = 1 + random.small(4);
    const type = random.oneIn(3) ? oddType(random) : 'application/grpc';
    const headers = { ':method': 'POST', ':path': random.pick(PATHS), 'content-type': type, te: 'trailers' };
    const stream = session.request(headers);
    const timer = setTimeout(() => stream.close(), PATIENCE_MS);
    stream.on('error', () => {});
    stream.once('close', () => {
      clearTimeout(timer);
      resolve(count);
    });
    stream.resume();
    for (let sent = 0; sent < count; sent += 1) stream.write(oddBody(random));
    stream.end();
  });
}
