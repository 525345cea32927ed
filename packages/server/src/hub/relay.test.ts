import { create } from '@bufbuild/protobuf';
import { SdkError } from '@remotemedia/base';
import {
  AnswerRequestSchema,
  IceCandidateRequestSchema,
  OfferRequestSchema,
  PeerState,
  UpdateRequestSchema,
} from '@remotemedia/protocol/webrtc';
import { expect, test } from 'vitest';
import { ANYONE } from '../access/grant.ts';
import { setUpHub } from '../testing/test-hub.ts';
import type { HubObserver } from './observer.ts';

const sdp = 'v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n';
const candidateTo = (toPeerId: string, candidate: string) => create(IceCandidateRequestSchema, { toPeerId, candidate });

test('a request whose number came before is passed on once, whichever way it comes', async () => {
  const { enter, hub } = setUpHub();
  const [a, b] = [await enter('a'), await enter('b')];
  for (const number of [1, 2, 2, 1, 5, 4, 4]) await hub.relay.candidate(a.stay, candidateTo('b', `c${number}`), number);
  for (let again = 0; again < 2; again += 1) await hub.relay.candidate(a.stay, candidateTo('b', 'none'), 0);
  const seen = b.got.flatMap(({ notification }) =>
    notification.case === 'iceCandidate' ? [notification.value.candidate] : [],
  );
  expect(seen).toEqual(['c1', 'c2', 'c5', 'c4', 'none', 'none']);
});

test('handlers hear and may refuse what is said; the receiver does not hear what was refused', async () => {
  const heard: string[] = [];
  const { enter, hub } = setUpHub({
    handlers: {
      onOffer: ({ room, from, to }) => void heard.push(`offer ${room} ${from.peerId} ${to.peerId}`),
      onAnswer: async () => {
        throw new SdkError('failed-precondition', 'not now');
      },
      onIceCandidate: ({ candidate }) => {
        if (candidate.includes('192.168')) throw new Error('private');
      },
    },
  });
  const [a, b] = [await enter('a'), await enter('b')];
  await hub.relay.offer(a.stay, create(OfferRequestSchema, { toPeerId: 'b', sdp }));
  await expect(hub.relay.answer(b.stay, create(AnswerRequestSchema, { toPeerId: 'a', sdp }))).rejects.toThrow(
    '[failed-precondition] not now',
  );
  expect(() => hub.relay.candidate(a.stay, candidateTo('b', 'candidate 192.168.0.1'))).toThrow(/permission-denied/);
  await hub.relay.candidate(a.stay, candidateTo('b', 'candidate 192.0.2.1'));
  expect(heard).toEqual(['offer r a b']);
  expect(b.kinds).toEqual(['offer', 'iceCandidate']);
  expect(a.kinds).toEqual(['peerJoined']);
});

test('a peer hears only from those that it, and its token, accept; that a connection is over may be said by anyone', async () => {
  const { enter, hub } = setUpHub();
  const grant = { ...ANYONE, denyFrom: ['eve'] };
  const a = await enter('a', { metadata: { allow_from: 'bob,e*' }, grant });
  const [bob, eve] = [await enter('bob'), await enter('eve')];
  await hub.relay.candidate(bob.stay, candidateTo('a', 'c'));
  expect(() => hub.relay.candidate(eve.stay, candidateTo('a', 'c'))).toThrow(
    '[permission-denied] peer a accepts no messages from you',
  );
  await hub.relay.disconnect(eve.stay, 'a');
  hub.update(a.stay, create(UpdateRequestSchema, { metadata: { allow_from: '*' } }));
  expect(() => hub.relay.candidate(eve.stay, candidateTo('a', 'c'))).toThrow(/permission-denied/);
  expect(a.kinds.slice(2)).toEqual(['iceCandidate', 'peerDisconnected']);
  await expect(enter('x', { room: 'other', metadata: { deny_from: 'not an id' } })).rejects.toThrow(/invalid-argument/);
});

test('who may not publish offers to receive only', async () => {
  const { enter, hub } = setUpHub();
  const a = await enter('a', { grant: { ...ANYONE, mayPublish: false } });
  await enter('b');
  const offer = (direction: string) => `${sdp}m=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=${direction}\r\n`;
  const send = (direction: string) =>
    hub.relay.offer(a.stay, create(OfferRequestSchema, { toPeerId: 'b', sdp: offer(direction) }));
  expect(() => send('sendrecv')).toThrow(/permission-denied/);
  expect(await send('recvonly')).toMatch(/^a_b_/);
});

