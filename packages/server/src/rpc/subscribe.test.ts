import { ManualClock } from '@remotemedia/base';
import { afterEach, expect, test } from 'vitest';
import { type RemoteMediaServer, type ServerOptions, startServer } from '../index.ts';
import { SocketPeer } from '../testing/socket-peer.ts';
import { CANDIDATE, SDP } from '../testing/test-peer.ts';
import { grpcWeb } from '../testing/transports.ts';
import { WebPeer } from '../testing/web-peer.ts';

let server: RemoteMediaServer;
afterEach(() => server.close());

async function meet(options: ServerOptions = {}) {
  const clock = new ManualClock();
  server = await startServer({ port: 0, clock, ...options });
  const { url } = server;
  const ada = await WebPeer.enter(grpcWeb(url), { id: 'ada' });
  const bob = await SocketPeer.enter(url, { id: 'bob' });
  return { clock, url, ada, bob };
}

/** Waits until the server sees that a stream is gone. */
async function lost(count = 1): Promise<void> {
  await expect.poll(() => server.stats().waitingPeers).toBe(count);
}

test('the first message says who is there, what the token is and how long silence and grace last', async () => {
  const { url } = await meet({ heartbeatIntervalMs: 1_500, resumeGraceMs: 4_000 });
  const eve = await WebPeer.enter(grpcWeb(url), { id: 'eve' });
  expect(eve.ready).toMatchObject({ resumed: false, heartbeatIntervalMs: 1_500, resumeGraceMs: 4_000 });
  expect(eve.ready?.sessionToken).toMatch(/^[\w-]{16}\.[\w-]{32}$/);
  expect(eve.ready?.peers).toMatchObject([
    { peerId: 'ada', capabilities: { data: true } },
    { peerId: 'bob', capabilities: { data: true } },
  ]);
  expect(eve.lastSeq).toBe(1n);
});

test('messages are numbered from 2 on, after the ready message', async () => {
  const { ada, bob } = await meet();
  await bob.offer('ada', SDP);
  await expect.poll(() => ada.news.all.map(({ seq }) => seq)).toEqual([2, 3]);
});

test('a resumed stream brings what was missed, once and in order, and nobody sees a leave', async () => {
  const { clock, ada, bob } = await meet();
  await ada.news.next();
  ada.drop();
  await lost();
  await bob.offer('ada', SDP);
  for (let index = 0; index < 20; index += 1) await bob.candidate('ada', `${CANDIDATE} ${index}`);
  await clock.advance(4_900);
  const ready = await ada.resume();
  expect(ready).toMatchObject({ resumed: true, peers: [], sessionToken: ada.ready?.sessionToken });
  await bob.candidate('ada', `${CANDIDATE} 20`);
  await expect.poll(() => ada.news.all.length).toBe(23);
  expect(ada.news.all.map(({ seq }) => seq)).toEqual(Array.from({ length: 23 }, (_, index) => index + 2));
  expect(ada.news.all.slice(2).map(({ text }) => text)).toEqual(
    Array.from({ length: 21 }, (_, index) => `${CANDIDATE} ${index}`),
  );
  await clock.advance(60_000);
  expect(bob.news.all).toEqual([]);
});

test('messages that were sent but did not arrive are sent again', async () => {
  const { ada, bob } = await meet();
  await bob.offer('ada', SDP);
  await expect.poll(() => ada.news.all.length).toBe(2);
  ada.drop();
  await lost();
  await ada.resume(2n);
  await expect.poll(() => ada.news.all.map(({ seq }) => seq)).toEqual([2, 3, 3]);
  ada.drop();
  await lost();
  await ada.resume(0n).then(
    () => expect.fail('what the client has acknowledged is not kept'),
    (error: unknown) => expect(error).toMatchObject({ rawMessage: /no longer kept/ }),
  );
});

test('the stay ends with the grace time, and the token with it', async () => {
  const { clock, ada, bob } = await meet();
  ada.drop();
  await lost();
  await clock.advance(4_999);
  expect(bob.news.all).toEqual([]);
  await clock.advance(1);
  expect(await bob.news.next()).toEqual({ kind: 'left', peer: 'ada' });
  await expect(ada.resume()).rejects.toMatchObject({ code: 16 });
  await expect(ada.list()).rejects.toMatchObject({ code: 16 });
});

