import { create } from '@bufbuild/protobuf';
import { ManualClock } from '@remotemedia/base';
import {
  AnnounceRequestSchema,
  IceCandidateRequestSchema,
  type SignalingNotification,
} from '@remotemedia/protocol/webrtc';
import { expect, test } from 'vitest';
import type { LogLine } from '../log.ts';
import { Hub } from './hub.ts';
import { MAX_UNSENT_NEWS, MAX_UNSENT_PER_SENDER } from './hub-limits.ts';
import { disconnect, relayCandidate } from './relay.ts';
import type { Outlet, Stay } from './stay.ts';

function setUp() {
  const clock = new ManualClock();
  const lines: LogLine[] = [];
  const log = (line: LogLine) => void lines.push(line);
  const hub = new Hub({ clock, maxPeersPerRoom: 3, maxRooms: 2, maxStaysPerAddress: 4, resumeGraceMs: 5_000, log });
  const enter = (peerId: string, { room = 'r', resumable = true, address = 'here' } = {}): Reader => {
    const stay = hub.enter(create(AnnounceRequestSchema, { peerId, metadata: { room } }), { resumable, address });
    return new Reader(stay);
  };
  return { clock, hub, enter, lines };
}

/** An outlet that reads at once, unless it is told to sleep. */
class Reader implements Outlet {
  readonly stay: Stay;
  readonly got: SignalingNotification[] = [];
  readonly ends: unknown[] = [];
  isAsleep = false;

  constructor(stay: Stay) {
    this.stay = stay;
    stay.attach(this);
  }

  get kinds(): string[] {
    return this.got.map(({ notification }) => String(notification.case));
  }

  wake(): void {
    if (this.isAsleep) return;
    for (let item = this.stay.take(this); item; item = this.stay.take(this)) this.got.push(item.notification);
  }

  end(reason: unknown): void {
    this.ends.push(reason);
  }
}

test('a room exists while someone is in it', () => {
  const { hub, enter } = setUp();
  const a = enter('a');
  const b = enter('b');
  expect(hub.stats()).toMatchObject({ rooms: 1, peers: 2 });
  a.stay.leave();
  b.stay.leave();
  expect(hub.stats()).toEqual({ rooms: 0, peers: 0, waitingPeers: 0, sessionTokens: 0, pendingOffers: 0 });
  expect(() => hub.peersOf('r')).toThrow(/not-found/);
  expect(hub.peersOf()).toEqual([]);
});

test('a peer that leaves twice, or is lost after it left, leaves once', () => {
  const { enter, hub, clock } = setUp();
  const a = enter('a');
  const b = enter('b');
  b.stay.leave();
  b.stay.leave();
  b.stay.lose(b);
  b.stay.quit(b);
  disconnect(b.stay, 'a');
  expect(a.kinds).toEqual(['peerJoined', 'peerLeft']);
  expect(b.ends).toEqual([undefined]);
  expect(hub.peerCount).toBe(1);
  expect(clock.pending).toBe(0);
});

test('an address has so many stays at a time, those out of touch included, however they end', async () => {
  const { enter, clock, hub } = setUp();
  const [a, b, c] = [enter('a'), enter('b'), enter('c', { resumable: false })];
  const d = enter('d', { room: 'other' });
  const full = '[resource-exhausted] there are too many peers at your address: 4 of 4 are in rooms';
  a.stay.lose(a);
  expect(() => enter('e', { room: 'other' })).toThrow(full);
  hub.resume(a.stay.token ?? '', 0, a);
  expect(() => enter('e', { room: 'other' })).toThrow(full);
  enter('e', { room: 'other', address: 'there' }).stay.leave();
  b.stay.leave();
  b.stay.leave();
  enter('b');
  expect(() => enter('e', { room: 'other' })).toThrow(full);
  c.stay.lose(c);
  enter('e', { room: 'other' });
  d.stay.lose(d);
  await clock.advance(5_000);
  enter('d', { room: 'other' });
  expect(() => enter('f', { room: 'other' })).toThrow(/resource-exhausted/);
});

test('an id can be taken again once its stay is over, not during the grace time', async () => {
  const { enter, clock } = setUp();
  const a = enter('a');
  a.stay.lose(a);
  expect(() => enter('a')).toThrow(/already-exists/);
  await clock.advance(5_000);
  expect(enter('a').stay.isOver).toBe(false);
});

test('a stay that is lost while another outlet has taken it up goes on', () => {
  const { enter, clock } = setUp();
  const a = enter('a');
  const newer = new Reader(a.stay);
  a.stay.lose(a);
  a.stay.quit(a);
  expect(a.ends).toMatchObject([{ code: 'aborted' }]);
  expect(newer.ends).toEqual([]);
  expect(a.stay.isOver).toBe(false);
  expect(clock.pending).toBe(0);
});

