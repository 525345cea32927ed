import type { SdkError } from '@remotemedia/base';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { NOBODY_WATCHES } from '../../hub/observer.ts';
import { SDP } from '../../testing/test-peer.ts';
import { FrameClient } from '../testing/frame-client.ts';
import { type SocketServer, startSocketServer } from '../testing/socket-server.ts';

let server: SocketServer;
afterEach(() => server.close());

async function enter(peerId: string, more: object = {}): Promise<FrameClient> {
  const client = await FrameClient.open(server.url);
  expect(await client.call('peer.announce', { peer_id: peerId, ...more })).toMatchObject({ result: { success: true } });
  return client;
}

/** A promise, and how to resolve it. */
function gate(): { readonly opened: Promise<void>; open(): void } {
  let open = (): void => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open: () => open() };
}

describe('calls that have to wait', () => {
  it('keep later calls of the same socket waiting, and nobody else’s', async () => {
    const { opened, open } = gate();
    server = await startSocketServer({ hubOptions: { handlers: { onOffer: () => opened } } });
    const a = await enter('a');
    const b = await enter('b');
    expect(await a.next()).toMatchObject({ method: 'peer.joined' });
    a.send({ id: 'offer', method: 'peer.offer', params: { to: 'b', sdp: SDP } });
    for (let id = 0; id < 500; id += 1)
      a.send({ id, method: 'peer.ice_candidate', params: { to: 'b', candidate: `${id}` } });
    expect(await b.call('ping')).toMatchObject({ result: {} });
    // What others say is not kept from a peer whose call waits.
    await b.call('peer.answer', { to: 'a', sdp: SDP });
    expect(await a.next()).toMatchObject({ method: 'peer.answer' });
    expect(a.frames).toHaveLength(3);
    open();
    expect(await a.next()).toMatchObject({ id: 'offer', result: { success: true } });
    for (let id = 0; id < 100; id += 1) expect(await a.next()).toMatchObject({ id });
    expect(await b.next()).toMatchObject({ method: 'peer.offer' });
    for (let id = 0; id < 100; id += 1) expect(await b.next()).toMatchObject({ params: { candidate: `${id}` } });
  });

  it('tell their failure like others', async () => {
    const onOffer = async () => {
      throw new Error('a secret');
    };
    server = await startSocketServer({ hubOptions: { handlers: { onOffer } } });
    const a = await enter('a');
    await enter('b');
    await a.next();
    const refused = { id: 1, error: { code: -32_010, message: 'the application refused this' } };
    expect(await a.call('peer.offer', { to: 'b', sdp: SDP })).toMatchObject(refused);
  });

  it('let a client go that closes meanwhile', async () => {
    const { opened, open } = gate();
    const onJoin = vi.fn(() => opened);
    server = await startSocketServer({ hubOptions: { handlers: { onJoin } } });
    const clean = await FrameClient.open(server.url);
    const broken = await FrameClient.open(server.url);
    clean.send({ id: 1, method: 'peer.announce', params: { peer_id: 'clean', resumable: true } });
    broken.send({ id: 1, method: 'peer.announce', params: { peer_id: 'broken', resumable: true } });
    await expect.poll(() => onJoin.mock.calls.length).toBe(2);
    clean.socket.close(1_000);
    broken.socket.terminate();
    await expect.poll(() => server.webSockets.openSockets).toBe(0);
    open();
    await expect.poll(() => server.hub.stats()).toMatchObject({ peers: 1, waitingPeers: 1 });
    await server.clock.advance(5_000);
    expect(server.hub.stats().peers).toBe(0);
  });

  it('are answered before anything is told of the room', async () => {
    server = await startSocketServer();
    const a = await FrameClient.open(server.url);
    const b = await enter('b');
    const joined = new Promise((resolve) => b.socket.once('message', resolve));
    a.send({ id: 1, method: 'peer.announce', params: { peer_id: 'a' } });
    await joined;
    await b.call('peer.offer', { to: 'a', sdp: SDP });
    expect(await a.next()).toMatchObject({ id: 1 });
    expect(await a.next()).toMatchObject({ method: 'peer.offer' });
  });
});

