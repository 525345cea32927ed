import { ManualClock } from '@remotemedia/base';
import { afterEach, expect, test } from 'vitest';
import { type RemoteMediaServer, type ServerOptions, startServer } from '../index.ts';
import { GrpcPeer } from '../testing/grpc-peer.ts';
import { exchange } from '../testing/raw-socket.ts';
import { SocketPeer } from '../testing/socket-peer.ts';
import { CANDIDATE, SDP } from '../testing/test-peer.ts';
import { grpc } from '../testing/transports.ts';

let server: RemoteMediaServer;
const start = async (options: ServerOptions = {}): Promise<RemoteMediaServer> => {
  server = await startServer({ port: 0, ...options });
  return server;
};
afterEach(() => server.close());

/** Sends a frame as it is; the next frame that comes. */
async function raw(peer: SocketPeer, frame: string | Uint8Array): Promise<unknown> {
  const answer = new Promise((resolve) => peer.socket.once('message', (data) => resolve(JSON.parse(String(data)))));
  peer.socket.send(frame);
  return answer;
}

test('results and notifications have the members of the peer.* dialect', async () => {
  const { url } = await start();
  const a = await SocketPeer.enter(url, { id: 'a' });
  expect(a.entry).toEqual({ success: true, peer_id: 'a', peers_count: 1, other_peers: [] });
  const b = await SocketPeer.open(url, 'b', '/any/path?x=1');
  const userData = { display_name: 'Bob', age: 7, nothing: null };
  const capabilities = ['audio', 'data', 'smell'];
  expect(await b.call('peer.announce', { peer_id: 'b', capabilities, user_data: userData })).toEqual({
    success: true,
    peer_id: 'b',
    peers_count: 2,
    other_peers: ['a'],
  });
  expect(await b.call('peer.offer', { from: 'liar', to: 'a', sdp: SDP })).toMatchObject({
    success: true,
    to_peer_id: 'a',
  });
  await a.answer('b', SDP);
  await b.call('peer.ice_candidate', { to: 'a', candidate: CANDIDATE, sdp_mid: 'audio', sdp_m_line_index: 1 });
  await b.call('peer.ice_candidate', { to: 'a', candidate: '', sdp_mid: null, sdp_m_line_index: null });
  await b.call('peer.disconnect', { peer_id: 'a', reason: 'bye' });
  await b.call('peer.disconnect', { peer_id: 'b' });
  await expect.poll(() => a.news.all.length).toBe(6);
  const metadata = { display_name: 'Bob', age: '7' };
  expect(a.frames.filter(({ method }) => method)).toEqual([
    { jsonrpc: '2.0', method: 'peer.joined', params: { peer_id: 'b', capabilities: ['audio', 'data'], metadata } },
    { jsonrpc: '2.0', method: 'peer.offer', params: { from: 'b', to: 'a', sdp: SDP } },
    {
      jsonrpc: '2.0',
      method: 'peer.ice_candidate',
      params: { from: 'b', to: 'a', candidate: CANDIDATE, sdp_mid: 'audio', sdp_m_line_index: 1 },
    },
    {
      jsonrpc: '2.0',
      method: 'peer.ice_candidate',
      params: { from: 'b', to: 'a', candidate: '', sdp_mid: null, sdp_m_line_index: null },
    },
    { jsonrpc: '2.0', method: 'peer.disconnected', params: { peer_id: 'b', reason: null } },
    { jsonrpc: '2.0', method: 'peer.left', params: { peer_id: 'b' } },
  ]);
  expect(b.frames).toContainEqual({ jsonrpc: '2.0', method: 'peer.answer', params: { from: 'a', to: 'b', sdp: SDP } });
});

