import { afterEach, beforeEach, expect, test } from 'vitest';
import { type RemoteMediaServer, startServer } from '../index.ts';
import { SocketPeer } from '../testing/socket-peer.ts';
import { CANDIDATE, SDP } from '../testing/test-peer.ts';
import { FrameClient } from './testing/frame-client.ts';

// What the clients of upstream RemoteMedia send, frame by frame, and what they read of the answers.

let server: RemoteMediaServer;
let friend: SocketPeer;

beforeEach(async () => {
  server = await startServer({ port: 0 });
  friend = await SocketPeer.enter(server.url, { id: 'friend' });
});
afterEach(() => server.close());

const sdp = JSON.stringify(SDP);

test('the test client of the Node example server', async () => {
  const client = await FrameClient.open(server.url);
  expect(await client.ask('{"jsonrpc":"2.0","method":"list_peers","params":{},"id":1}')).toMatchObject({ id: 1 });
  const early = `{"jsonrpc":"2.0","method":"offer","params":{"to_peer_id":"friend","sdp":${sdp}},"id":2}`;
  expect(await client.ask(early)).toMatchObject({ id: 2, error: { code: -32_000 } });
  const capabilities = '{"audio":true,"video":false,"data":true}';
  const announce = `{"jsonrpc":"2.0","method":"announce","params":{"peer_id":"client","capabilities":${capabilities}},"id":3}`;
  expect(await client.ask(announce)).toEqual({
    jsonrpc: '2.0',
    id: 3,
    result: { success: true, peer_id: 'client', peers_count: 2, other_peers: ['friend'] },
  });
  expect(await client.ask('{"jsonrpc":"2.0","method":"list_peers","params":{},"id":4}')).toMatchObject({
    result: {
      count: 2,
      peers: [
        { peer_id: 'friend', capabilities: { audio: false, video: false, data: true }, state: 'available' },
        { peer_id: 'client', capabilities: { audio: true, video: false, data: true } },
      ],
    },
  });
  const offer = `{"jsonrpc":"2.0","method":"offer","params":{"to_peer_id":"friend","sdp":${sdp},"type":"offer"},"id":5}`;
  expect(await client.ask(offer)).toEqual({
    jsonrpc: '2.0',
    id: 5,
    result: { to_peer_id: 'friend', offer_id: expect.stringMatching(/^client_friend_\d+$/) },
  });
  const candidate = `"candidate":"${CANDIDATE}","sdp_mid":"0","sdp_mline_index":0`;
  const ice = `{"jsonrpc":"2.0","method":"ice_candidate","params":{"to_peer_id":"friend",${candidate}},"id":6}`;
  expect(await client.ask(ice)).toEqual({ jsonrpc: '2.0', id: 6, result: { to_peer_id: 'friend' } });
  await friend.answer('client', SDP);
  expect(await client.next()).toEqual({
    jsonrpc: '2.0',
    method: 'answer',
    params: { from_peer_id: 'friend', sdp: SDP, type: 'answer' },
  });
  await friend.offer('client', SDP);
  expect(await client.next()).toEqual({
    jsonrpc: '2.0',
    method: 'offer',
    params: { from_peer_id: 'friend', offer_id: expect.any(String), sdp: SDP, type: 'offer' },
  });
  await friend.candidate('client', CANDIDATE);
  expect(await client.next()).toEqual({
    jsonrpc: '2.0',
    method: 'ice_candidate',
    params: { from_peer_id: 'friend', candidate: CANDIDATE, sdp_mid: '0', sdp_mline_index: 0 },
  });
  await friend.disconnect('client');
  expect(await client.next()).toEqual({ jsonrpc: '2.0', method: 'peer_disconnected', params: { peer_id: 'friend' } });
  const other = await SocketPeer.enter(server.url, { id: 'other' }, { capabilities: ['video'] });
  expect(await client.next()).toEqual({
    jsonrpc: '2.0',
    method: 'peer_joined',
    params: { peer_id: 'other', capabilities: { audio: false, video: true, data: false } },
  });
  other.drop();
  expect(await client.next()).toEqual({ jsonrpc: '2.0', method: 'peer_left', params: { peer_id: 'other' } });
  expect(await client.ask('{"jsonrpc":"2.0","method":"disconnect","params":{"peer_id":"friend"},"id":7}')).toEqual({
    jsonrpc: '2.0',
    id: 7,
    result: { peer_id: 'friend' },
  });
  await expect.poll(() => friend.news.all.map(({ kind }) => kind)).toContain('disconnected');
});

