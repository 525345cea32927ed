import { createClient } from '@connectrpc/connect';
import { createGrpcWebTransport } from '@connectrpc/connect-node';
import { WebRtcSignaling } from '@remotemedia/protocol/webrtc';
import { afterEach, expect, test } from 'vitest';
import { type RemoteMediaServer, type ServerOptions, startServer } from '../index.ts';
import { GrpcPeer } from '../testing/grpc-peer.ts';
import { SDP } from '../testing/test-peer.ts';
import { grpc, TRANSPORTS } from '../testing/transports.ts';

let server: RemoteMediaServer;
const start = async (options: ServerOptions = {}): Promise<RemoteMediaServer> => {
  server = await startServer({ port: 0, ...options });
  return server;
};
afterEach(() => server.close());

test('announce is acknowledged as upstream does it', async () => {
  const { url } = await start();
  await GrpcPeer.enter(grpc(url), { id: 'a' });
  const peer = new GrpcPeer(grpc(url), 'b');
  const { response } = await peer.ask({ case: 'announce', value: { peerId: 'b' } });
  expect(response.value).toMatchObject({
    message: 'Peer b announced successfully',
    data: '{"peer_id":"b","peers_count":2,"other_peers":["a"]}',
  });
});

test('a refused request with an id leaves the call open', async () => {
  const { url } = await start();
  const peer = await GrpcPeer.enter(grpc(url), { id: 'a' });
  await expect(peer.offer('nobody', SDP)).rejects.toMatchObject({ code: 'not-found' });
  expect(await peer.list()).toEqual(['a']);
});

test('a refused request without an id ends the call with its status, and the peer is gone', async () => {
  const { url } = await start();
  const other = await GrpcPeer.enter(grpc(url), { id: 'other' });
  const peer = await GrpcPeer.enter(grpc(url), { id: 'peer' });
  peer.tell({ case: 'offer', value: { toPeerId: 'nobody', sdp: SDP, type: 'offer' } });
  expect(await peer.ended).toMatchObject({ code: 5, rawMessage: 'Peer not found: nobody' });
  await expect.poll(() => other.news.all.map(({ kind }) => kind)).toEqual(['joined', 'left']);
});

test.each([
  ['offer', { case: 'offer', value: { toPeerId: 'x', sdp: SDP } }],
  ['answer', { case: 'answer', value: { toPeerId: 'x', sdp: SDP } }],
  ['candidate', { case: 'iceCandidate', value: { toPeerId: 'x' } }],
] as const)('an %s before announce is refused', async (_name, request) => {
  const { url } = await start();
  const peer = new GrpcPeer(grpc(url), 'a');
  await expect(peer.ask(request)).rejects.toMatchObject({
    code: 'failed-precondition',
    detail: 'Not announced: call announce first',
  });
});

test('a list or a disconnect needs no announce', async () => {
  const { url } = await start();
  await GrpcPeer.enter(grpc(url), { id: 'a' });
  const guest = new GrpcPeer(grpc(url), 'guest');
  expect(await guest.list()).toEqual(['a']);
  await guest.disconnect('a');
  expect(server.stats().peers).toBe(1);
});

test('a second announce is refused; after a leave the call can announce again', async () => {
  const { url } = await start();
  const peer = await GrpcPeer.enter(grpc(url), { id: 'a' });
  await expect(peer.ask({ case: 'announce', value: { peerId: 'b' } })).rejects.toMatchObject({
    code: 'failed-precondition',
  });
  await peer.disconnect('a');
  expect(server.stats().peers).toBe(0);
  await peer.ask({ case: 'announce', value: { peerId: 'b' } });
  expect(await peer.list()).toEqual(['b']);
});

test('the end of the requests ends the stay at once and the call without an error', async () => {
  const { url } = await start();
  const other = await GrpcPeer.enter(grpc(url), { id: 'other' });
  const peer = await GrpcPeer.enter(grpc(url), { id: 'peer' });
  peer.end();
  expect(await peer.ended).toBeUndefined();
  await expect.poll(() => other.news.all.at(-1)).toEqual({ kind: 'left', peer: 'peer' });
});