test('a peer that does not read the news of its room is cut off, and the others are told; its reason is logged', () => {
  const { enter, lines } = setUp();
  const a = enter('a');
  const slow = enter('slow');
  slow.isAsleep = true;
  for (let index = 0; index < MAX_UNSENT_NEWS / 2; index += 1) enter('guest').stay.leave();
  expect(slow.ends).toEqual([]);
  enter('guest');
  expect(slow.ends).toMatchObject([{ code: 'resource-exhausted' }]);
  expect(a.kinds.slice(-2)).toEqual(['peerJoined', 'peerLeft']);
  expect(lines).toMatchObject([{ level: 'warn', message: expect.stringContaining('peer slow of room r: cut off') }]);
});

test.each([true, false])('a sender that fills a peer (asleep: %s) up is refused, and the peer stays', (isAsleep) => {
  const { enter, lines, hub } = setUp();
  const [a, b, slow] = [enter('a'), enter('b'), enter('slow')];
  if (isAsleep) slow.isAsleep = true;
  else slow.stay.lose(slow);
  const send = (from: Reader) =>
    relayCandidate(from.stay, create(IceCandidateRequestSchema, { toPeerId: 'slow', candidate: 'x' }));
  for (let index = 0; index < MAX_UNSENT_PER_SENDER; index += 1) send(a);
  for (let index = 0; index < 2_000; index += 1) {
    expect(() => send(a)).toThrow('[resource-exhausted] peer slow has not read what you sent; try again later');
  }
  expect(() => disconnect(a.stay, 'slow')).toThrow(/resource-exhausted/);
  send(b);
  slow.isAsleep = false;
  if (isAsleep) slow.wake();
  else hub.resume(slow.stay.token ?? '', 0, slow);
  slow.wake();
  send(a);
  expect(slow.kinds.filter((kind) => kind === 'iceCandidate')).toHaveLength(MAX_UNSENT_PER_SENDER + 2);
  expect(slow.ends).toEqual([]);
  expect(lines).toEqual([]);
});

test('an arrival that overfills the only other peer finds itself in a room that exists', () => {
  const { enter, hub } = setUp();
  const slow = enter('slow');
  slow.isAsleep = true;
  for (let index = 0; index < MAX_UNSENT_NEWS / 2; index += 1) enter('guest').stay.leave();
  const last = enter('last');
  last.wake();
  expect(slow.stay.isOver).toBe(true);
  expect(last.kinds).toEqual(['peerLeft']);
  expect(hub.peersOf('r').map(({ peerId }) => peerId)).toEqual(['last']);
});

test('tokens are different each time and are gone with the stay', () => {
  const { enter, hub } = setUp();
  const a = enter('a');
  const b = enter('b');
  expect(a.stay.token).not.toBe(b.stay.token);
  expect(hub.stayOf(a.stay.token ?? '')).toBe(a.stay);
  a.stay.leave();
  expect(() => hub.stayOf(a.stay.token ?? '')).toThrow(/unauthenticated/);
  expect(() => hub.stayOf('')).toThrow(/unauthenticated/);
  expect(enter('c', { resumable: false }).stay.token).toBeUndefined();
});

test('a resume that missed too much ends the stay', () => {
  const { enter, hub } = setUp();
  const a = enter('a');
  const b = enter('b');
  disconnect(a.stay, 'b');
  disconnect(a.stay, 'b');
  const token = b.stay.token ?? '';
  b.stay.lose(b);
  hub.resume(token, 1, b);
  b.stay.lose(b);
  expect(() => hub.resume(token, 0, b)).toThrow(/data-loss/);
  expect(a.kinds.at(-1)).toBe('peerLeft');
});

test('close ends every stay with unavailable and tells nobody of the others', () => {
  const { enter, hub, clock, lines } = setUp();
  const a = enter('a');
  const b = enter('b', { room: 'other' });
  const c = enter('c');
  c.stay.lose(c);
  hub.close();
  hub.close();
  expect(a.kinds).toEqual(['peerJoined']);
  expect([a.ends, b.ends]).toMatchObject([[{ code: 'unavailable' }], [{ code: 'unavailable' }]]);
  expect(hub.stats()).toMatchObject({ peers: 0, rooms: 0, sessionTokens: 0 });
  expect(clock.pending).toBe(0);
  expect(lines).toEqual([]);
  expect(() => enter('late')).toThrow(/unavailable/);
});
