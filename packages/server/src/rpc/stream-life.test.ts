import { create } from '@bufbuild/protobuf';
import { ManualClock } from '@remotemedia/base';
import { AnnounceRequestSchema, type SubscribeResponse } from '@remotemedia/protocol/webrtc';
import { afterEach, describe, expect, test } from 'vitest';
import { ANYONE } from '../access/grant.ts';
import { type RemoteMediaServer, type ServerOptions, startServer } from '../index.ts';
import { setUpHub } from '../testing/test-hub.ts';
import { CANDIDATE } from '../testing/test-peer.ts';
import { grpcWeb } from '../testing/transports.ts';
import { WebPeer } from '../testing/web-peer.ts';
import { SignsOfLife } from './signs-of-life.ts';
import { SubscribeCall, type SubscribeCallOptions } from './subscribe-call.ts';

describe('a client that gives signs of life', () => {
  let server: RemoteMediaServer;
  afterEach(() => server.close());

  async function meet(options: ServerOptions = {}) {
    const clock = new ManualClock();
    server = await startServer({ port: 0, clock, heartbeatIntervalMs: 1_000, resumeGraceMs: 4_000, ...options });
    const ada = await WebPeer.enter(grpcWeb(server.url), { id: 'ada' });
    const bob = await WebPeer.enter(grpcWeb(server.url), { id: 'bob' });
    return { clock, ada, bob };
  }

  const live = (peer: WebPeer, ackedSeq = 0n) =>
    peer.client.send({ sessionToken: peer.ready?.sessionToken ?? '', ackedSeq });

  test('is out of touch when six heartbeats pass without one, and can come back', async () => {
    const { clock, ada, bob } = await meet();
    await live(ada);
    await clock.advance(5_999);
    expect(server.stats()).toMatchObject({ waitingPeers: 0, streams: 2 });
    await clock.advance(1);
    expect(server.stats()).toMatchObject({ waitingPeers: 1, streams: 1 });
    expect(await ada.ended).toMatchObject({ code: 4 });
    await bob.candidate('ada', CANDIDATE);
    expect((await ada.resume()).resumed).toBe(true);
    await expect.poll(() => ada.news.all.at(-1)?.kind).toBe('candidate');
    // It still is such a client.
    await clock.advance(6_000);
    expect(server.stats()).toMatchObject({ waitingPeers: 1 });
    await clock.advance(4_000);
    await expect.poll(() => bob.news.all.at(-1)).toMatchObject({ kind: 'left', peer: 'ada' });
  });

  test.each([
    ['an empty Send', (peer: WebPeer) => live(peer)],
    ['an acknowledgement', (peer: WebPeer) => live(peer, 1n)],
    ['any request', (peer: WebPeer) => peer.list()],
  ])('stays in touch by %s', async (_name, act) => {
    const { clock, ada } = await meet();
    await live(ada);
    for (let round = 0; round < 4; round += 1) {
      await clock.advance(4_000);
      await act(ada);
    }
    expect(server.stats()).toMatchObject({ waitingPeers: 0, streams: 2 });
  });

  test('is the only one that is expected to', async () => {
    const { clock, ada } = await meet();
    await ada.list();
    await clock.advance(60_000);
    expect(server.stats()).toMatchObject({ waitingPeers: 0, streams: 2 });
    expect(ada.heartbeats).toBeGreaterThan(0);
  });

  test('gets what it did not acknowledge again, however much that is, and no more', async () => {
    const { ada, bob } = await meet();
    await expect.poll(() => ada.lastSeq).toBe(2n);
    await live(ada, 2n);
    for (let index = 0; index < 5; index += 1) await bob.candidate('ada', `${CANDIDATE} ${index}`);
    await expect.poll(() => ada.lastSeq).toBe(7n);
    await live(ada, 4n);
    await ada.resume(4n);
    await expect.poll(() => ada.news.all.slice(-3).map(({ seq }) => seq)).toEqual([5, 6, 7]);
    await expect(ada.resume(3n)).rejects.toMatchObject({ code: 15 });
  });
});