test.each([
  ['metadata over 1 KiB', { metadata: { note: 'x'.repeat(1_021) } }, /metadata may have 1024 bytes/],
  ['extensions over 1 KiB', { capabilities: { extensions: 'x'.repeat(1_025) } }, /extensions may have 1024 bytes/],
  ['the id of the server', { peerId: 'remotemedia-server' }, /the server's own/],
  ['an offer of the wrong type', undefined, /the type of an offer must be "offer", got "answer"/],
])('%s is refused', async (_name, announce, detail) => {
  const { url } = await start();
  const other = await GrpcPeer.enter(grpc(url), { id: 'other' });
  const peer = new GrpcPeer(grpc(url), 'peer');
  const refused = announce
    ? peer.ask({ case: 'announce', value: { peerId: 'peer', ...announce } })
    : other
        .ask({ case: 'announce', value: { peerId: 'unused' } })
        .catch(() => peer.ask({ case: 'announce', value: { peerId: 'peer' } }))
        .then(() => peer.ask({ case: 'offer', value: { toPeerId: 'other', sdp: SDP, type: 'answer' } }));
  await expect(refused).rejects.toMatchObject({ code: 'invalid-argument', detail });
});

test('metadata of 1 KiB is passed on', async () => {
  const { url } = await start();
  const peer = new GrpcPeer(grpc(url), 'peer');
  await peer.ask({ case: 'announce', value: { peerId: 'peer', metadata: { note: 'ü'.repeat(510) } } });
  const { peers } = await createClient(WebRtcSignaling, grpc(url)).getPeers({});
  expect(peers[0]?.metadata).toEqual({ note: 'ü'.repeat(510) });
});

test.each(Object.entries(TRANSPORTS))('GetPeers and HealthCheck answer over %s', async (_name, connect) => {
  const { url } = await start();
  const client = createClient(WebRtcSignaling, connect(url));
  expect(await client.getPeers({})).toMatchObject({ peers: [], count: 0 });
  const a = await GrpcPeer.enter(grpc(url), { id: 'a' });
  await GrpcPeer.enter(grpc(url), { id: 'b' });
  await GrpcPeer.enter(grpc(url), { id: 'c', room: 'other' });
  expect(await client.getPeers({})).toMatchObject({ count: 2, peers: [{ peerId: 'a', state: 1 }, { peerId: 'b' }] });
  expect(await client.getPeers({}, { headers: { room: 'other' } })).toMatchObject({ peers: [{ peerId: 'c' }] });
  await expect(client.getPeers({}, { headers: { room: 'none' } })).rejects.toMatchObject({ code: 5 });
  await a.offer('b', SDP);
  const health = await client.healthCheck({});
  expect(health).toMatchObject({ status: 'healthy', connectedPeers: 3, metrics: '{"pending_offers":1}' });
});

test('an offer is pending until one of its parties leaves', async () => {
  const { url, stats } = await start();
  const a = await GrpcPeer.enter(grpc(url), { id: 'a' });
  const b = await GrpcPeer.enter(grpc(url), { id: 'b' });
  const c = await GrpcPeer.enter(grpc(url), { id: 'c' });
  await a.offer('b', SDP);
  await a.offer('b', SDP);
  await b.offer('a', SDP);
  await c.offer('b', SDP);
  expect(stats().pendingOffers).toBe(3);
  await a.answer('b', SDP);
  expect(stats().pendingOffers).toBe(1);
  b.end();
  await expect.poll(() => stats().pendingOffers).toBe(0);
});

test('Signal over HTTP/1.1 is refused by the protocol, and the server goes on', async () => {
  const { url } = await start();
  const peer = new GrpcPeer(createGrpcWebTransport({ baseUrl: url, httpVersion: '1.1' }), 'a');
  peer.tell({ case: 'listPeers', value: {} });
  peer.end();
  expect(await peer.ended).toBeInstanceOf(Error);
  expect((await fetch(`${url}/health`)).status).toBe(200);
});
