import { afterEach, beforeEach, expect, test } from 'vitest';
import { type RemoteMediaServer, startServer } from '../../index.ts';
import { SocketPeer } from '../../testing/socket-peer.ts';
import { CANDIDATE, SDP } from '../../testing/test-peer.ts';
import { FrameClient } from '../testing/frame-client.ts';

let server: RemoteMediaServer;

beforeEach(async () => {
  server = await startServer({ port: 0 });
});
afterEach(() => server.close());

/** A peer that entered in its own words. */
async function enter(method: string, params: object): Promise<FrameClient> {
  const client = await FrameClient.open(server.url);
  expect(await client.call(method, params)).toMatchObject({ result: { success: true } });
  return client;
}

test('the first call that tells decides, and others do not change it', async () => {
  const bare = await FrameClient.open(server.url);
  await bare.call('ping');
  await bare.call('list_peers');
  await bare.call('answer', {});
  await bare.call('peer.announce', { peer_id: 'bare', capabilities: ['audio'] });
  const peer = await FrameClient.open(server.url);
  await peer.call('peer.list');
  await peer.call('announce', { peer_id: 'peer', capabilities: { data: true } });
  expect(await bare.next()).toEqual({
    jsonrpc: '2.0',
    method: 'peer_joined',
    params: { peer_id: 'peer', capabilities: { audio: false, video: false, data: true } },
  });
  await bare.call('offer', { to_peer_id: 'peer', sdp: SDP });
  expect(await peer.next()).toMatchObject({ method: 'peer.offer', params: { from: 'bare', to: 'peer' } });
  expect(await peer.call('offer', { to: 'nobody', sdp: SDP })).toMatchObject({ error: { code: -32_000 } });
  expect(await peer.call('announce', { peer_id: 'x' })).toMatchObject({ error: { code: -32_600 } });
  expect(await bare.call('peer.announce', { peer_id: 'x' })).toMatchObject({ error: { code: -32_000 } });
});

test('a client that leaves jsonrpc out is no mesh client for that alone', async () => {
  const client = await FrameClient.open(server.url);
  const announce = '{"id":"1","method":"peer.announce","params":{"peer_id":"typed","capabilities":[],"user_data":{}}}';
  expect(await client.ask(announce)).toMatchObject({ id: '1', result: { success: true } });
  await SocketPeer.enter(server.url, { id: 'other' });
  expect(await client.next()).toMatchObject({ method: 'peer.joined' });
});

test('a client that can resume hears each thing once, whatever it calls itself', async () => {
  const client = await enter('peer.announce', { peer_id: 'a', resumable: true, user_data: { client: 'x' } });
  await SocketPeer.enter(server.url, { id: 'other' });
  expect(await client.next()).toMatchObject({ method: 'peer.joined', params: { seq: 1 } });
  expect(await client.rest()).toEqual([]);
});

test.each([
  ['a list', ['data', 'smell', 7], ['data']],
  ['an object', { audio: true, video: 'yes', data: false, extensions: '{}' }, ['audio']],
  ['nothing', undefined, []],
  ['null', null, []],
])('capabilities as %s', async (_name, capabilities, names) => {
  const watcher = await SocketPeer.enter(server.url, { id: 'watcher' });
  await enter('peer.announce', { peer_id: 'a', capabilities });
  await expect
    .poll(() => watcher.frames.at(-1))
    .toEqual({ jsonrpc: '2.0', method: 'peer.joined', params: { peer_id: 'a', capabilities: names, metadata: {} } });
});

test.each([
  ['peer.*', 'to', 'peer'],
  ['bare', 'to_peer_id', 'bare'],
  ['the wrong one of two, empty', 'to_peer_id', 'both'],
])('an address in the words of %s', async (_name, member, kind) => {
  const watcher = await SocketPeer.enter(server.url, { id: 'watcher' });
  const client = await enter('peer.announce', { peer_id: 'a' });
  const params = { [member]: 'watcher', sdp: SDP, from: 'liar', from_peer_id: 'liar' };
  if (kind === 'both') Object.assign(params, { to: null });
  expect(await client.call('peer.answer', params)).toMatchObject({ result: { to_peer_id: 'watcher' } });
  await expect.poll(() => watcher.news.all.at(-1)).toEqual({ kind: 'answer', peer: 'a', text: SDP });
});

test('news of a peer’s state, in the words of each', async () => {
  const peer = await enter('peer.announce', { peer_id: 'peer' });
  const bare = await enter('announce', { peer_id: 'bare', capabilities: { audio: true } });
  expect(await peer.next()).toMatchObject({ method: 'peer.joined' });
  expect(await bare.call('update', { state: 'away', user_data: { mood: 'fine', age: 7 } })).toMatchObject({
    result: { peer_id: 'bare' },
  });
  expect(await peer.next()).toEqual({
    jsonrpc: '2.0',
    method: 'peer.state_changed',
    params: { peer_id: 'bare', state: 'away', capabilities: ['audio'], metadata: { mood: 'fine', age: '7' } },
  });
  const busy = { state: 'busy' };
  expect(await peer.call('peer.update', busy)).toEqual({
    jsonrpc: '2.0',
    id: 1,
    result: { success: true, peer_id: 'peer' },
  });
  expect(await bare.next()).toEqual({
    jsonrpc: '2.0',
    method: 'peer_state_changed',
    params: { peer_id: 'peer', state: 'busy', capabilities: { audio: false, video: false, data: false }, metadata: {} },
  });
  await bare.call('update', { user_data: { mood: null } });
  expect(await peer.next()).toMatchObject({ params: { state: 'away', metadata: { age: '7' } } });
  expect(await peer.call('peer.list')).toMatchObject({
    result: {
      peers: [
        { peer_id: 'peer', state: 'busy' },
        { peer_id: 'bare', state: 'away' },
      ],
    },
  });
  expect(await peer.call('peer.update', { state: 'asleep' }, 2)).toMatchObject({ id: 2, error: { code: -32_602 } });
  expect(await peer.call('peer.update', { user_data: { room: 'x' } })).toMatchObject({ error: { code: -32_602 } });
});

test('characters beyond ASCII arrive as they were sent', async () => {
  const peer = await enter('peer.announce', { peer_id: 'peer' });
  const sdp = SDP.replace('s=-', 's=Gespräch 🎈');
  const name = 'Ünïcode 🎈 \u2028';
  const bare = await enter('announce', { peer_id: 'bare', user_data: { display_name: name } });
  expect(await peer.next()).toMatchObject({ params: { metadata: { display_name: name } } });
  await bare.call('offer', { to_peer_id: 'peer', sdp });
  expect(await peer.next()).toMatchObject({ params: { sdp } });
  await peer.call('peer.ice_candidate', { to: 'bare', candidate: CANDIDATE, sdp_mid: 'ö' });
  expect(await bare.next()).toMatchObject({ params: { sdp_mid: 'ö' } });
  expect(await peer.call('pïng', {}, 'ï🎈')).toMatchObject({
    id: 'ï🎈',
    error: { message: expect.stringContaining('pïng') },
  });
});
