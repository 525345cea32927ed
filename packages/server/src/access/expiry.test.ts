import { expect, test } from 'vitest';
import { checkNotExpired } from './expiry.ts';
import { ANYONE } from './grant.ts';

test('a token is good until the moment at which it runs out', () => {
  expect(() => checkNotExpired(ANYONE)).not.toThrow();
  expect(() => checkNotExpired({ ...ANYONE, expiresAtMs: Date.now() + 60_000 })).not.toThrow();
  expect(() => checkNotExpired({ ...ANYONE, expiresAtMs: Date.now() })).toThrow('[unauthenticated] the token ran out');
});
