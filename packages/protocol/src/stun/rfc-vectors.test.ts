import { createHash, createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { attributeOf, buildStun, checkIntegrity, type IntegrityKey, parseStun, type StunContent } from './index.ts';

function bytesOf(hex: string): Uint8Array {
  return Uint8Array.from(Buffer.from(hex.replaceAll(/\s/g, ''), 'hex'));
}

function keyOf(algorithm: IntegrityKey['algorithm'], secret: string | Uint8Array): IntegrityKey {
  return { algorithm, sign: (bytes) => createHmac(algorithm, secret).update(bytes).digest() };
}

const PASSWORD = 'VOkJxbRl1RmTxUk/WvJxBt';
const ID = 'b7e7a701 bc34d686 fa87dfae';

/** RFC 5769 §2.1 */
const REQUEST = bytesOf(`
  00010058 2112a442 ${ID} 80220010 5354554e 20746573 7420636c 69656e74 00240004 6e0001ff
  80290008 932ff9b1 51263b36 00060009 6576746a 3a683676 59202020
  00080014 9aeaa70c bfd8cb56 781ef2b5 b2d3f249 c1b571a2 80280004 e57a3bcf`);
/** RFC 5769 §2.2 */
const V4_RESPONSE = bytesOf(`
  0101003c 2112a442 ${ID} 8022000b 74657374 20766563 746f7220 00200008 0001a147 e112a643
  00080014 2b91f599 fd9e90c3 8c7489f9 2af9ba53 f06be7d7 80280004 c07d4c96`);
/** RFC 5769 §2.3 */
const V6_RESPONSE = bytesOf(`
  01010048 2112a442 ${ID} 8022000b 74657374 20766563 746f7220
  00200014 0002a147 0113a9fa a5d3f179 bc25f4b5 bed2b9d9
  00080014 a382954e 4be67bf1 1784c97c 8292c275 bfe3ed41 80280004 c8fb0b4c`);
/** RFC 5769 §2.4 */
const LONG_TERM_REQUEST = bytesOf(`
  00010060 2112a442 78ad3433 c6ad72c0 29da412e
  00060012 e3839ee3 8388e383 aae38383 e382afe3 82b90000
  0015001c 662f2f34 39396b39 35346436 4f4c3334 6f4c3946 53547679 36347341
  0014000b 6578616d 706c652e 6f726700 00080014 f6702465 6dd64a3e 02b8e071 2e85c9a2 8ca89666`);
/** RFC 8489 Appendix B.1 */
const SHA256_REQUEST = bytesOf(`
  00010090 2112a442 78ad3433 c6ad72c0 29da412e
  001e0020 4a3cf38f ef6992bd a952c678 0417da0f 24819415 569e60b2 05c46e41 407f1704
  00150029 6f624d61 744a6f73 32414141 43662f2f 3439396b 39353464 364f4c33 346f4c39 46535476 79363473 41000000
  0014000b 6578616d 706c652e 6f726700 001d0004 00020000
  001c0020 b5c7bf00 5b6c52a2 1c51c5e8 92f81924 136296cb 927c4314 9309278c c6518e65`);
const USER = '\u30de\u30c8\u30ea\u30c3\u30af\u30b9';
const REALM = 'example.org';

describe('the test vectors of RFC 5769', () => {
  it('has the sample request', () => {
    const message = parseStun(REQUEST);
    expect(message).toMatchObject({ class: 'request', method: 1, transactionId: bytesOf(ID) });
    expect(message.attributes.map(({ kind }) => kind)).toEqual([
      'software',
      'other',
      'other',
      'username',
      'message-integrity',
      'fingerprint',
    ]);
    expect(attributeOf(message, 'software')?.text).toBe('STUN test client');
    expect(attributeOf(message, 'username')?.text).toBe('evtj:h6vY');
    expect(attributeOf(message, 'other')).toEqual({ kind: 'other', type: 0x24, value: bytesOf('6e0001ff') });
    expect(checkIntegrity(REQUEST, keyOf('sha1', PASSWORD))).toBe('valid');
    expect(checkIntegrity(REQUEST, keyOf('sha1', 'another'))).toBe('wrong');
    expect(checkIntegrity(REQUEST, keyOf('sha256', PASSWORD))).toBe('absent');
  });

  it.each([
    ['IPv4', V4_RESPONSE, '192.0.2.1'],
    ['IPv6', V6_RESPONSE, '2001:db8:1234:5678:11:2233:4455:6677'],
  ])('has the sample response over %s', (_what, bytes, address) => {
    const message = parseStun(bytes);
    expect(message).toMatchObject({ class: 'success', method: 1, transactionId: bytesOf(ID) });
    expect(attributeOf(message, 'software')?.text).toBe('test vector');
    expect(attributeOf(message, 'xor-mapped-address')).toMatchObject({ address, port: 32_853 });
    expect(checkIntegrity(bytes, keyOf('sha1', PASSWORD))).toBe('valid');
  });

  it('has the sample request with long-term authentication', () => {
    const message = parseStun(LONG_TERM_REQUEST);
    expect(attributeOf(message, 'username')?.text).toBe(USER);
    expect(attributeOf(message, 'nonce')?.text).toBe('f//499k954d6OL34oL9FSTvy64sA');
    expect(attributeOf(message, 'realm')?.text).toBe(REALM);
    const key = createHash('md5').update(`${USER}:${REALM}:TheMatrIX`).digest();
    expect(checkIntegrity(LONG_TERM_REQUEST, keyOf('sha1', key))).toBe('valid');
  });

  it('writes the same message', () => {
    const transactionId = bytesOf('78ad3433 c6ad72c0 29da412e');
    const attributes: StunContent[] = [
      { kind: 'username', text: USER },
      { kind: 'nonce', text: 'f//499k954d6OL34oL9FSTvy64sA' },
      { kind: 'realm', text: REALM },
    ];
    const key = keyOf('sha1', createHash('md5').update(`${USER}:${REALM}:TheMatrIX`).digest());
    const built = buildStun({ class: 'request', method: 1, transactionId, attributes }, { integrity: [key] });
    expect(Buffer.from(built).toString('hex')).toBe(Buffer.from(LONG_TERM_REQUEST).toString('hex'));
  });
});

describe('the test vector of RFC 8489', () => {
  it('has the user hash, the algorithm and the long nonce', () => {
    const message = parseStun(SHA256_REQUEST);
    expect(message.attributes.map(({ kind }) => kind)).toEqual([
      'userhash',
      'nonce',
      'realm',
      'password-algorithm',
      'message-integrity-sha256',
    ]);
    expect(attributeOf(message, 'nonce')?.text).toBe('obMatJos2AAACf//499k954d6OL34oL9FSTvy64sA');
    expect(attributeOf(message, 'userhash')?.hash).toEqual(
      Uint8Array.from(createHash('sha256').update(`${USER}:${REALM}`).digest()),
    );
    expect(attributeOf(message, 'password-algorithm')).toMatchObject({ id: 2, parameters: new Uint8Array() });
    const key = createHash('sha256').update(`${USER}:${REALM}:TheMatrIX`).digest();
    expect(checkIntegrity(SHA256_REQUEST, keyOf('sha256', key))).toBe('valid');
  });
});