test('the newest stream wins', async () => {
  const { ada, bob } = await meet();
  const first = ada.ended;
  await ada.resume();
  expect(await first).toMatchObject({ code: 10, rawMessage: /taken up by a newer stream/ });
  await bob.offer('ada', SDP);
  await expect.poll(() => ada.news.all.filter(({ kind }) => kind === 'offer').length).toBe(1);
  expect(server.stats()).toMatchObject({ streams: 1, waitingPeers: 0 });
});

test('a resume with a number that was never given is refused and changes nothing', async () => {
  const { ada, bob } = await meet();
  const intruder = new WebPeer(grpcWeb(server.url), 'ada');
  intruder.ready = ada.ready;
  await expect(intruder.resume(77n)).rejects.toMatchObject({ code: 11 });
  await expect(intruder.resume(2n ** 64n - 1n)).rejects.toMatchObject({ code: 11 });
  await bob.offer('ada', SDP);
  await expect.poll(() => ada.news.all.at(-1)?.kind).toBe('offer');
});

test('a subscription to nothing is refused', async () => {
  await meet();
  const client = new WebPeer(grpcWeb(server.url), 'x');
  const stream = client.client.subscribe({});
  await expect(stream[Symbol.asyncIterator]().next()).rejects.toMatchObject({ code: 3 });
  expect(server.stats().streams).toBe(1);
});

test('a silent stream has heartbeats', async () => {
  const { clock, ada } = await meet({ heartbeatIntervalMs: 1_000 });
  for (let beats = 1; beats <= 3; beats += 1) {
    await clock.advance(1_000);
    await expect.poll(() => ada.heartbeats).toBe(beats);
  }
});

test('requests whose answer was lost are answered again and not carried out again', async () => {
  const { ada, bob } = await meet();
  const requests = [
    { case: 'offer', value: { toPeerId: 'bob', sdp: SDP, type: 'offer' } },
    { case: 'offer', value: { toPeerId: 'nobody', sdp: SDP, type: 'offer' } },
    { case: 'iceCandidate', value: { toPeerId: 'bob', candidate: CANDIDATE } },
  ] as const;
  const first = await ada.send([...requests], 1n);
  const again = await ada.send([...requests], 1n);
  expect(again).toEqual(first);
  expect(first.map(({ response, requestId }) => [requestId, response.case])).toEqual([
    ['1', 'ack'],
    ['2', 'error'],
    ['3', 'ack'],
  ]);
  expect(first[1]?.response.value).toMatchObject({ code: 5, message: 'Peer not found: nobody', details: 'not-found' });
  const overlapping = await ada.send([...requests], 3n);
  expect(overlapping).toHaveLength(3);
  expect(await bob.list()).toEqual(['ada', 'bob']);
  expect(bob.news.all.map(({ kind }) => kind)).toEqual(['offer', 'candidate', 'candidate']);
});

test('acknowledgements have the texts and facts that upstream gives', async () => {
  const { ada } = await meet();
  const [offer, candidate, gone] = await ada.send([
    { case: 'offer', value: { toPeerId: 'bob', sdp: SDP, type: 'offer' } },
    { case: 'iceCandidate', value: { toPeerId: 'bob', candidate: '' } },
    { case: 'disconnect', value: { peerId: 'nobody' } },
  ]);
  expect(offer?.response.value).toMatchObject({ message: 'Offer sent to bob' });
  expect(offer?.response.value).toMatchObject({
    data: expect.stringMatching(/^{"offer_id":"ada_bob_\d+","to_peer_id":"bob"}$/),
  });
  expect(candidate?.response.value).toMatchObject({
    message: 'ICE candidate sent to bob',
    data: '{"to_peer_id":"bob"}',
  });
  expect(gone?.response.value).toMatchObject({
    message: 'Disconnect notification sent to nobody',
    data: '{"peer_id":"nobody"}',
  });
});

test('a client that leaves is gone at once, and its stream ends without an error', async () => {
  const { ada, bob } = await meet();
  await ada.disconnect('ada');
  expect(await bob.news.next()).toEqual({ kind: 'left', peer: 'ada' });
  expect(await ada.ended).toBeUndefined();
  expect(server.stats()).toMatchObject({ peers: 1, sessionTokens: 0, streams: 0 });
});

