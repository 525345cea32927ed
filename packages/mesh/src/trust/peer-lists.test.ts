import { expect, test } from 'vitest';
import { type PeerLists, peerLists } from './peer-lists.ts';

test.each<[PeerLists, string, boolean]>([
  [{}, 'ann', true],
  [{ allowPeers: undefined, denyPeers: undefined }, 'ann', true],
  [{ allowPeers: ['ann', 'bot-*'] }, 'ann', true],
  [{ allowPeers: ['ann', 'bot-*'] }, 'bot-7', true],
  [{ allowPeers: ['ann', 'bot-*'] }, 'bot-', true],
  [{ allowPeers: ['ann', 'bot-*'] }, 'anna', false],
  [{ allowPeers: ['ann', 'bot-*'] }, 'robot-7', false],
  [{ allowPeers: [] }, 'ann', false],
  [{ allowPeers: ['*'] }, 'ann', true],
  [{ denyPeers: ['ann'] }, 'ann', false],
  [{ denyPeers: ['ann'] }, 'bob', true],
  [{ denyPeers: ['*'] }, 'bob', false],
  [{ allowPeers: ['bot-*'], denyPeers: ['bot-7'] }, 'bot-7', false],
  [{ allowPeers: ['bot-7'], denyPeers: ['bot-*'] }, 'bot-7', false],
  [{ allowPeers: ['ann'] }, '__proto__', false],
])('%j lets %s through: %s', (lists, id, expected) => {
  expect(peerLists(lists)(id)).toBe(expected);
});

test('a list that is changed afterwards changes nothing', () => {
  const denyPeers = ['eve'];
  const accepts = peerLists({ denyPeers });
  denyPeers.pop();
  expect(accepts('eve')).toBe(false);
});

test.each([['a*b'], ['**'], [''], ['a b'], [7], ['x'.repeat(65)], ['line\nbreak']])(
  'refuses %j as an entry',
  (entry) => {
    const lists = { allowPeers: ['ann', entry as string] };
    expect(() => peerLists(lists)).toThrow(/^\[invalid-argument\] allowPeers must hold/);
  },
);

test('refuses a list without end', () => {
  const denyPeers = Array.from({ length: 1_001 }, (_, number) => `peer-${number}`);
  expect(() => peerLists({ denyPeers })).toThrow(/got 1001 entries$/);
});
