import { createHmac } from 'node:crypto';
import { SdkError } from '@remotemedia/base';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  attributeOf,
  buildStun,
  checkIntegrity,
  formatIp,
  type IntegrityKey,
  isStun,
  notUnderstood,
  parseStun,
  type StunContent,
  type StunMessageInit,
  type StunSeal,
} from './index.ts';

const transactionId = Uint8Array.from({ length: 12 }, (_none, index) => index + 1);
const REQUEST: StunMessageInit = { class: 'request', method: 1, transactionId, attributes: [] };

function keyOf(algorithm: IntegrityKey['algorithm'], secret = 'secret'): IntegrityKey {
  return { algorithm, sign: (bytes) => createHmac(algorithm, secret).update(bytes).digest() };
}

/** A request with these attributes and no check of what they are. */
function raw(...attributes: (readonly [type: number, value: readonly number[]])[]): Uint8Array {
  const body = attributes.flatMap(([type, value]) => {
    const filling = Array.from({ length: (4 - (value.length % 4)) % 4 }, () => 0);
    return [type >> 8, type & 0xff, value.length >> 8, value.length & 0xff, ...value, ...filling];
  });
  const head = [0, 1, body.length >> 8, body.length & 0xff, 0x21, 0x12, 0xa4, 0x42, ...transactionId];
  return Uint8Array.from([...head, ...body]);
}

/** A number of zeros. */
function zeros(length: number): number[] {
  return Array.from({ length }, () => 0);
}

function faultOf(work: () => unknown): unknown {
  try {
    work();
  } catch (error) {
    return error;
  }
  return undefined;
}

/** Whether it can be read and has a fingerprint. */
function isSealed(bytes: Uint8Array): boolean {
  const fault = faultOf(() => parseStun(bytes));
  if (fault === undefined) return attributeOf(parseStun(bytes), 'fingerprint') !== undefined;
  expect(fault).toMatchObject({ name: 'SdkError', code: 'invalid-argument' });
  return false;
}

const port = fc.nat(0xffff);
const address = fc
  .oneof(fc.uint8Array({ minLength: 4, maxLength: 4 }), fc.uint8Array({ minLength: 16, maxLength: 16 }))
  .map(formatIp);
const text = fc.string({ unit: 'grapheme', maxLength: 30 });
const attribute: fc.Arbitrary<StunContent> = fc.oneof(
  fc.record({
    kind: fc.constantFrom(
      'mapped-address' as const,
      'xor-mapped-address' as const,
      'alternate-server' as const,
      'response-origin' as const,
      'other-address' as const,
    ),
    address,
    port,
  }),
  fc.record({
    kind: fc.constantFrom(
      'username' as const,
      'realm' as const,
      'nonce' as const,
      'software' as const,
      'alternate-domain' as const,
    ),
    text,
  }),
  fc.record({ kind: fc.constant('error-code' as const), code: fc.integer({ min: 300, max: 699 }), reason: text }),
  fc.record({ kind: fc.constant('unknown-attributes' as const), types: fc.array(port, { maxLength: 64 }) }),
  fc.record({ kind: fc.constant('userhash' as const), hash: fc.uint8Array({ minLength: 32, maxLength: 32 }) }),
  fc.record({ kind: fc.constant('password-algorithm' as const), id: port, parameters: fc.uint8Array() }),
  fc.record({
    kind: fc.constant('password-algorithms' as const),
    algorithms: fc.array(fc.record({ id: port, parameters: fc.uint8Array() })),
  }),
  fc.record({ kind: fc.constant('change-request' as const), changeAddress: fc.boolean(), changePort: fc.boolean() }),
  fc.record({ kind: fc.constant('response-port' as const), port }),
  fc.record({ kind: fc.constant('padding' as const), sizeBytes: fc.nat(1500) }),
  fc.record({ kind: fc.constant('cache-timeout' as const), seconds: fc.nat(0xffffffff) }),
  fc.record({
    kind: fc.constant('other' as const),
    type: fc.integer({ min: 0x4000, max: 0x7fff }),
    value: fc.uint8Array(),
  }),
);
const message: fc.Arbitrary<StunMessageInit> = fc.record({
  class: fc.constantFrom('request', 'indication', 'success', 'error'),
  method: fc.nat(0xfff),
  transactionId: fc.uint8Array({ minLength: 12, maxLength: 12 }),
  attributes: fc.array(attribute, { maxLength: 20 }),
});
const seal: fc.Arbitrary<StunSeal> = fc.record({
  integrity: fc.subarray([keyOf('sha1'), keyOf('sha256')]),
  fingerprint: fc.boolean(),
});