test('a peer says that it is busy or away, and what else is new of it; the others of its room hear it', async () => {
  const { enter, hub } = setUpHub();
  const [a, b] = [await enter('a', { metadata: { display_name: 'Ada', mood: 'fine' } }), await enter('b')];
  const metadata = { display_name: 'Ada L.', mood: '' };
  hub.update(a.stay, create(UpdateRequestSchema, { state: PeerState.AWAY, metadata }));
  expect(b.got.at(-1)?.notification).toMatchObject({
    case: 'peerUpdated',
    value: { peer: { peerId: 'a', state: PeerState.AWAY, metadata: { room: 'r', display_name: 'Ada L.' } } },
  });
  expect(a.kinds).toEqual(['peerJoined']);
  expect((await hub.peersOf('r'))[0]?.state).toBe(PeerState.AWAY);
  hub.update(a.stay, create(UpdateRequestSchema, {}));
  expect((await hub.peersOf('r'))[0]?.state).toBe(PeerState.AWAY);
});

test.each([
  [{ state: PeerState.OFFLINE }, /invalid-argument.*available, busy or away/],
  [{ state: 77 as PeerState }, /invalid-argument/],
  [{ metadata: { room: 'other' } }, /invalid-argument.*the room cannot be changed/],
  [{ metadata: { x: 'y'.repeat(1_024) } }, /invalid-argument.*1024 bytes/],
])('%j is refused and changes nothing', async (request, error) => {
  const { enter, hub } = setUpHub();
  const [a, b] = [await enter('a'), await enter('b')];
  expect(() => hub.update(a.stay, create(UpdateRequestSchema, request))).toThrow(error);
  expect(() => hub.update(undefined, create(UpdateRequestSchema, {}))).toThrow(/failed-precondition/);
  expect(b.kinds).toEqual([]);
});

test('whoever watches hears of joins, messages with their wait, refusals and ends', async () => {
  const heard: string[] = [];
  const observer: HubObserver = {
    joined: () => heard.push('joined'),
    left: (reason) => heard.push(`left ${reason}`),
    accepted: (type) => heard.push(`accepted ${type}`),
    relayed: (waitedMs) => heard.push(`relayed after ${waitedMs}`),
    refused: (code) => heard.push(`refused ${code}`),
    resumed: (code) => heard.push(`resumed ${code}`),
  };
  const { enter, hub, clock, resume } = setUpHub({ observer });
  const [a, b] = [await enter('a'), await enter('b')];
  await expect(enter('a')).rejects.toThrow();
  b.isAsleep = true;
  await hub.relay.candidate(a.stay, candidateTo('b', 'c'));
  await clock.advance(30);
  b.isAsleep = false;
  b.wake();
  await expect(resume('nonsense', 0, b)).rejects.toThrow(/unauthenticated/);
  b.stay.cutOff(new SdkError('resource-exhausted', 'slow'));
  expect(heard.slice(2)).toEqual([
    'refused already-exists',
    'accepted ice_candidate',
    'relayed after 30',
    'resumed unauthenticated',
    'left resource-exhausted',
  ]);
});

test('a draining hub tells the peers to go, lets nobody in, and keeps what they may fetch', async () => {
  const { enter, hub } = setUpHub();
  const [a, b] = [await enter('a'), await enter('b', { resumable: false })];
  hub.drain(9_000);
  hub.drain(1);
  expect(a.news).toEqual([{ type: 'move', deadlineMs: 9_000 }]);
  expect([a.ends, b.ends]).toMatchObject([[{ code: 'unavailable' }], [{ code: 'unavailable' }]]);
  expect(hub.stats()).toMatchObject({ peers: 1, waitingPeers: 1 });
  await expect(enter('late')).rejects.toThrow(/unavailable/);
});

test('what goes straight to a peer that reads keeps its order with what had to wait', async () => {
  const { enter, hub } = setUpHub();
  const [a, b] = [await enter('a', { resumable: false }), await enter('b', { resumable: false })];
  const send = (candidate: string) => hub.relay.candidate(a.stay, candidateTo('b', candidate));
  await send('1');
  b.isAsleep = true;
  await send('2');
  await send('3');
  b.isAsleep = false;
  await send('4');
  await send('5');
  const seen = b.got.map(({ notification }) => notification.case === 'iceCandidate' && notification.value.candidate);
  expect(seen).toEqual(['1', '2', '3', '4', '5']);
});
