import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ANYONE } from '../../access/grant.ts';
import type { Outlet } from '../../hub/stay.ts';
import { setUpHub, type TestHub } from '../../testing/test-hub.ts';
import { CANDIDATE, SDP } from '../../testing/test-peer.ts';
import { methodNames } from '../methods/method-table.ts';
import type { SessionState } from '../session-state.ts';
import { replyTo } from './reply.ts';

let world: TestHub;
beforeEach(() => {
  world = setUpHub();
});
afterEach(() => world.hub.close());

function newState(): SessionState {
  const outlet: Outlet = { wake() {}, end() {} };
  const { hub, clock } = world;
  const timing = { heartbeatIntervalMs: 2_000, resumeGraceMs: 5_000 };
  const iceServersFor = () => ({ iceServers: [], expiresInMs: 0 });
  const surroundings = { hub, clock, timing, authenticate: () => ANYONE, iceServersFor };
  return { surroundings, address: 'here', outlet, dialect: undefined, grant: undefined, stay: undefined };
}

/** Values that methods look for, and others. */
const anyValue = fc.oneof(
  fc.constantFrom(
    'a',
    'b',
    SDP,
    CANDIDATE,
    'busy',
    'offer',
    'answer',
    null,
    true,
    0,
    1,
    -1,
    1.5,
    '',
    'remotemedia-server',
  ),
  fc.jsonValue({ maxDepth: 3 }),
);
const NAMES = [
  'peer_id',
  'to',
  'to_peer_id',
  'sdp',
  'type',
  'candidate',
  'sdp_mid',
  'sdp_m_line_index',
  'sdpMLineIndex',
];
const MORE_NAMES = [
  'capabilities',
  'user_data',
  'resumable',
  'seq',
  'state',
  'token',
  'session_token',
  'last_seq',
  'room',
];
const anyParams = fc.dictionary(fc.constantFrom(...NAMES, ...MORE_NAMES, '__proto__', 'toString'), anyValue);
const anyCall = fc.record(
  {
    jsonrpc: fc.constantFrom('2.0', '1.0', 2, null),
    id: fc.oneof(anyValue, fc.double()),
    method: fc.oneof(fc.constantFrom(...methodNames(), 'control.publish', 'toString', '__proto__'), anyValue),
    params: fc.oneof(anyParams, anyValue),
  },
  { requiredKeys: [] },
);
const anyFrame = fc.oneof(
  anyCall.map((call) => JSON.stringify(call)),
  fc.array(anyCall, { maxLength: 4 }).map((calls) => JSON.stringify(calls)),
  fc.json(),
  fc.string({ unit: 'binary' }),
);

test('whatever a frame holds, it is answered with well-formed JSON in ASCII, or not at all', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(anyFrame, { maxLength: 6 }), async (frames) => {
      const state = newState();
      for (const frame of frames) {
        const reply = await replyTo(frame, state);
        if (reply === undefined) continue;
        expect(reply).toMatch(/^[\0-\x7f]*$/);
        for (const answer of [JSON.parse(reply)].flat()) {
          expect(answer).toMatchObject({ jsonrpc: '2.0' });
          expect('id' in answer && 'result' in answer !== 'error' in answer).toBe(true);
          // Nothing that a client can send is a fault of the server's own.
          expect(answer.error?.data.code).not.toBe('internal');
        }
      }
      state.stay?.leave();
    }),
    { numRuns: 1_500 },
  );
  expect(world.hub.stats()).toMatchObject({ peers: 0, rooms: 0 });
});

test('a socket may see no room any more when the token ran out that it showed', async () => {
  await world.enter('bob', { room: 'lobby' });
  const state: SessionState = { ...newState(), grant: { ...ANYONE, expiresAtMs: Date.now() - 1 } };
  const reply = await replyTo('{"id":1,"method":"peer.list","params":{"room":"lobby"}}', state);
  expect(JSON.parse(reply ?? '')).toMatchObject({ error: { data: { code: 'unauthenticated' } } });
});