test('peer.list and list_peers tell the same, announced or not', async () => {
  const { url } = await start();
  await SocketPeer.enter(url, { id: 'a' });
  const guest = await SocketPeer.open(url, 'guest');
  const list = await guest.call('peer.list');
  expect(list).toEqual({
    peers: [
      { peer_id: 'a', capabilities: ['data'], metadata: {}, state: 'available', connected_at: expect.any(Number) },
    ],
    count: 1,
  });
  expect(await guest.call('list_peers', {})).toEqual(list);
  expect(await guest.call('ping', {})).toEqual({});
});

test.each([
  ['not announced', 'peer.offer', { to: 'a', sdp: SDP }, -32_600, 'failed-precondition'],
  ['a taken id', 'peer.announce', { peer_id: 'a', capabilities: [] }, -32_602, 'already-exists'],
  ['no id', 'peer.announce', { capabilities: [] }, -32_602, 'invalid-argument'],
  ['capabilities that are none', 'peer.announce', { peer_id: 'b', capabilities: 'all' }, -32_602, 'invalid-argument'],
  ['half a character', 'peer.announce', { peer_id: 'b', user_data: { n: '\ud800' } }, -32_602, 'invalid-argument'],
  ['params that are a list', 'peer.list', [], -32_602, 'invalid-argument'],
  ['an unknown method', 'peer.fly', {}, -32_601, 'unimplemented'],
  ['a method of all objects', 'toString', {}, -32_601, 'unimplemented'],
  ['an unknown token', 'peer.resume', { session_token: 'x' }, -32_602, 'unauthenticated'],
])('before announce: %s', async (_name, method, params, number, code) => {
  const { url } = await start();
  const a = await SocketPeer.enter(url, { id: 'a' });
  const peer = await SocketPeer.open(url, 'b');
  await expect(peer.call(method, params)).rejects.toMatchObject({ number, code });
  expect(await peer.call('ping')).toEqual({});
  expect(a.news.all).toEqual([]);
});

test.each([
  ['an unknown peer', 'peer.offer', { to: 'x', sdp: SDP }, -32_000, 'not-found'],
  ['an offer that is none', 'peer.offer', { to: 'a', sdp: 'no' }, -32_002, 'invalid-argument'],
  ['an offer to nobody', 'peer.offer', { sdp: SDP }, -32_602, 'invalid-argument'],
  ['an answer that is none', 'peer.answer', { to: 'a', sdp: '' }, -32_003, 'invalid-argument'],
  [
    'an endless candidate',
    'peer.ice_candidate',
    { to: 'a', candidate: 'x'.repeat(9_999) },
    -32_004,
    'invalid-argument',
  ],
  [
    'an m-line that cannot be',
    'peer.ice_candidate',
    { to: 'a', candidate: '', sdp_m_line_index: 70_000 },
    -32_004,
    'invalid-argument',
  ],
  [
    'an m-line that is no number',
    'peer.ice_candidate',
    { to: 'a', candidate: '', sdp_m_line_index: -1 },
    -32_602,
    'invalid-argument',
  ],
  ['a second announce', 'peer.announce', { peer_id: 'c', capabilities: [] }, -32_600, 'failed-precondition'],
  ['the server itself', 'peer.offer', { to: 'remotemedia-server', sdp: SDP }, -32_603, 'unimplemented'],
])('after announce: %s', async (_name, method, params, number, code) => {
  const { url } = await start();
  const a = await SocketPeer.enter(url, { id: 'a' });
  const peer = await SocketPeer.enter(url, { id: 'b' });
  await expect(peer.call(method, params)).rejects.toMatchObject({ number, code });
  expect(await peer.list()).toEqual(['a', 'b']);
  expect(a.news.all.map(({ kind }) => kind)).toEqual(['joined']);
});

test('a full room has an error number of its own', async () => {
  const { url } = await start({ maxPeersPerRoom: 1 });
  await SocketPeer.enter(url, { id: 'a' });
  await expect(SocketPeer.enter(url, { id: 'b' })).rejects.toMatchObject({
    number: -32_001,
    code: 'resource-exhausted',
  });
});

