import { create } from '@bufbuild/protobuf';
import { SdkError } from '@remotemedia/base';
import { IceCandidateRequestSchema, PeerState, UpdateRequestSchema } from '@remotemedia/protocol/webrtc';
import { expect, test, vi } from 'vitest';
import { Reader, setUpHub } from '../testing/test-hub.ts';
import { MAX_UNSENT_NEWS, MAX_UNSENT_PER_SENDER } from './hub-limits.ts';

test('a room exists while someone is in it', async () => {
  const { hub, enter } = setUpHub();
  const a = await enter('a');
  const b = await enter('b');
  expect(hub.stats()).toMatchObject({ rooms: 1, peers: 2 });
  a.stay.leave();
  b.stay.leave();
  expect(hub.stats()).toEqual({ rooms: 0, peers: 0, waitingPeers: 0, sessionTokens: 0, pendingOffers: 0 });
  await expect(hub.peersOf('r')).rejects.toThrow(/not-found/);
  expect(await hub.peersOf()).toEqual([]);
});

test('a peer that leaves twice, or is lost after it left, leaves once', async () => {
  const { enter, hub, clock } = setUpHub();
  const a = await enter('a');
  const b = await enter('b');
  b.stay.leave();
  b.stay.leave();
  b.stay.lose(b);
  b.stay.quit(b);
  await hub.relay.disconnect(b.stay, 'a');
  expect(a.kinds).toEqual(['peerJoined', 'peerLeft']);
  expect(b.ends).toEqual([undefined]);
  expect(hub.peerCount).toBe(1);
  expect(clock.pending).toBe(0);
});

test('an address has so many stays at a time, those out of touch included, however they end', async () => {
  const { enter, clock, resume } = setUpHub();
  const [a, b, c] = [await enter('a'), await enter('b'), await enter('c', { resumable: false })];
  const d = await enter('d', { room: 'other' });
  const full = '[resource-exhausted] there are too many peers at your address: 4 of 4 are in rooms';
  a.stay.lose(a);
  await expect(enter('e', { room: 'other' })).rejects.toThrow(full);
  await resume(a.stay.token, 0, a);
  await expect(enter('e', { room: 'other' })).rejects.toThrow(full);
  (await enter('e', { room: 'other', address: 'there' })).stay.leave();
  b.stay.leave();
  b.stay.leave();
  await enter('b');
  await expect(enter('e', { room: 'other' })).rejects.toThrow(full);
  c.stay.lose(c);
  await enter('e', { room: 'other' });
  d.stay.lose(d);
  await clock.advance(5_000);
  await enter('d', { room: 'other' });
  await expect(enter('f', { room: 'other' })).rejects.toThrow(/resource-exhausted/);
});

test('an id can be taken again once its stay is over, not during the grace time', async () => {
  const { enter, clock } = setUpHub();
  const a = await enter('a');
  a.stay.lose(a);
  await expect(enter('a')).rejects.toThrow(/already-exists/);
  await clock.advance(5_000);
  expect((await enter('a')).stay.isOver).toBe(false);
});

test('a stay that is lost while another outlet has taken it up goes on', async () => {
  const { enter, clock } = setUpHub();
  const a = await enter('a');
  const newer = new Reader(a.stay);
  a.stay.lose(a);
  a.stay.quit(a);
  expect(a.ends).toMatchObject([{ code: 'aborted' }]);
  expect(newer.ends).toEqual([]);
  expect(a.stay.isOver).toBe(false);
  expect(clock.pending).toBe(0);
});

test('a peer that does not read the news of its room is cut off, and the others are told; its reason is logged', async () => {
  const { enter, lines } = setUpHub();
  const a = await enter('a');
  const slow = await enter('slow');
  slow.isAsleep = true;
  for (let index = 0; index < MAX_UNSENT_NEWS / 2; index += 1) (await enter('guest')).stay.leave();
  expect(slow.ends).toEqual([]);
  await enter('guest');
  expect(slow.ends).toMatchObject([{ code: 'resource-exhausted' }]);
  expect(a.kinds.slice(-2)).toEqual(['peerJoined', 'peerLeft']);
  expect(lines).toMatchObject([{ level: 'warn', message: expect.stringContaining('peer slow of room r: cut off') }]);
});

