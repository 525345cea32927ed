import { expect, test } from 'vitest';
import { isPeerEntry, PeerList } from './peer-list.ts';

test.each([
  [{}, 'ann', true],
  [{ allow: ['ann', 'bot-*'] }, 'ann', true],
  [{ allow: ['ann', 'bot-*'] }, 'bot-7', true],
  [{ allow: ['ann', 'bot-*'] }, 'anna', false],
  [{ allow: ['ann', 'bot-*'] }, 'robot-7', false],
  [{ allow: [] }, 'ann', false],
  [{ allow: ['*'] }, 'ann', true],
  [{ deny: ['ann'] }, 'ann', false],
  [{ deny: ['ann'] }, 'bob', true],
  [{ deny: ['*'] }, 'bob', false],
  [{ allow: ['bot-*'], deny: ['bot-7'] }, 'bot-7', false],
  [{ allow: ['bot-7'], deny: ['bot-*'] }, 'bot-7', false],
  [{ allow: ['ann'] }, '__proto__', false],
])('%j lets %s through: %s', (rules, peerId, expected) => {
  expect(new PeerList(rules).allows(peerId)).toBe(expected);
});

test('all rules must let a peer through', () => {
  const list = new PeerList({ allow: ['ann', 'bob'] }, { deny: ['bob'] });
  expect(['ann', 'bob', 'eve'].map((peerId) => list.allows(peerId))).toEqual([true, false, false]);
});

test.each([
  ['ann', true],
  ['bot-*', true],
  ['*', true],
  ['', false],
  ['a*b', false],
  ['a b', false],
  [7, false],
])('%j can be an entry: %s', (entry, expected) => {
  expect(isPeerEntry(entry)).toBe(expected);
});