test.each([
  ['not JSON', '{"jsonrpc"', -32_700],
  ['deep JSON', '['.repeat(100_000), -32_700],
  ['a number', '42', -32_600],
  ['nothing', 'null', -32_600],
  ['an empty batch', '[]', -32_600],
  ['no method', '{"jsonrpc":"2.0"}', -32_600],
  ['an odd version', '{"jsonrpc":2,"method":"ping"}', -32_600],
])('a frame that is %s is answered without an id, and the socket stays open', async (_name, frame, code) => {
  const { url } = await start();
  const peer = await SocketPeer.open(url, 'a');
  expect(await raw(peer, frame)).toMatchObject({
    jsonrpc: '2.0',
    id: null,
    error: { code, data: { reason: expect.any(String) } },
  });
  expect(await peer.call('ping')).toEqual({});
});

test('ids come back as they were, and a call without one gets no reply', async () => {
  const { url } = await start();
  const peer = await SocketPeer.open(url, 'a');
  for (const id of [0, 'seven', null, 1.5]) {
    expect(await raw(peer, JSON.stringify({ id, method: 'ping' }))).toEqual({ jsonrpc: '2.0', id, result: {} });
  }
  peer.socket.send('{"jsonrpc":"2.0","method":"ping"}');
  peer.socket.send('{"jsonrpc":"2.0","method":"nonsense"}');
  peer.socket.send(new Uint8Array([1, 2, 3]));
  expect(await raw(peer, '{"id":9,"method":"ping"}')).toEqual({ jsonrpc: '2.0', id: 9, result: {} });
});

test('a resumable stay survives a broken socket, with every notification once and in order', async () => {
  const clock = new ManualClock();
  const { url, stats } = await start({ clock });
  const other = await GrpcPeer.enter(grpc(url), { id: 'other' });
  const a = await SocketPeer.enter(url, { id: 'a' }, { resumable: true });
  expect(a.entry).toMatchObject({
    other_peers: ['other'],
    peers: [{ peer_id: 'other', capabilities: ['data'], metadata: {} }],
    heartbeat_interval_ms: 2_000,
    resume_grace_ms: 5_000,
  });
  await other.candidate('a', '1');
  await expect.poll(() => a.news.all.length).toBe(1);
  a.drop();
  await expect.poll(() => stats().waitingPeers).toBe(1);
  await other.candidate('a', '2');
  await other.candidate('a', '3');
  const back = await SocketPeer.resume(url, 'a', a.entry.session_token, 1);
  expect(back.entry).toMatchObject({ resumed: true, heartbeat_interval_ms: 2_000 });
  await other.candidate('a', '4');
  await expect
    .poll(() => back.news.all.map(({ text, seq }) => [text, seq]))
    .toEqual([
      ['2', 2],
      ['3', 3],
      ['4', 4],
    ]);
  const newest = await SocketPeer.resume(url, 'a', a.entry.session_token, 4);
  expect(await back.closed).toBe(4_010);
  newest.drop();
  await expect.poll(() => stats().waitingPeers).toBe(1);
  await clock.advance(5_000);
  await expect.poll(() => other.news.all.map(({ kind }) => kind)).toEqual(['joined', 'left']);
});

test('a call that is repeated under its number is answered again and not carried out again', async () => {
  const { url } = await start();
  const b = await SocketPeer.enter(url, { id: 'b' });
  const a = await SocketPeer.enter(url, { id: 'a' }, { resumable: true });
  const candidate = { to: 'b', candidate: 'once', seq: 1 };
  const first = await a.call('peer.ice_candidate', candidate);
  a.drop();
  const back = await SocketPeer.resume(url, 'a', a.entry.session_token, 0);
  expect(await back.call('peer.ice_candidate', candidate)).toEqual(first);
  await expect(back.call('peer.ice_candidate', { ...candidate, to: 'nobody', seq: 2 })).rejects.toThrow();
  await expect(back.call('peer.ice_candidate', { ...candidate, seq: 2 })).rejects.toThrow();
  await back.call('peer.ice_candidate', { ...candidate, candidate: 'end', seq: 3 });
  await expect.poll(() => b.news.all.map(({ text }) => text).filter(Boolean)).toEqual(['once', 'end']);
});

