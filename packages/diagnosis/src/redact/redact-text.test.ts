import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { KnownNames } from './known-names.ts';
import { aPassword, aSecret } from './nasty-secrets.ts';
import { Pseudonyms } from './pseudonyms.ts';
import { redactText } from './redact-text.ts';

const glue = fc.constantFrom(' ', ', ', ': ', '(', ')', '"', '\n', ' at ', '[', ']', '<', '>', ' = ');
const words = fc.constantFrom('', 'the offer failed', 'RTCPeerConnection', 'code 701', 'error', 'ICE');

describe('a text for people', () => {
  it('keeps no secret, whatever stands around it', () => {
    fc.assert(
      fc.property(words, glue, aSecret, glue, words, (before, left, secret, right, after) => {
        const redacted = redactText(before + left + secret + right + after);
        expect(redacted).not.toContain(secret);
        // Half a secret is one, too.
        for (const part of secret.split(/[@?=]/)) if (part.length > 8) expect(redacted).not.toContain(part);
      }),
      { numRuns: 2_000 },
    );
  });

  it.each(['password', 'token', 'credential', 'api-key', 'Authorization', 'access_token', 'ice-ufrag', 'username'])(
    'keeps nothing that is called %s',
    (name) => {
      fc.assert(
        fc.property(aPassword, fc.constantFrom('=', ': ', '="', "='", '":"', ' = '), (secret, sign) => {
          expect(redactText(`refused with ${name}${sign}${secret}`)).not.toContain(secret);
        }),
      );
    },
  );

  it.each([
    // What browsers quote of a candidate or a description that they do not like.
    ['candidate:1 1 udp 1 192.0.2.1 9 typ host generation 0 ufrag EEtu network-id 3', 'EEtu'],
    ['no use for a=ice-pwd:asd88fgpdd777uzjYhagZg', 'asd88'],
    ['fe80::1%tun-ann is not reachable', 'ann'],
    ['got {"token":"abc\\"defgh"}', 'defgh'],
    ['password hunter2 was refused', 'hunter2'],
    ['no way to turn.acme.example:3478', 'acme'],
    ['cannot resolve sfu.acme.example', 'acme'],
    ['user:hunter2@192.0.2.1', 'hunter2'],
    ['2001:db8::7%eth0', 'eth0'],
    ['::ffff:192.0.2.7', '192'],
    ['stun:stun.acme.example', 'acme'],
    ['4f1c2a90-1111-4222-8333-123456789abc.local', '4f1c2a90'],
  ])('keeps no secret of %s', (text, secret) => {
    expect(redactText(text)).not.toContain(secret);
  });

  it('is never long, in one line, and done in time', () => {
    fc.assert(
      fc.property(fc.string({ size: 'large' }), (text) => {
        const redacted = redactText(text);
        expect(redacted.length).toBeLessThanOrEqual(300);
        expect(redacted).not.toMatch(/[\r\n\u2028]/);
      }),
    );
  });

  it.each([':', 'a:', '1.', 'a.', 'token', 'a@', 'ey', '0-', '=', '\\', 'aA1+/'])(
    'is done with much of %j',
    (piece) => {
      expect(redactText(piece.repeat(500_000)).length).toBeLessThanOrEqual(300);
    },
  );

  it('leaves no half of a secret where it is cut', () => {
    for (let pad = 1_980; pad < 2_020; pad += 1)
      expect(redactText(`${'x '.repeat(pad / 2)}192.168.178.23`)).not.toMatch(/\d/);
  });

  it('stays readable', () => {
    const text = '[unavailable] no connection could be made within 30 s; RTCPeerConnection said "failed" (code 701)';
    expect(redactText(text)).toBe(text);
    const other = 'The token was refused. The state peer.state is "closed", e.g. after 1.5 s: try again.';
    expect(redactText(other)).toBe(other);
  });
});

it('numbers for values take no more room for long ones', () => {
  const numbers = new Pseudonyms();
  const long = 'x'.repeat(256);
  expect(numbers.of('channel', `${long}a`)).toBe(numbers.of('channel', `${long}b`));
  expect(numbers.of('channel', 'a')).not.toBe(numbers.of('channel', 'b'));
});

describe('names that are known', () => {
  it('are hidden as whole words, the longest first', () => {
    const names = new KnownNames();
    names.learn('Ada', 'peer-1');
    names.learn('Ada Lovelace', 'peer-2');
    names.learn('a.*b', 'peer-3');
    expect(names.hide('no way to Ada Lovelace or Ada; Adalbert and a.*b and axxb')).toBe(
      'no way to peer-2 or peer-1; Adalbert and peer-3 and axxb',
    );
  });

  it('may be very long; then the beginning is hidden', () => {
    const names = new KnownNames();
    names.learn('x'.repeat(1_000_000), 'peer-1');
    expect(names.hide(`no way to ${'x'.repeat(120)}`)).toBe(`no way to peer-1${'x'.repeat(20)}`);
  });

  it('may be any text', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme', minLength: 1 })), fc.string(), (all, text) => {
        const names = new KnownNames();
        for (const name of all) names.learn(name, 'peer-x');
        expect(typeof names.hide(text)).toBe('string');
      }),
    );
  });
});
