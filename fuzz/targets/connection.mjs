import { bearerToken } from '../../packages/server/src/access/bearer-token.ts';
import { readKeySet } from '../../packages/server/src/access/key-set-text.ts';
import { addressKey } from '../../packages/server/src/http/remote-address.ts';
import { spokenIn } from '../../packages/server/src/one-port/first-bytes.ts';
import { readCandidate, readDescription } from '../../packages/server/src/workers/rtc-payload.ts';
import { GOOD_SDP } from './good-sdp.mjs';

const KINDS = [undefined, 'http1', 'http2', 'tls'];
const encode = (/** @type {string} */ text) => new TextEncoder().encode(text);

/**
 * What a connection speaks: more bytes never change what was told.
 *
 * @type {import('../lib/trial.mjs').Target<Uint8Array>}
 */
export const firstBytes = {
  name: 'first-bytes',
  kind: 'bytes',
  seeds: [encode('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'), encode('GET / HTTP/1.1\r\n'), Uint8Array.of(0x16, 3, 1, 2, 0, 1)],
  words: [encode('PRI * '), encode('\r\n'), Uint8Array.of(0x16)],
  run: (bytes) => {
    const buffer = Buffer.from(bytes);
    const spoken = spokenIn(buffer);
    if (!KINDS.includes(spoken)) throw new Error(`${spoken} is told`);
    const before = spokenIn(buffer.subarray(0, buffer.length >> 1));
    if (buffer.length > 1 && before !== undefined && before !== spoken) throw new Error(`${before} became ${spoken}`);
  },
};

/**
 * Texts that come in header fields and key files.
 *
 * @type {import('../lib/trial.mjs').Target<string>}
 */
export const credentials = {
  name: 'credentials',
  kind: 'text',
  seeds: [
    'Bearer abc.def-ghi',
    '{"keys":[{"kty":"RSA","kid":"1","n":"x","e":"AQAB"}]}',
    '::ffff:192.0.2.1',
    '2001:db8::1%eth0',
    'fe80::1',
  ],
  words: ['Bearer ', 'bearer  ', '"keys":', '[', ']', '{"d":1}', '::', 'ffff:', '192.0.2.'],
  run: (text) => {
    bearerToken(text);
    addressKey(text);
    readKeySet(text, 'a file');
  },
};

/**
 * Descriptions and candidates as workers write them: plain, or as JSON.
 *
 * @type {import('../lib/trial.mjs').Target<Uint8Array>}
 */
export const workerPayloads = {
  name: 'worker-payloads',
  kind: 'bytes',
  seeds: [
    GOOD_SDP,
    JSON.stringify({ type: 'offer', sdp: GOOD_SDP }),
    '{"candidate":"candidate:1","sdpMid":null,"sdpMLineIndex":0}',
  ].map(encode),
  words: ['"sdp":', 'null', '{', '"candidate":"', '"sdpMLineIndex":-1'].map(encode),
  run: (bytes) => {
    readDescription(bytes);
    readCandidate(bytes);
  },
};
