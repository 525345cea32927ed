import { SdkError } from '@remotemedia/base';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aPassword, aSecret } from './nasty-secrets.ts';
import { redactValue } from './redact-value.ts';

describe('a value', () => {
  it('keeps what is harmless', () => {
    const state = { kind: 'recovering', attempt: 2, isFull: false, nextRetryAtMs: 12.5, list: [1, null, 'restarting'] };
    expect(redactValue(state)).toEqual(state);
  });

  it('keeps no secret that looks like one, however deep', () => {
    fc.assert(
      fc.property(aSecret, fc.nat(6), (secret, depth) => {
        let value: unknown = secret;
        for (let level = 0; level < depth; level += 1) value = level % 2 === 0 ? { detail: value } : [value];
        expect(JSON.stringify(redactValue(value))).not.toContain(secret);
        expect(JSON.stringify(redactValue({ [secret]: 1 }))).not.toContain(secret);
        expect(JSON.stringify(redactValue(new SdkError('internal', `no ${secret}`)))).not.toContain(secret);
      }),
    );
  });

  it.each([
    'password',
    'accessToken',
    'credential',
    'deviceLabel',
    'deviceId',
    'displayName',
    'text',
    'payload',
    'sdp',
  ])('keeps nothing under the key %s', (key) => {
    fc.assert(
      fc.property(aPassword, (secret) => {
        for (const hidden of [secret, [secret], { inner: secret }]) {
          expect(JSON.stringify(redactValue({ [key]: hidden }))).not.toContain(secret);
        }
      }),
    );
  });

  it('keeps no number that is a secret, and others under such a key', () => {
    expect(redactValue({ password: 1234, pinCode: 4711, accessToken: 7, messagesSent: 3, deviceCount: 2 })).toEqual({
      ...{ password: '[redacted]', pinCode: '[redacted]', accessToken: '[redacted]' },
      ...{ messagesSent: 3, deviceCount: 2 },
    });
  });

  it('keeps no known name, be it a key', () => {
    const hide = (text: string) => text.replaceAll('Ada', 'peer-1');
    expect(redactValue({ Ada: 0.5, levels: [{ Ada: 1 }] }, hide)).toEqual({ 'peer-1': 0.5, levels: [{ 'peer-1': 1 }] });
  });

  it('may be anything, and comes out as JSON', () => {
    fc.assert(
      fc.property(fc.anything({ withBigInt: true, withDate: true, withMap: true, withTypedArray: true }), (value) => {
        const text = JSON.stringify(redactValue(value));
        expect(JSON.stringify(JSON.parse(text))).toBe(text);
      }),
    );
  });

  it('may hold the same things again and again, which is a short value and a long text', () => {
    let value: unknown = 'x';
    for (let level = 0; level < 4; level += 1) value = Array(50).fill(value);
    expect(JSON.stringify(redactValue(value)).length).toBeLessThan(200_000);
  });

  it('may refer to itself, throw when read, or be of any size', () => {
    const circle: Record<string, unknown> = {};
    circle['circle'] = circle;
    const trap = new Proxy({}, { ownKeys: () => Promise.reject as never });
    const thrower = Object.defineProperty({}, 'state', {
      enumerable: true,
      get: () => {
        throw new Error('no');
      },
    });
    const wide = Object.fromEntries(Array.from({ length: 10_000 }, (_, index) => [`entry${index}`, index]));
    for (const value of [circle, trap, thrower, wide, new Uint8Array(1e6), window]) {
      expect(JSON.stringify(redactValue(value)).length).toBeLessThan(5_000);
    }
  });
});

const window = globalThis;