describe('what the server itself says', () => {
  const turn = { urls: ['turn:turn.example.org'], username: 'u', credential: 'p' };

  it('begins with the STUN and TURN servers of the peer', async () => {
    const iceServersFor = vi.fn(() => ({ iceServers: [turn], expiresInMs: 60_000 }));
    server = await startSocketServer({ iceServersFor });
    const client = await FrameClient.open(server.url);
    const told = { ice_servers: [turn], ice_servers_expire_in_ms: 60_000 };
    const entry = await client.call('peer.announce', { peer_id: 'a', resumable: true });
    expect(entry).toMatchObject({ result: told });
    client.socket.terminate();
    await expect.poll(() => server.hub.stats().waitingPeers).toBe(1);
    const back = await FrameClient.open(server.url);
    const { session_token } = (entry as { result: { session_token: string } }).result;
    expect(await back.call('peer.resume', { session_token })).toMatchObject({ result: { resumed: true, ...told } });
    expect(iceServersFor).toHaveBeenCalledWith(expect.objectContaining({ peerId: 'a' }));
  });

  it('arrives under its own names', async () => {
    server = await startSocketServer();
    const client = await enter('a');
    for (const stay of server.hub.stays.list()) stay.tell({ type: 'iceServers', iceServers: [turn], expiresInMs: 5 });
    expect(await client.next()).toEqual({
      jsonrpc: '2.0',
      method: 'server.ice_servers',
      params: { ice_servers: [turn], expires_in_ms: 5 },
    });
  });

  it('ends with where to go: 1012 for a stay that goes on elsewhere, 1001 for one that does not', async () => {
    server = await startSocketServer();
    const stays = await enter('a', { resumable: true });
    const goes = await enter('b');
    server.hub.drain(7_000);
    for (const client of [stays, goes]) {
      await expect
        .poll(() => client.frames.at(-1))
        .toEqual({
          jsonrpc: '2.0',
          method: 'server.move',
          params: { deadline_ms: 7_000 },
        });
    }
    expect(await stays.closed).toMatchObject({ code: 1_012 });
    expect(await goes.closed).toMatchObject({ code: 1_001 });
  });
});

describe('acknowledging', () => {
  it('lets the server forget what arrived', async () => {
    server = await startSocketServer();
    const a = await FrameClient.open(server.url);
    const entry = await a.call('peer.announce', { peer_id: 'a', resumable: true });
    const b = await enter('b');
    for (const candidate of ['2', '3', '4']) await b.call('peer.ice_candidate', { to: 'a', candidate });
    for (let count = 0; count < 4; count += 1) await a.next();
    a.send({ method: 'peer.ack', params: { seq: 2 } });
    expect(await a.call('peer.ack', { seq: 'x' }, 2)).toMatchObject({ id: 2, error: { code: -32_602 } });
    const { session_token } = (entry as { result: { session_token: string } }).result;
    const tooEarly = await FrameClient.open(server.url);
    expect(await tooEarly.call('peer.resume', { session_token, last_seq: 1 })).toMatchObject({
      error: { code: -32_602, data: { code: 'data-loss' } },
    });
  });

  it('is for those who announced', async () => {
    server = await startSocketServer();
    const client = await FrameClient.open(server.url);
    expect(await client.call('peer.ack', { seq: 1 })).toMatchObject({ error: { code: -32_600 } });
  });
});

describe('binary frames', () => {
  it('are taken if they hold a call, else ignored', async () => {
    server = await startSocketServer();
    const client = await FrameClient.open(server.url);
    client.socket.send(Buffer.from('{"id":1,"method":"ping"}'), { binary: true });
    expect(await client.next()).toMatchObject({ id: 1, result: {} });
    for (const bytes of ['hello', '{"id":"\xff"}', '\x08\x01'])
      client.socket.send(Buffer.from(bytes, 'latin1'), { binary: true });
    client.socket.send(Buffer.alloc(0), { binary: true });
    expect(await client.rest()).toEqual([]);
    client.socket.send(Buffer.from('[{'), { binary: true });
    expect(await client.next()).toMatchObject({ id: null, error: { code: -32_700 } });
  });
});

describe('long answers', () => {
  it('come whole, whatever their length', async () => {
    server = await startSocketServer({ hubOptions: { maxPeersPerRoom: 200 } });
    const peers = [];
    for (let index = 0; index < 4; index += 1)
      peers.push(await enter(`p${index}`, { user_data: { note: 'x'.repeat(1_000) } }));
    const [first] = peers;
    if (!first) throw new Error('nobody is there');
    for (const count of [1, 20, 64]) {
      const batch = Array.from({ length: count }, (_, id) => ({ id, method: 'peer.list' }));
      await first.rest();
      expect(await first.ask(batch)).toHaveLength(count);
    }
  });

  it('come before the close frame of the same moment', async () => {
    server = await startSocketServer();
    const client = await FrameClient.open(server.url);
    client.socket.on('open', () => {});
    for (let id = 0; id < 5; id += 1) client.send({ id, method: 'ping' });
    client.socket.close(1_000);
    await client.closed;
    expect(client.frames).toHaveLength(5);
  });
});

describe('a client that does not read', () => {
  it('is cut off, is told why if it reads again, and is counted', async () => {
    const left: unknown[] = [];
    const observer = { ...NOBODY_WATCHES, left: (code: SdkError['code'] | undefined) => void left.push(code) };
    server = await startSocketServer({ hubOptions: { observer } });
    const deaf = await enter('deaf', { user_data: { note: 'x'.repeat(1_000) }, resumable: true });
    deaf.socket.pause();
    for (let index = 0; index < 20_000; index += 1) deaf.socket.send('{"id":1,"method":"rpc.discover"}');
    await new Promise((resolve) => setTimeout(resolve, 300));
    await server.clock.advance(4_000);
    expect(left).toEqual([]);
    await server.clock.advance(4_000);
    expect(left).toEqual(['resource-exhausted']);
    deaf.socket.resume();
    expect(await deaf.closed).toEqual({ code: 4_008, reason: 'cut off: the client does not read what it is sent' });
  });
});
