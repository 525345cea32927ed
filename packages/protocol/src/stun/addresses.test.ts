import { isIP, SocketAddress } from 'node:net';
import { SdkError } from '@remotemedia/base';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatIp, parseIceUri, parseIp } from './index.ts';

describe('parseIp() and formatIp()', () => {
  it('write every address so that it is read as it was', () => {
    const v4 = fc.uint8Array({ minLength: 4, maxLength: 4 });
    const byte = fc.oneof(fc.constant(0), fc.nat(255));
    const v6 = fc.array(byte, { minLength: 16, maxLength: 16 }).map((bytes) => Uint8Array.from(bytes));
    fc.assert(
      fc.property(fc.oneof(v4, v6), (bytes) => {
        expect(parseIp(formatIp(bytes))).toEqual(bytes);
      }),
    );
  });

  it('take what Node takes for an address, and nothing else', () => {
    const digits = fc.constantFrom('0', '1', '255', '256', '01', 'ffff', 'abcd1', '', ':', '::', '.', '1.2.3.4');
    const texts = fc.oneof(
      fc.ipV4(),
      fc.ipV6(),
      fc.array(digits, { maxLength: 9 }).map((parts) => parts.join(':')),
      fc.array(digits, { maxLength: 5 }).map((parts) => parts.join('.')),
    );
    fc.assert(
      fc.property(texts, (text) => {
        const version = isIP(text);
        const sizeBytes = version === 0 ? undefined : version === 4 ? 4 : 16;
        expect(sizeOf(text)).toBe(sizeBytes);
      }),
      { numRuns: 1_000 },
    );
  });

  it.each([
    ['2001:DB8:0:0:1:0:0:1', '2001:db8::1:0:0:1'],
    ['::', '::'],
    ['::1', '::1'],
    ['1::', '1::'],
    ['2001:db8:0:1:1:1:1:1', '2001:db8:0:1:1:1:1:1'],
    ['::ffff:192.0.2.1', '::ffff:c000:201'],
  ])('write %s as %s', (text, written) => {
    expect(formatIp(parseIp(text))).toBe(written);
    expect(new SocketAddress({ address: written, family: 'ipv6' }).family).toBe('ipv6');
  });

  it('refuse a zone, a long text and a wrong number of bytes', () => {
    expect(sizeOf('fe80::1%eth0')).toBeUndefined();
    expect(sizeOf('1'.repeat(100_000))).toBeUndefined();
    expect(() => formatIp(new Uint8Array(5))).toThrow(SdkError);
  });
});

function sizeOf(text: string): number | undefined {
  try {
    return parseIp(text).length;
  } catch (error) {
    expect(error).toMatchObject({ name: 'SdkError', code: 'invalid-argument' });
    return undefined;
  }
}

describe('parseIceUri()', () => {
  it.each([
    ['stun:example.org', { scheme: 'stun', host: 'example.org', port: 3_478, transport: undefined }],
    ['stuns:example.org', { scheme: 'stuns', host: 'example.org', port: 5_349, transport: undefined }],
    ['turn:192.0.2.1:8000?transport=udp', { scheme: 'turn', host: '192.0.2.1', port: 8_000, transport: 'udp' }],
    ['TURNS:[2001:db8::1]:443?transport=TCP', { scheme: 'turns', host: '2001:db8::1', port: 443, transport: 'tcp' }],
  ])('reads %s', (text, uri) => {
    expect(parseIceUri(text)).toEqual(uri);
  });

  it.each([
    '',
    'http://example.org',
    'stun:',
    'stun://example.org',
    'stun:example.org:0',
    'stun:example.org:65536',
    'stun:example.org?transport=udp',
    'turn:example.org?transport=sctp',
    'turn:user@example.org',
    'turn:[example.org]',
    'turn:[1.2.3.4]',
    'turn:2001:db8::1',
    'turn:example.org\n',
  ])('refuses %j', (text) => {
    expect(() => parseIceUri(text)).toThrow(expect.objectContaining({ code: 'invalid-argument' }));
  });

  it('refuses a URI that is longer than any name, and does not repeat all of it', () => {
    const long = `turn:${'x'.repeat(100_000)}`;
    expect(() => parseIceUri(long)).toThrow(SdkError);
    expect(() => parseIceUri(long)).toThrow(/^.{0,500}$/);
  });
});