test.each([
  ['1000', 1_000],
  ['1001', 1_001],
  ['no code', undefined],
])('a socket closed with %s is a leave, resumable or not', async (_name, code) => {
  const { url } = await start({ clock: new ManualClock() });
  const other = await SocketPeer.enter(url, { id: 'other' });
  const a = await SocketPeer.enter(url, { id: 'a' }, { resumable: true });
  a.socket.close(code);
  await expect.poll(() => other.news.all.map(({ kind }) => kind)).toEqual(['joined', 'left']);
});

test('without a token a broken socket is the end of the stay', async () => {
  const { url } = await start({ clock: new ManualClock() });
  const other = await SocketPeer.enter(url, { id: 'other' });
  const a = await SocketPeer.enter(url, { id: 'a' });
  a.drop();
  await expect.poll(() => other.news.all.map(({ kind }) => kind)).toEqual(['joined', 'left']);
});

test('a socket whose other end gives no sign of life is dropped', async () => {
  const clock = new ManualClock();
  const { url, stats } = await start({ clock, heartbeatIntervalMs: 1_000 });
  const alive = await SocketPeer.enter(url, { id: 'alive' });
  const dead = await SocketPeer.enter(url, { id: 'dead' });
  dead.socket.pause();
  const pongs: unknown[] = [];
  alive.socket.on('ping', () => pongs.push(1));
  await clock.advance(2_000);
  await expect.poll(() => pongs.length).toBe(1);
  await expect(alive.call('ping')).resolves.toEqual({});
  await clock.advance(2_000);
  await expect.poll(() => stats().webSockets).toBe(1);
  await expect.poll(() => alive.news.all.at(-1)).toEqual({ kind: 'left', peer: 'dead' });
});

test('a client that does not read is not read from either, and is dropped in the end', async () => {
  const clock = new ManualClock();
  const { url, stats } = await start({ clock });
  const other = await SocketPeer.enter(url, { id: 'other' });
  const deaf = await SocketPeer.enter(url, { id: 'deaf' }, { user_data: { note: 'x'.repeat(1_000) } });
  deaf.socket.pause();
  const before = process.memoryUsage().arrayBuffers + process.memoryUsage().heapUsed;
  for (let index = 0; index < 30_000; index += 1) deaf.socket.send('{"id":1,"method":"peer.list"}');
  await new Promise((resolve) => setTimeout(resolve, 300));
  const grown = process.memoryUsage().arrayBuffers + process.memoryUsage().heapUsed - before;
  expect(grown).toBeLessThan(40_000_000);
  await clock.advance(4_000);
  await expect(other.call('ping')).resolves.toEqual({});
  await clock.advance(4_000);
  await expect.poll(() => other.news.all.at(-1)).toEqual({ kind: 'left', peer: 'deaf' });
  await clock.advance(1_000);
  await expect.poll(() => stats().webSockets).toBe(1);
});

test.each([
  ['a version nobody speaks', 'Sec-WebSocket-Version: 7\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=='],
  ['no key', 'Sec-WebSocket-Version: 13'],
])('a request to become a WebSocket with %s is answered with 400', async (_name, fields) => {
  const { url } = await start();
  const head = `GET /ws HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n${fields}\r\n\r\n`;
  expect(await exchange(url, head)).toMatch(/^HTTP\/1.1 400 /);
});

test('of an id that nobody can have no more goes back than an id can be long', async () => {
  const { url } = await start();
  const a = await SocketPeer.open(url, 'a');
  await a.call('peer.announce', { peer_id: 'a', resumable: true });
  const answer = await a.call('peer.disconnect', { peer_id: 'x'.repeat(100_000), seq: 1 });
  expect(answer).toEqual({ success: true, peer_id: 'x'.repeat(80) });
});