test.each([
  ['an unknown token', { sessionToken: 'guess', firstSeq: 1n }, 16],
  ['no number', { firstSeq: 0n, requests: [{}] }, 3],
  ['a number beyond counting', { firstSeq: 2n ** 63n, requests: [{}] }, 3],
  ['an endless request id', { firstSeq: 1n, requests: [{ requestId: 'x'.repeat(257) }] }, 3],
  ['65 requests', { firstSeq: 1n, requests: Array.from({ length: 65 }, () => ({})) }, 3],
])('Send with %s is refused', async (_name, request, code) => {
  const { ada } = await meet();
  const sessionToken = ada.ready?.sessionToken ?? '';
  await expect(ada.client.send({ sessionToken, ...request })).rejects.toMatchObject({ code });
});

test('an announce or nothing inside Send is an error response', async () => {
  const { ada } = await meet();
  const [announce, nothing] = await ada.send([{ case: 'announce', value: { peerId: 'x' } }, { case: undefined }]);
  expect(announce?.response.value).toMatchObject({ code: 9 });
  expect(nothing?.response.value).toMatchObject({ code: 3, message: 'No request provided' });
});

test('a peer that stays away while its room comes and goes too often is cut off', async () => {
  const { ada, bob } = await meet();
  ada.drop();
  await lost();
  const guest = await SocketPeer.open(server.url, 'guest');
  for (let index = 0; index < 513; index += 1) {
    guest.socket.send(JSON.stringify({ method: 'peer.announce', params: { peer_id: 'guest' } }));
    guest.socket.send(JSON.stringify({ method: 'peer.disconnect', params: { peer_id: 'guest' } }));
  }
  await expect.poll(() => bob.news.all).toContainEqual({ kind: 'left', peer: 'ada' });
  expect(server.stats()).toMatchObject({ peers: 1, waitingPeers: 0, timers: 1 });
});

test('a peer that stays away while another sends it too much comes back to the first of it', async () => {
  const { ada, bob } = await meet();
  await ada.news.next();
  ada.drop();
  await lost();
  for (let index = 0; index < 1_100; index += 1) {
    bob.socket.send(JSON.stringify({ method: 'peer.disconnect', params: { peer_id: 'ada' } }));
  }
  for (let index = 0; index < 1_100; index += 1) {
    bob.socket.send(JSON.stringify({ method: 'peer.ice_candidate', params: { to: 'ada', candidate: CANDIDATE } }));
  }
  await expect(bob.candidate('ada', CANDIDATE)).rejects.toMatchObject({
    code: 'resource-exhausted',
    detail: 'peer ada has not read what you sent; try again later',
  });
  expect((await ada.resume()).resumed).toBe(true);
  const kinds = () => ada.news.all.slice(1).map(({ kind }) => kind);
  await expect.poll(kinds).toEqual(['disconnected', ...Array.from({ length: 127 }, () => 'candidate')]);
  await bob.candidate('ada', CANDIDATE);
  await expect.poll(() => kinds().length).toBe(129);
  expect(bob.news.all).toEqual([]);
});

test('a first offer to a peer that can take no more does not spoil the announcement', async () => {
  const { ada, bob } = await meet();
  ada.drop();
  await lost();
  // Offers of peers that come and go fill what all of them together have with the one who is away.
  const sdp = `${SDP}a=x:${'y'.repeat(65_000)}\r\n`;
  const guest = await SocketPeer.open(server.url, 'guest');
  const params = { peer_id: 'guest', resumable: true, first_offer_sdp: sdp };
  for (let index = 0; index < 140; index += 1) {
    const { offered_peer_id: offered, other_peers: others } = await guest.call('peer.announce', params);
    expect(others).toEqual(['ada', 'bob']);
    expect(offered).toBe(index < 128 ? 'ada' : undefined);
    await guest.disconnect('guest');
  }
  await expect(bob.offer('ada', sdp)).rejects.toMatchObject({
    detail: 'peer ada has not read what it was sent; try again later',
  });
  expect(server.stats()).toMatchObject({ peers: 2, waitingPeers: 1 });
});
