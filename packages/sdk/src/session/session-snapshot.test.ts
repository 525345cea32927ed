import { describe, expect, it } from 'vitest';
import { readSnapshot } from './session-snapshot.ts';

const SESSION = {
  sessionId: 's1',
  state: 'active',
  policy: 'broadcast',
  peerIds: ['ada'],
  routes: [{ outputId: 'o', targetPeers: ['ada'], priority: 7, active: false, qualityTier: 'high' }],
  metadata: { topic: 'tea' },
  timestamp: 1,
};
const SNAPSHOT = { version: 1, room: 'r', peerId: 'p', displayName: 'P', sessions: [SESSION], timestamp: 2 };

function circle(): unknown {
  const room: Record<string, unknown> = {};
  room['room'] = room;
  return { ...SNAPSHOT, room };
}

describe('readSnapshot', () => {
  it('reads what was written, as object and as text', () => {
    expect(readSnapshot(SNAPSHOT)).toEqual(SNAPSHOT);
    expect(readSnapshot(JSON.stringify(SNAPSHOT))).toEqual(SNAPSHOT);
  });

  it.each([
    ['no JSON', '{', /not JSON/],
    ['no object', 7, /snapshot must be an object, got 7/],
    ['a form of the future', { ...SNAPSHOT, version: 2 }, /version must be 1, got 2/],
    ['no room', { ...SNAPSHOT, room: undefined }, /room must be a text/],
    ['a number that JSON does not know', { ...SNAPSHOT, version: 1n }, /version must be 1, got 1/],
    ['a circle', circle(), /room must be a text/],
    ['a session without a name', { ...SNAPSHOT, sessions: [{ ...SESSION, sessionId: '' }] }, /sessionId must be/],
    ['a wrong state', { ...SNAPSHOT, sessions: [{ ...SESSION, state: 'odd' }] }, /sessions\[0\].state must be one of/],
    [
      'a peer that is no text',
      { ...SNAPSHOT, sessions: [{ ...SESSION, peerIds: [1] }] },
      /peerIds\[0\] must be a text/,
    ],
    ['a crowd', { ...SNAPSHOT, sessions: [{ ...SESSION, peerIds: Array(101).fill('a') }] }, /at most 100/],
    ['metadata that are none', { ...SNAPSHOT, sessions: [{ ...SESSION, metadata: { a: 1 } }] }, /metadata.a must be/],
  ])('refuses %s', (_what, stored, words) => {
    expect(() => readSnapshot(stored)).toThrow(words);
    expect(() => readSnapshot(stored)).toThrow(expect.objectContaining({ code: 'invalid-argument' }));
  });

  it('takes a key that names the prototype for what it is: a key', () => {
    const stored = JSON.stringify({ ...SNAPSHOT, sessions: [SESSION] }).replace('"topic"', '"__proto__"');
    const [session] = readSnapshot(stored).sessions;
    expect(Object.entries(session?.metadata ?? {})).toEqual([['__proto__', 'tea']]);
    expect(Object.getPrototypeOf({})).toBe(Object.prototype);
  });
});