describe('a stream', () => {
  /** A call on a hub of its own, with what it sent. */
  async function open(more: Partial<SubscribeCallOptions> = {}, grant = ANYONE) {
    const { hub, clock, enter } = setUpHub();
    const call = new SubscribeCall({
      hub,
      clock,
      timing: { heartbeatIntervalMs: 1_000, resumeGraceMs: 5_000 },
      signsOfLife: new SignsOfLife({ clock, heartbeatIntervalMs: 1_000 }),
      signal: new AbortController().signal,
      onClose: () => {},
      ...more,
    });
    const announce = create(AnnounceRequestSchema, { peerId: 'ada', metadata: { room: 'r' } });
    const request = { intent: { case: 'announce', value: announce }, firstOfferSdp: '' } as const;
    const opened = call.open({ $typeName: 'remotemedia.v1.webrtc.SubscribeRequest', ...request }, () => ({
      address: 'x',
      grant,
    }));
    const next = async (): Promise<SubscribeResponse> => (await call.responses.next()).value;
    const ready = await next();
    await opened;
    return { hub, clock, enter, call, next, ready: ready.event.case === 'ready' ? ready.event.value : undefined };
  }

  test('begins with the ICE servers of its peer', async () => {
    const urls = ['turn:turn.example.org'];
    const iceServers = [{ urls, username: 'u', credential: 'c' }, { urls: ['stun:stun.example.org'] }];
    const { ready } = await open({ iceServersFor: () => ({ iceServers, expiresInMs: 60_000 }) });
    expect(ready?.iceServers).toMatchObject({
      servers: [
        { urls, username: 'u', credential: 'c' },
        { username: '', credential: '' },
      ],
      expiresInMs: 60_000,
    });
  });

  test.each([
    [undefined, 0, 0],
    [60_000, 50_000, 60_000],
    [2 ** 40, 2 ** 32 - 1, 2 ** 32 - 1],
  ])('says when the token runs out: %s ms', async (leftMs, least, most) => {
    const expiry = leftMs === undefined ? {} : { expiresAtMs: Date.now() + leftMs };
    const { ready } = await open({}, { ...ANYONE, ...expiry });
    expect(ready?.tokenExpiresInMs).toBeGreaterThanOrEqual(least);
    expect(ready?.tokenExpiresInMs).toBeLessThanOrEqual(most);
  });

  test('tells what the server itself has to say, unnumbered and the newest only', async () => {
    const { hub, call, next, enter } = await open();
    const [stay] = hub.stays.list();
    const bob = await enter('bob');
    for (const expiresInMs of [1, 2])
      stay?.tell({ type: 'iceServers', iceServers: [{ urls: ['stun:x'] }], expiresInMs });
    stay?.tell({ type: 'move', deadlineMs: 3_000 });
    expect(await next()).toMatchObject({ seq: 0n, event: { case: 'iceServers', value: { expiresInMs: 2 } } });
    expect(await next()).toMatchObject({ seq: 0n, event: { case: 'move', value: { deadlineMs: 3_000 } } });
    expect(await next()).toMatchObject({ seq: 2n, event: { case: 'notification' } });
    hub.drain(1_000);
    expect(await next()).toMatchObject({ event: { case: 'move', value: { deadlineMs: 1_000 } } });
    await expect(call.responses.next()).rejects.toMatchObject({ code: 14 });
    expect(bob.kinds).toEqual([]);
  });

  test('says when peers change what is known of them', async () => {
    const { hub, next, enter } = await open();
    const bob = await enter('bob');
    expect((await next()).event.value).toMatchObject({ notification: { case: 'peerJoined' } });
    hub.update(bob.stay, {
      $typeName: 'remotemedia.v1.webrtc.UpdateRequest',
      state: 2,
      metadata: { display_name: 'Bob' },
    });
    expect((await next()).event.value).toMatchObject({
      notification: {
        case: 'peerUpdated',
        value: { peer: { peerId: 'bob', state: 2, metadata: { display_name: 'Bob' } } },
      },
    });
  });

  test('whose client is gone before its peer is in leaves the peer waiting', async () => {
    const gone = new AbortController();
    gone.abort();
    const { hub, clock, enter } = setUpHub();
    let closed = 0;
    const call = new SubscribeCall({
      hub,
      clock,
      timing: { heartbeatIntervalMs: 1_000, resumeGraceMs: 5_000 },
      signsOfLife: new SignsOfLife({ clock, heartbeatIntervalMs: 1_000 }),
      signal: gone.signal,
      onClose: () => {
        closed += 1;
      },
    });
    const bob = await enter('bob');
    const announce = create(AnnounceRequestSchema, { peerId: 'ada', metadata: { room: 'r' } });
    await call.open(
      {
        $typeName: 'remotemedia.v1.webrtc.SubscribeRequest',
        intent: { case: 'announce', value: announce },
        firstOfferSdp: '',
      },
      () => ({ address: 'x', grant: ANYONE }),
    );
    expect(closed).toBe(1);
    expect(hub.stats()).toMatchObject({ peers: 2, waitingPeers: 1 });
    await clock.advance(5_000);
    expect(bob.kinds).toEqual(['peerJoined', 'peerLeft']);
    expect(clock.pending).toBe(0);
  });
});
