import { expect, test } from 'vitest';
import { acceptedPeers } from './accepted-peers.ts';
import { ANYONE } from './grant.ts';

const WHO = ['ann', 'bob', 'bot-1', 'bot-2', 'eve'];

test.each([
  [{}, {}, WHO],
  [{ allowFrom: ['ann', 'bot-*'] }, {}, ['ann', 'bot-1', 'bot-2']],
  [{ denyFrom: ['eve'] }, {}, ['ann', 'bob', 'bot-1', 'bot-2']],
  [{}, { allow_from: ' ann , bot-* ' }, ['ann', 'bot-1', 'bot-2']],
  [{}, { allow_from: '*', deny_from: 'bot-*' }, ['ann', 'bob', 'eve']],
  [{}, { allow_from: '' }, []],
  [{}, { deny_from: '' }, WHO],
  [{ allowFrom: ['ann', 'bob'] }, { allow_from: 'bob,eve' }, ['bob']],
  [{ denyFrom: ['ann'] }, { allow_from: 'ann,bob' }, ['bob']],
])('with %j in the token and %j in the metadata', (claims, metadata, expected) => {
  const list = acceptedPeers({ ...ANYONE, ...claims }, metadata);
  expect(WHO.filter((peerId) => list?.allows(peerId) ?? true)).toEqual(expected);
});

test('who says nothing needs no list', () => {
  expect(acceptedPeers(ANYONE, { room: 'a' })).toBeUndefined();
});

test.each(['ann,,bob', 'a b', 'a*b', ','])('%s is refused', (text) => {
  expect(() => acceptedPeers(ANYONE, { deny_from: text })).toThrow(/invalid-argument.*deny_from must be/);
});

test('too many entries are refused', () => {
  const entries = (count: number) => ({ deny_from: Array.from({ length: count }, (_, i) => `p${i}`).join() });
  expect(acceptedPeers(ANYONE, entries(64))?.allows('p63')).toBe(false);
  expect(() => acceptedPeers(ANYONE, entries(65))).toThrow(/invalid-argument.*64 peer ids/);
});
