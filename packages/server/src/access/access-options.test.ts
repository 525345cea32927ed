import { inspect } from 'node:util';
import { SdkError } from '@remotemedia/base';
import { expect, test } from 'vitest';
import { type AccessOptions, toAccessSettings } from './access-options.ts';

const SECRET = 'a-secret-that-nobody-may-ever-read-in-a-log';
const PUBLIC_KEY = { kty: 'OKP', crv: 'Ed25519', x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo' };

test('nothing given: everyone gets in from everywhere', () => {
  expect(toAccessSettings()).toEqual({
    tokens: [],
    shortTokens: 0,
    jwt: undefined,
    requireAuth: false,
    peers: { allow: undefined, deny: undefined },
    allowedOrigins: ['*'],
  });
});

test('tokens and JSON web tokens are required once they can be checked, unless it is said otherwise', () => {
  expect(toAccessSettings({ tokens: [SECRET] }).requireAuth).toBe(true);
  expect(toAccessSettings({ jwt: { secret: SECRET } }).requireAuth).toBe(true);
  expect(toAccessSettings({ tokens: [SECRET], requireAuth: false }).requireAuth).toBe(false);
});

test('algorithms follow from the kind of key', () => {
  expect(toAccessSettings({ jwt: { secret: SECRET } }).jwt?.algorithms).toEqual(['HS256']);
  const { jwt } = toAccessSettings({ jwt: { jwks: { keys: [PUBLIC_KEY] } } });
  expect(jwt?.algorithms).toEqual(['RS256', 'ES256', 'EdDSA', 'Ed25519']);
});

test('a token longer than clients can send is refused', () => {
  expect(() => toAccessSettings({ tokens: ['a'.repeat(8_193)] })).toThrow('access.tokens[0] must be 1–8192');
});

test('short tokens are counted, and no token or secret is in the settings', () => {
  const settings = toAccessSettings({ tokens: ['short', SECRET, { token: `${SECRET}-2` }], jwt: { secret: SECRET } });
  expect(settings.shortTokens).toBe(1);
  expect(inspect(settings, { depth: 9 }) + JSON.stringify(settings)).not.toMatch(/short'|a-secret/);
});

const REFUSED: [name: string, options: unknown][] = [
  ['access.tokens', { tokens: SECRET }],
  ['access.tokens[0]', { tokens: [''] }],
  ['access.tokens[1]', { tokens: [SECRET, `${SECRET} with spaces`] }],
  ['access.tokens[0]', { tokens: [7] }],
  ['access.tokens[0]', { tokens: [null] }],
  ['access.tokens[0]', { tokens: [{ peerId: 'a' }] }],
  ['access.tokens[0].peerId', { tokens: [{ token: SECRET, peerId: 'no spaces' }] }],
  ['access.tokens[0].rooms', { tokens: [{ token: SECRET, rooms: ['..'] }] }],
  ['access.tokens[0].rooms', { tokens: [{ token: SECRET, rooms: 'a' }] }],
  ['access.tokens[0].mayPublish', { tokens: [{ token: SECRET, mayPublish: 'no' }] }],
  ['access.tokens[0].maySubscribe', { tokens: [{ token: SECRET, maySubscribe: 0 }] }],
  ['access.requireAuth', { requireAuth: true }],
  ['access.requireAuth', { requireAuth: 'yes', tokens: [SECRET] }],
  ['access.allowPeers', { allowPeers: ['a*b'] }],
  ['access.denyPeers', { denyPeers: 'bob' }],
  ['access.allowedOrigins', { allowedOrigins: ['https://example.org/'] }],
  ['access.allowedOrigins', { allowedOrigins: ['example.org'] }],
  ['access.allowedOrigins', { allowedOrigins: ['https://*'] }],
  ['access.allowedOrigins', { allowedOrigins: [7] }],
  ['access.jwt', { jwt: {} }],
  ['access.jwt', { jwt: { secret: SECRET, jwks: 'keys.json' } }],
  ['access.jwt.secret', { jwt: { secret: SECRET.slice(0, 31) } }],
  ['access.jwt.secret', { jwt: { secret: 7 } }],
  ['access.jwt.jwks', { jwt: { jwks: '' } }],
  ['access.jwt.jwks', { jwt: { jwks: `ftp://${SECRET}/` } }],
  ['access.jwt.jwks', { jwt: { jwks: `https://me:${SECRET}@example.org/` } }],
  ['access.jwt.jwks', { jwt: { jwks: 'https://[' } }],
  ['access.jwt.jwks', { jwt: { jwks: { keys: [] } } }],
  ['access.jwt.jwks', { jwt: { jwks: { keys: [{ ...PUBLIC_KEY, d: SECRET }] } } }],
  ['access.jwt.jwks', { jwt: { jwks: { keys: [{ kty: 'oct', k: SECRET }] } } }],
  ['access.jwt.issuer', { jwt: { secret: SECRET, issuer: '' } }],
  ['access.jwt.audience', { jwt: { secret: SECRET, audience: [] } }],
  ['access.jwt.algorithms', { jwt: { secret: SECRET, algorithms: ['none'] } }],
  ['access.jwt.algorithms', { jwt: { secret: SECRET, algorithms: ['RS256'] } }],
  ['access.jwt.algorithms', { jwt: { jwks: 'keys.json', algorithms: ['HS256'] } }],
  ['access.jwt.clockToleranceSeconds', { jwt: { secret: SECRET, clockToleranceSeconds: 301 } }],
];

test.each(REFUSED)('%s: %j is refused by its name, without its value', (name, options) => {
  let caught: unknown;
  try {
    toAccessSettings(options as AccessOptions);
  } catch (error) {
    caught = error;
  }
  expect(caught).toBeInstanceOf(SdkError);
  const { code, detail } = SdkError.from(caught);
  expect([code, detail.startsWith(`${name} `)]).toEqual(['invalid-argument', true]);
  expect(inspect(caught)).not.toContain(SECRET.slice(0, 20));
});