test.each([
  ['a taken id', 'announce', { peer_id: 'friend' }, -32_000],
  ['no id', 'announce', {}, -32_602],
  ['not announced', 'disconnect', { peer_id: 'friend' }, -32_000],
  ['an unknown method', 'fly', {}, -32_601],
])('the Node example server’s number for %s', async (_name, method, params, code) => {
  const client = await FrameClient.open(server.url);
  await client.call('offer', {});
  expect(await client.call(method, params, 9)).toMatchObject({ id: 9, error: { code } });
});

test('the mesh client, which leaves jsonrpc out', async () => {
  const client = await FrameClient.open(server.url, { path: '/anything' });
  const id = 'a1c56d7c-2d8a-4f0e-9f5e-0d6f1f4f7a11';
  const capabilities = '["audio","video","data"]';
  client.send(
    `{"method":"peer.announce","params":{"peer_id":"peer-${id}","capabilities":${capabilities}},"id":"${id}"}`,
  );
  expect(await client.next()).toMatchObject({ id, result: { success: true, other_peers: ['friend'] } });
  const other = await SocketPeer.enter(server.url, { id: 'other' });
  expect(await client.next()).toEqual({
    jsonrpc: '2.0',
    method: 'peer.announce',
    params: { peer_id: 'other', capabilities: ['data'] },
  });
  client.send(`{"method":"peer.offer","params":{"from":"peer-${id}","to":"friend","sdp":${sdp}},"id":"${id}"}`);
  expect(await client.next()).toMatchObject({ id, result: { success: true } });
  await expect.poll(() => friend.news.all.at(-1)).toEqual({ kind: 'offer', peer: `peer-${id}`, text: SDP });
  await friend.answer(`peer-${id}`, SDP);
  expect(await client.next()).toEqual({
    jsonrpc: '2.0',
    method: 'peer.answer',
    params: { from: 'friend', to: `peer-${id}`, sdp: SDP },
  });
  await friend.candidate(`peer-${id}`, CANDIDATE);
  const candidate = await client.next();
  expect(candidate).toMatchObject({ method: 'peer.ice_candidate', params: { from: 'friend', to: `peer-${id}` } });
  const { params } = candidate as { params: { candidate: string } };
  expect(JSON.parse(params.candidate)).toEqual({
    candidate: CANDIDATE,
    sdpMid: '0',
    sdpMLineIndex: 0,
    usernameFragment: null,
  });
  await other.call('peer.update', { state: 'busy' });
  other.drop();
  expect(await client.next()).toEqual({ jsonrpc: '2.0', method: 'peer.disconnect', params: { peer_id: 'other' } });
  client.send(`{"method":"peer.disconnect","params":{"peer_id":"peer-${id}"}}`);
  await expect.poll(() => friend.news.all.at(-1)).toEqual({ kind: 'left', peer: `peer-${id}` });
  expect(await client.rest()).toEqual([]);
});

test('the panel of the UI: a look at the network, text ids, candidates as notifications', async () => {
  const look = await FrameClient.open(server.url, { path: '/ws' });
  expect(await look.ask('{"jsonrpc":"2.0","method":"server.info","params":{},"id":"lan-discovery"}')).toEqual({
    jsonrpc: '2.0',
    id: 'lan-discovery',
    result: { addresses: expect.any(Array), hostname: expect.any(String) },
  });
  const client = await FrameClient.open(server.url, { path: '/ws' });
  const announce = '"peer_id":"browser-x7f2q1","capabilities":["audio","data"],"user_data":{}';
  expect(await client.ask(`{"jsonrpc":"2.0","method":"peer.announce","params":{${announce}},"id":"rpc-1"}`)).toEqual({
    jsonrpc: '2.0',
    id: 'rpc-1',
    result: { success: true, peer_id: 'browser-x7f2q1', peers_count: 2, other_peers: ['friend'] },
  });
  const from = '"from":"browser-x7f2q1","to":"friend"';
  client.send(`{"jsonrpc":"2.0","method":"peer.offer","params":{${from},"sdp":${sdp}},"id":"rpc-2"}`);
  const candidate = `"candidate":"${CANDIDATE}","sdp_mid":"","sdp_m_line_index":0`;
  client.send(`{"jsonrpc":"2.0","method":"peer.ice_candidate","params":{${from},${candidate}}}`);
  expect(await client.next()).toMatchObject({ id: 'rpc-2', result: { success: true, to_peer_id: 'friend' } });
  expect(await client.rest()).toEqual([]);
  await expect
    .poll(() => friend.frames.at(-1))
    .toEqual({
      jsonrpc: '2.0',
      method: 'peer.ice_candidate',
      params: { from: 'browser-x7f2q1', to: 'friend', candidate: CANDIDATE, sdp_mid: null, sdp_m_line_index: 0 },
    });
  const toServer = '"from":"browser-x7f2q1","to":"remotemedia-server"';
  expect(
    await client.ask(`{"jsonrpc":"2.0","method":"peer.offer","params":{${toServer},"sdp":${sdp}},"id":"rpc-3"}`),
  ).toMatchObject({ id: 'rpc-3', error: { code: -32_603, message: expect.stringContaining('no peer of its own') } });
});