describe('what was built', () => {
  it('is read as it was', () => {
    fc.assert(
      fc.property(message, seal, (init, sealing) => {
        const bytes = buildStun(init, sealing);
        const { attributes, ...header } = parseStun(bytes);
        const content = attributes.slice(0, init.attributes.length);
        expect({ ...header, attributes: content }).toEqual(init);
        for (const key of sealing.integrity ?? []) expect(checkIntegrity(bytes, key)).toBe('valid');
      }),
    );
  });

  it('is refused when a bit of it is another, or its seal is no longer there', () => {
    const bytes = buildStun(
      { ...REQUEST, attributes: [{ kind: 'username', text: 'ada' }] },
      { integrity: [keyOf('sha1'), keyOf('sha256')], fingerprint: true },
    );
    for (let bit = 0; bit < bytes.length * 8; bit += 1) {
      const changed = bytes.slice();
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(isSealed(changed), `bit ${bit}`).toBe(false);
    }
  });

  it('has the seals in the order that each allows, whatever the order of the keys', () => {
    const bytes = buildStun(REQUEST, { integrity: [keyOf('sha256'), keyOf('sha1')], fingerprint: true });
    const kinds = parseStun(bytes).attributes.map(({ kind }) => kind);
    expect(kinds).toEqual(['message-integrity', 'message-integrity-sha256', 'fingerprint']);
  });
});

describe('parseStun()', () => {
  it('throws nothing but invalid-argument, at any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const fault = faultOf(() => parseStun(bytes));
        expect(fault).toBeInstanceOf(SdkError);
        expect(fault).toMatchObject({ code: 'invalid-argument' });
      }),
    );
  });

  it('throws nothing but invalid-argument, at any attributes', () => {
    const type = fc.oneof(fc.nat(0x30), fc.integer({ min: 0x8000, max: 0x8030 }), fc.nat(0xffff));
    const value = fc.array(fc.nat(255), { maxLength: 40 });
    fc.assert(
      fc.property(fc.array(fc.tuple(type, value), { maxLength: 8 }), (attributes) => {
        const fault = faultOf(() => parseStun(raw(...attributes)));
        if (fault !== undefined) expect(fault).toMatchObject({ name: 'SdkError', code: 'invalid-argument' });
      }),
      { numRuns: 2_000 },
    );
  });

  it.each([
    ['nothing', new Uint8Array()],
    ['a header that is cut off', raw().subarray(0, 19)],
    ['another cookie', raw().with(4, 0)],
    ['one of the two first bits', raw().with(0, 0x40)],
    ['less than its length says', raw([0x8022, [65]]).subarray(0, 24)],
    ['more than its length says', Uint8Array.from([...raw(), 0, 0, 0, 0])],
    ['an attribute that ends after the message', raw([0x8022, [65]]).with(23, 5)],
    ['a name that is no UTF-8', raw([0x0006, [0xff]])],
    ['a name of 509 bytes', raw([0x0006, zeros(509)])],
    ['an address of an unknown family', raw([0x0001, [0, 3, 0, 80, 1, 2, 3, 4]])],
    ['an IPv6 address of four bytes', raw([0x0001, [0, 2, 0, 80, 1, 2, 3, 4]])],
    ['error 299', raw([0x0009, [0, 0, 2, 99]])],
    ['error 700', raw([0x0009, [0, 0, 7, 0]])],
    ['error 4100', raw([0x0009, [0, 0, 4, 100]])],
    ['an odd list of types', raw([0x000a, [0, 1, 2]])],
    ['65 types', raw([0x000a, zeros(130)])],
    ['an HMAC-SHA1 of 19 bytes', raw([0x0008, zeros(19)])],
    ['an HMAC-SHA256 of 12 bytes', raw([0x001c, zeros(12)])],
    ['an HMAC-SHA256 of 36 bytes', raw([0x001c, zeros(36)])],
    ['two algorithms where one is meant', raw([0x001d, [0, 1, 0, 0, 0, 2, 0, 0]])],
    ['an algorithm that is cut off', raw([0x8002, [0, 1]])],
    ['parameters that end after their attribute', raw([0x8002, [0, 1, 0, 9, 0, 0, 0, 0]])],
    ['65 algorithms', raw([0x8002, zeros(260)])],
    ['a fingerprint of another message', raw([0x8028, [1, 2, 3, 4]])],
    ['65 attributes', raw(...zeros(65).map((): [number, number[]] => [0x9999, []]))],
  ])('refuses %s', (_what, bytes) => {
    expect(faultOf(() => parseStun(bytes))).toMatchObject({ code: 'invalid-argument' });
  });

  it('refuses what comes after the fingerprint', () => {
    const sealed = buildStun(REQUEST, { fingerprint: true });
    const longer = Uint8Array.from([...sealed, 0x80, 0x22, 0, 0]).with(3, 12);
    expect(faultOf(() => parseStun(longer))).toMatchObject({ detail: 'expected nothing after the fingerprint' });
  });

  it('leaves out what follows an HMAC, for it is not protected', () => {
    const forged = raw([0x0006, [65]], [0x0008, zeros(20)], [0x0020, [0, 1, 0, 0, 0, 0, 0, 0]], [0x001c, zeros(32)]);
    const kinds = parseStun(forged).attributes.map(({ kind }) => kind);
    expect(kinds).toEqual(['username', 'message-integrity', 'message-integrity-sha256']);
  });

  it('takes the first of several attributes of a kind', () => {
    const twice = buildStun({
      ...REQUEST,
      attributes: [
        { kind: 'software', text: 'first' },
        { kind: 'software', text: 'second' },
      ],
    });
    expect(attributeOf(parseStun(twice), 'software')?.text).toBe('first');
  });

  it('ignores the values of filling bytes', () => {
    const bytes = raw([0x8022, [65]]).with(26, 0xff);
    expect(attributeOf(parseStun(bytes), 'software')?.text).toBe('A');
  });
});

