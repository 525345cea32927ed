import { buildStun, checkIntegrity, isStun, parseStun } from '../../packages/protocol/src/stun/index.ts';
import { answerBinding } from '../../packages/server/src/stun/binding-answer.ts';
import { StunSite } from '../../packages/server/src/stun/stun-site.ts';
import { stunMutant } from '../lib/structured.mjs';

const at = { address: '192.0.2.1', port: 3478 };
const ALGORITHMS = /** @type {const} */ (['sha1', 'sha256']);
const site = new StunSite([at, { address: '192.0.2.2', port: 3479 }]);
const header = {
  class: /** @type {const} */ ('request'),
  method: 1,
  transactionId: Uint8Array.from({ length: 12 }, (_, index) => index),
};

/** A request with several attributes, a plain one, an answer, and the first of RFC 5769 §2.1. */
const SEEDS = [
  buildStun({
    ...header,
    attributes: [
      { kind: 'change-request', changeAddress: true, changePort: false },
      { kind: 'response-port', port: 4000 },
      { kind: 'xor-mapped-address', address: '2001:db8::1', port: 32_853 },
      { kind: 'error-code', code: 420, reason: 'Unknown Attribute' },
      { kind: 'unknown-attributes', types: [3, 0x7fff] },
    ],
  }),
  buildStun({ ...header, attributes: [] }, { fingerprint: true }),
  buildStun({
    ...header,
    class: 'success',
    attributes: [{ kind: 'xor-mapped-address', address: '192.0.2.1', port: 1 }],
  }),
  Buffer.from(
    '000100582112a442b7e7a701bc34d686fa87dfae802200105354554e207465737420636c69656e74002400046e0001ff80290008932ff9b15126' +
      '3b36000600096576746a3a68367659202020000800149aeaa70cbfd8cb56781ef2b5b2d3f249c1b571a280280004e57a3bcf',
    'hex',
  ),
];

/**
 * A message is read and written again as the same message; the server answers with little or drops it.
 *
 * @type {import('../lib/trial.mjs').Target<Uint8Array>}
 */
export const stun = {
  name: 'stun',
  kind: 'bytes',
  seeds: SEEDS.map((seed) => new Uint8Array(seed)),
  words: [
    Uint8Array.of(0x21, 0x12, 0xa4, 0x42),
    Uint8Array.of(0x80, 0x28, 0, 4),
    Uint8Array.of(0, 8, 0, 20),
    Uint8Array.of(0, 0x20, 0, 8),
  ],
  build: stunMutant,
  run: (bytes) => {
    isStun(bytes);
    const answer = answerBinding({ bytes, source: { address: '198.51.100.7', port: 5000 }, at }, site);
    if (answer && answer.bytes.length > bytes.length + 96)
      throw new Error('the answer is much longer than the request');
    const message = parseStun(bytes);
    for (const algorithm of ALGORITHMS) checkIntegrity(bytes, { algorithm, sign: () => new Uint8Array(32) });
    const attributes = message.attributes.filter(isContent);
    const again = parseStun(buildStun({ ...message, attributes }));
    if (JSON.stringify(again.attributes) !== JSON.stringify(attributes))
      throw new Error('it is not read as it was written');
  },
};

/** Whether `buildStun` takes it: seals it makes itself. */
function isContent({ kind }) {
  return kind !== 'fingerprint' && kind !== 'message-integrity' && kind !== 'message-integrity-sha256';
}