test('the calculator page: does not wait for its announcement, always has the same id', async () => {
  const announce =
    '{"jsonrpc":"2.0","method":"peer.announce","params":{"peer_id":"calculator-client",' +
    '"capabilities":["audio","data"],"user_data":{"type":"calculator"}},"id":"announce-1"}';
  const offer =
    '{"jsonrpc":"2.0","method":"peer.offer","params":{"from":"calculator-client","to":"friend",' +
    `"sdp":${sdp},"can_trickle_ice_candidates":true},"id":"offer-1"}`;
  const ice =
    '{"jsonrpc":"2.0","method":"peer.ice_candidate","params":{"from":"calculator-client","to":"friend",' +
    `"candidate":"${CANDIDATE}","sdp_mid":"0","sdp_m_line_index":0},"id":"ice-1"}`;
  const client = await FrameClient.open(server.url);
  for (const frame of [announce, offer, ice]) client.send(frame);
  expect(await client.next()).toMatchObject({ id: 'announce-1', result: { success: true } });
  expect(await client.next()).toMatchObject({ id: 'offer-1', result: { success: true, to_peer_id: 'friend' } });
  expect(await client.next()).toMatchObject({ id: 'ice-1', result: { success: true, to_peer_id: 'friend' } });
  const secondTab = await FrameClient.open(server.url);
  expect(await secondTab.ask(announce)).toMatchObject({
    id: 'announce-1',
    error: { code: -32_602, message: 'Peer calculator-client already announced' },
  });
});

test('the lfm2 page: number ids, nulls for m-lines, calls without params', async () => {
  const client = await FrameClient.open(server.url, { path: '/ws' });
  const flush = '{"jsonrpc":"2.0","id":1,"method":"control.flush_audio"}';
  expect(await client.ask(flush)).toMatchObject({
    id: 1,
    error: { code: -32_600, message: expect.stringMatching(/not announced/i) },
  });
  const announce =
    '{"jsonrpc":"2.0","id":2,"method":"peer.announce","params":{"peer_id":"lfm2","capabilities":["audio"]}}';
  expect(await client.ask(announce)).toMatchObject({ id: 2, result: { success: true, peer_id: 'lfm2' } });
  const ice =
    '{"jsonrpc":"2.0","id":3,"method":"peer.ice_candidate","params":{"from":"lfm2","to":"friend",' +
    `"candidate":"${CANDIDATE}","sdp_mid":null,"sdp_m_line_index":null}}`;
  expect(await client.ask(ice)).toEqual({ jsonrpc: '2.0', id: 3, result: { success: true, to_peer_id: 'friend' } });
  const subscribe = '{"jsonrpc":"2.0","id":4,"method":"control.subscribe","params":{"topic":"vad.out"}}';
  expect(await client.ask(subscribe)).toMatchObject({
    id: 4,
    error: { code: -32_601, message: expect.stringContaining('server peer') },
  });
  await friend.candidate('lfm2', CANDIDATE);
  expect(await client.next()).toMatchObject({ method: 'peer.ice_candidate', params: { to: 'lfm2', from: 'friend' } });
});

test('the FFI page: speaks peer.*, waits for the bare names of who comes and goes', async () => {
  const client = await FrameClient.open(server.url);
  const announce =
    '{"jsonrpc":"2.0","id":"req-1","method":"peer.announce","params":{"peer_id":"browser",' +
    '"capabilities":["audio","video","data"],"user_data":{"client":"webrtc-browser-client"}}}';
  expect(await client.ask(announce)).toMatchObject({ id: 'req-1', result: { success: true } });
  const other = await SocketPeer.enter(server.url, { id: 'other' });
  const joined = { peer_id: 'other', capabilities: ['data'], metadata: {} };
  expect([await client.next(), await client.next()]).toEqual([
    { jsonrpc: '2.0', method: 'peer.joined', params: joined },
    { jsonrpc: '2.0', method: 'peer_joined', params: joined },
  ]);
  other.drop();
  expect([await client.next(), await client.next()]).toEqual([
    { jsonrpc: '2.0', method: 'peer.left', params: { peer_id: 'other' } },
    { jsonrpc: '2.0', method: 'peer_left', params: { peer_id: 'other' } },
  ]);
  const ice = { from: 'browser', to: 'friend', candidate: CANDIDATE, sdp_mid: null, sdp_m_line_index: null };
  expect(await client.call('peer.ice_candidate', ice, 'req-2')).toMatchObject({
    id: 'req-2',
    result: { success: true },
  });
});