describe('notUnderstood()', () => {
  it('names each type that must be understood once, and none that need not be', () => {
    const read = parseStun(raw([0x0024, [1, 2, 3, 4]], [0x0024, []], [0x7fff, []], [0x8000, []], [0x0003, zeros(4)]));
    expect(notUnderstood(read)).toEqual([0x0024, 0x7fff]);
    expect(notUnderstood(read, ['change-request'])).toEqual([0x0024, 0x7fff, 0x0003]);
  });
});

describe('checkIntegrity()', () => {
  it('does not take an HMAC with more bytes', () => {
    const whole = buildStun(REQUEST, { integrity: [keyOf('sha1')] });
    expect(checkIntegrity(raw([0x0008, [...whole.subarray(24)]]), keyOf('sha1'))).toBe('valid');
    expect(checkIntegrity(raw([0x0008, [...whole.subarray(24), 0, 0, 0, 0]]), keyOf('sha1'))).toBe('wrong');
  });

  it('does not take a shortened HMAC', () => {
    const whole = buildStun(REQUEST, { integrity: [keyOf('sha256')] });
    const shortened = raw([0x001c, [...whole.subarray(24, 40)]]);
    expect(checkIntegrity(whole, keyOf('sha256'))).toBe('valid');
    expect(checkIntegrity(shortened, keyOf('sha256'))).toBe('wrong');
  });

  it('covers the message up to the HMAC, whatever comes after it', () => {
    const sealed = buildStun(REQUEST, { integrity: [keyOf('sha1'), keyOf('sha256')], fingerprint: true });
    expect(checkIntegrity(sealed, keyOf('sha1'))).toBe('valid');
    expect(checkIntegrity(sealed, keyOf('sha1', 'other'))).toBe('wrong');
    expect(checkIntegrity(sealed, keyOf('sha256', 'other'))).toBe('wrong');
  });

  it('throws invalid-argument at bytes that are no message', () => {
    expect(faultOf(() => checkIntegrity(new Uint8Array(3), keyOf('sha1')))).toMatchObject({ code: 'invalid-argument' });
  });
});

describe('buildStun()', () => {
  const misfits: [string, StunContent][] = [
    ['no address', { kind: 'mapped-address', address: 'example.org', port: 1 }],
    ['a port above 65535', { kind: 'mapped-address', address: '192.0.2.1', port: 65_536 }],
    ['a port that is no number', { kind: 'response-port', port: Number.NaN }],
    ['half a character', { kind: 'realm', text: '\ud800' }],
    ['a name of 509 bytes', { kind: 'username', text: 'x'.repeat(509) }],
    ['a name of 510 bytes in 255 characters', { kind: 'username', text: 'é'.repeat(255) }],
    ['error 700', { kind: 'error-code', code: 700, reason: '' }],
    ['a hash of 31 bytes', { kind: 'userhash', hash: new Uint8Array(31) }],
    ['a known type without its name', { kind: 'other', type: 0x0008, value: new Uint8Array(20) }],
    ['a type above 65535', { kind: 'other', type: 0x10000, value: new Uint8Array() }],
    ['more than a message can hold', { kind: 'padding', sizeBytes: 0xffff }],
  ];
  it.each(misfits)('refuses %s', (_what, misfit) => {
    const fault = faultOf(() => buildStun({ ...REQUEST, attributes: [misfit] }));
    expect(fault).toMatchObject({ code: 'invalid-argument' });
  });

  it.each([
    ['a transaction id of 11 bytes', { ...REQUEST, transactionId: new Uint8Array(11) }],
    ['method 4096', { ...REQUEST, method: 4_096 }],
    ['65 attributes', { ...REQUEST, attributes: zeros(65).map(() => ({ kind: 'padding' as const, sizeBytes: 0 })) }],
  ])('refuses %s', (_what, init) => {
    expect(faultOf(() => buildStun(init))).toMatchObject({ code: 'invalid-argument' });
  });

  it('refuses two keys of one algorithm, and a key whose HMAC has the wrong size', () => {
    expect(faultOf(() => buildStun(REQUEST, { integrity: [keyOf('sha1'), keyOf('sha1')] }))).toBeInstanceOf(SdkError);
    const short: IntegrityKey = { algorithm: 'sha1', sign: () => new Uint8Array(19) };
    expect(faultOf(() => buildStun(REQUEST, { integrity: [short] }))).toBeInstanceOf(SdkError);
  });

  it('fills a message up to the last byte that fits, and no further', () => {
    const full = { ...REQUEST, attributes: [{ kind: 'padding' as const, sizeBytes: 0xfffc - 4 }] };
    expect(isStun(buildStun(full))).toBe(true);
    expect(faultOf(() => buildStun(full, { fingerprint: true }))).toMatchObject({ code: 'invalid-argument' });
  });
});