test.each([true, false])(
  'a sender that fills a peer (asleep: %s) up is refused, and the peer stays',
  async (isAsleep) => {
    const { enter, lines, hub, resume } = setUpHub();
    const [a, b, slow] = [await enter('a'), await enter('b'), await enter('slow')];
    if (isAsleep) slow.isAsleep = true;
    else slow.stay.lose(slow);
    const send = (from: Reader) =>
      hub.relay.candidate(from.stay, create(IceCandidateRequestSchema, { toPeerId: 'slow', candidate: 'x' }));
    for (let index = 0; index < MAX_UNSENT_PER_SENDER; index += 1) await send(a);
    for (let index = 0; index < 2_000; index += 1) {
      expect(() => send(a)).toThrow('[resource-exhausted] peer slow has not read what you sent; try again later');
    }
    expect(() => hub.relay.disconnect(a.stay, 'slow')).toThrow(/resource-exhausted/);
    await send(b);
    slow.isAsleep = false;
    if (isAsleep) slow.wake();
    else await resume(slow.stay.token, 0, slow);
    slow.wake();
    await send(a);
    expect(slow.kinds.filter((kind) => kind === 'iceCandidate')).toHaveLength(MAX_UNSENT_PER_SENDER + 2);
    expect(slow.ends).toEqual([]);
    expect(lines).toEqual([]);
  },
);

test('an arrival that overfills the only other peer finds itself in a room that exists', async () => {
  const { enter, hub } = setUpHub();
  const slow = await enter('slow');
  slow.isAsleep = true;
  for (let index = 0; index < MAX_UNSENT_NEWS / 2; index += 1) (await enter('guest')).stay.leave();
  const last = await enter('last');
  last.wake();
  expect(slow.stay.isOver).toBe(true);
  expect(last.kinds).toEqual(['peerLeft']);
  expect((await hub.peersOf('r')).map(({ peerId }) => peerId)).toEqual(['last']);
});

test('tokens are different each time and are gone with the stay', async () => {
  const { enter, hub } = setUpHub();
  const a = await enter('a');
  const b = await enter('b');
  expect(a.stay.token).not.toBe(b.stay.token);
  expect(hub.findStay(a.stay.token ?? '')).toBe(a.stay);
  a.stay.leave();
  expect(hub.findStay(a.stay.token ?? '')).toBeUndefined();
  for (const token of ['', '.', `${a.stay.stayId}.${'x'.repeat(32)}`]) expect(hub.findStay(token)).toBeUndefined();
  expect((await enter('c', { resumable: false })).stay.token).toBeUndefined();
});

test('a resume that missed too much ends the stay', async () => {
  const { enter, hub, resume } = setUpHub();
  const a = await enter('a');
  const b = await enter('b');
  await hub.relay.disconnect(a.stay, 'b');
  await hub.relay.disconnect(a.stay, 'b');
  const token = b.stay.token ?? '';
  b.stay.lose(b);
  await resume(token, 1, b);
  b.stay.lose(b);
  await expect(resume(token, 0, b)).rejects.toThrow(/data-loss/);
  expect(a.kinds.at(-1)).toBe('peerLeft');
});

test('close ends every stay with unavailable and tells nobody of the others', async () => {
  const { enter, hub, clock, lines } = setUpHub();
  const a = await enter('a');
  const b = await enter('b', { room: 'other' });
  const c = await enter('c');
  c.stay.lose(c);
  hub.close();
  hub.close();
  expect(a.kinds).toEqual(['peerJoined']);
  expect([a.ends, b.ends]).toMatchObject([[{ code: 'unavailable' }], [{ code: 'unavailable' }]]);
  expect(hub.stats()).toMatchObject({ peers: 0, rooms: 0, sessionTokens: 0 });
  expect(clock.pending).toBe(0);
  expect(lines).toEqual([]);
  await expect(enter('late')).rejects.toThrow(/unavailable/);
});

test('what a peer changes of itself counts as a message, for everyone in the room is told of it', async () => {
  const take = vi.fn();
  const rates = { openGate: () => ({ take }), takeJoin: () => {} };
  const { enter, hub } = setUpHub({ rates });
  const a = await enter('a');
  const b = await enter('b');
  const busy = create(UpdateRequestSchema, { state: PeerState.BUSY });
  hub.update(a.stay, busy);
  expect(take).toHaveBeenCalledOnce();
  take.mockImplementation(() => {
    throw new SdkError('resource-exhausted', 'too many messages');
  });
  expect(() => hub.update(a.stay, create(UpdateRequestSchema, { state: PeerState.AWAY }))).toThrow(/too many/);
  expect(a.stay.info.state).toBe(PeerState.BUSY);
  expect(b.kinds).toEqual(['peerUpdated']);
});
