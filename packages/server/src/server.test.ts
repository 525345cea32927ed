import { ManualClock } from '@remotemedia/base';
import { afterEach, describe, expect, test } from 'vitest';
import packageJson from '../package.json' with { type: 'json' };
import { type RemoteMediaServer, type ServerOptions, startServer, VERSION } from './index.ts';
import { GrpcPeer } from './testing/grpc-peer.ts';
import { SocketPeer } from './testing/socket-peer.ts';
import { CANDIDATE, SDP, type TestEntry, type TestPeer } from './testing/test-peer.ts';
import { grpc, grpcWeb, TRANSPORTS } from './testing/transports.ts';
import { WebPeer } from './testing/web-peer.ts';

let server: RemoteMediaServer;
const start = async (options: ServerOptions = {}): Promise<RemoteMediaServer> => {
  server = await startServer({ port: 0, ...options });
  return server;
};
afterEach(() => server.close());

const ENTRIES: Record<string, (url: string, entry: TestEntry) => Promise<TestPeer>> = {
  ...Object.fromEntries(
    Object.entries(TRANSPORTS).map(([name, connect]) => [
      `Subscribe and Send, ${name}`,
      (url: string, entry: TestEntry) => WebPeer.enter(connect(url), entry),
    ]),
  ),
  'Signal, gRPC': (url, entry) => GrpcPeer.enter(grpc(url), entry),
  'JSON-RPC over WebSocket': (url, entry) => SocketPeer.enter(url, entry),
};

describe.each(Object.entries(ENTRIES))('a peer on %s', (_name, enter) => {
  test('lives through a whole call with a gRPC peer', async () => {
    const { url, stats } = await start();
    const native = await GrpcPeer.enter(grpc(url), { id: 'native', room: 'r' });
    const peer = await enter(url, { id: 'peer', room: 'r' });
    expect(peer.others).toEqual(['native']);
    expect(await native.news.next()).toEqual({ kind: 'joined', peer: 'peer' });
    await peer.offer('native', SDP);
    await peer.candidate('native', CANDIDATE);
    expect(await native.news.next()).toEqual({ kind: 'offer', peer: 'peer', text: SDP });
    expect(await native.news.next()).toEqual({ kind: 'candidate', peer: 'peer', text: CANDIDATE });
    expect(stats().pendingOffers).toBe(1);
    await native.answer('peer', SDP);
    await native.candidate('peer', CANDIDATE);
    expect(await peer.news.next()).toMatchObject({ kind: 'answer', peer: 'native', text: SDP });
    expect(await peer.news.next()).toMatchObject({ kind: 'candidate', peer: 'native', text: CANDIDATE });
    expect(stats().pendingOffers).toBe(0);
    expect(await peer.list()).toEqual(['native', 'peer']);
    await native.disconnect('peer');
    expect(await peer.news.next()).toMatchObject({ kind: 'disconnected', peer: 'native' });
    await peer.disconnect('peer');
    expect(await native.news.next()).toEqual({ kind: 'left', peer: 'peer' });
  });

  test('gets the same refusals', async () => {
    const { url } = await start({ maxPeersPerRoom: 2 });
    const peer = await enter(url, { id: 'peer' });
    await expect(peer.offer('nobody', SDP)).rejects.toMatchObject({
      code: 'not-found',
      detail: 'Peer not found: nobody',
    });
    await expect(peer.offer('peer', SDP)).rejects.toMatchObject({ code: 'invalid-argument' });
    await expect(peer.offer('remotemedia-server', SDP)).rejects.toMatchObject({ code: 'unimplemented' });
    const other = await enter(url, { id: 'other' });
    await expect(peer.offer('other', 'hello')).rejects.toMatchObject({ code: 'invalid-argument' });
    await expect(peer.answer('other', `${SDP}${'a=x\r\n'.repeat(20_000)}`)).rejects.toMatchObject({
      code: 'invalid-argument',
    });
    await expect(peer.candidate('other', 'x'.repeat(3_000))).rejects.toMatchObject({ code: 'invalid-argument' });
    await expect(enter(url, { id: 'peer' })).rejects.toMatchObject({ message: /Peer peer already announced/ });
    await expect(enter(url, { id: 'third' })).rejects.toMatchObject({
      message: /room "default" is full: 2 of 2 peers are in it/,
    });
    await expect(enter(url, { id: 'no spaces' })).rejects.toMatchObject({ message: /a peer id must be/ });
    await expect(enter(url, { id: 'a', room: '' })).rejects.toMatchObject({ message: /a room's name must be/ });
    expect(other.news.all).toEqual([]);
    expect(await peer.list()).toEqual(['peer', 'other']);
  });

  test('counts for its address until it is gone, and for no other', async () => {
    const { port } = await start({ maxStaysPerAddress: 2 });
    const [here, there] = [`http://127.0.0.1:${port}`, `http://[::1]:${port}`];
    const peer = await enter(here, { id: 'peer', room: 'one' });
    await SocketPeer.enter(here, { id: 'second', room: 'two' });
    await expect(enter(here, { id: 'third', room: 'three' })).rejects.toMatchObject({
      message: /there are too many peers at your address: 2 of 2 are in rooms/,
    });
    await SocketPeer.enter(there, { id: 'third', room: 'three' });
    await peer.disconnect('peer');
    await enter(here, { id: 'fourth', room: 'four' });
  });

  test('that breaks off half-way leaves a room that goes on', async () => {
    const clock = new ManualClock();
    const { url, stats } = await start({ clock });
    const stays = await SocketPeer.enter(url, { id: 'stays' });
    const peer = await enter(url, { id: 'peer' });
    await peer.offer('stays', SDP);
    peer.drop();
    await expect.poll(() => stats().streams + stats().webSockets).toBe(1);
    await clock.advance(5_000);
    await expect.poll(() => stays.news.all.at(-1)).toEqual({ kind: 'left', peer: 'peer' });
    expect(stats()).toMatchObject({ peers: 1, pendingOffers: 0, waitingPeers: 0, sessionTokens: 0 });
    expect(await stays.list()).toEqual(['stays']);
  });
});

describe('a server', () => {
  test('lets peers of three protocols meet in one room', async () => {
    const { url, stats } = await start();
    const native = await GrpcPeer.enter(grpc(url), { id: 'native' });
    const page = await WebPeer.enter(grpcWeb(url), { id: 'page' });
    const old = await SocketPeer.enter(url, { id: 'old' });
    const peers: TestPeer[] = [native, page, old];
    for (const from of peers) {
      for (const to of peers) {
        if (from === to) continue;
        await from.offer(to.id, `${SDP}a=${from.id}\r\n`);
        await to.answer(from.id, `${SDP}a=${to.id}\r\n`);
        await from.candidate(to.id, `${CANDIDATE} ${from.id}`);
      }
    }
    for (const peer of peers) {
      await expect.poll(() => peer.news.all.filter(({ kind }) => kind !== 'joined').length).toBe(6);
      for (const from of peers.filter((other) => other !== peer)) {
        const kinds = peer.news.all.filter((news) => news.peer === from.id && news.kind !== 'joined');
        expect(kinds.map(({ kind }) => kind).sort()).toEqual(['answer', 'candidate', 'offer']);
        expect(kinds.every(({ text }) => text?.includes(from.id))).toBe(true);
      }
    }
    expect(stats()).toMatchObject({ peers: 3, rooms: 1, streams: 2, webSockets: 1, pendingOffers: 0 });
  });

  test('keeps rooms apart', async () => {
    const { url } = await start();
    const here = await SocketPeer.enter(url, { id: 'same', room: 'here' });
    const there = await GrpcPeer.enter(grpc(url), { id: 'same', room: 'there' });
    expect(there.others).toEqual([]);
    await GrpcPeer.enter(grpc(url), { id: 'other', room: 'there' });
    await expect(here.offer('other', SDP)).rejects.toMatchObject({ code: 'not-found' });
    expect(here.news.all).toEqual([]);
  });

  test('has a limit for rooms', async () => {
    const { url } = await start({ maxRooms: 1 });
    const first = await SocketPeer.enter(url, { id: 'a', room: 'one' });
    await expect(SocketPeer.enter(url, { id: 'a', room: 'two' })).rejects.toMatchObject({ code: 'resource-exhausted' });
    await first.disconnect('a');
    await SocketPeer.enter(url, { id: 'a', room: 'two' });
  });

  test('tells everyone when it closes, and leaves nothing behind', async () => {
    const before = resources();
    const clock = new ManualClock();
    const { url, stats, close } = await start({ clock });
    const native = await GrpcPeer.enter(grpc(url), { id: 'native' });
    const page = await WebPeer.enter(grpcWeb(url), { id: 'page' });
    const lost = await WebPeer.enter(grpcWeb(url), { id: 'lost' });
    const old = await SocketPeer.enter(url, { id: 'old' }, { resumable: true });
    const idle = new GrpcPeer(grpc(url), 'idle');
    await idle.list();
    lost.drop();
    await expect.poll(() => stats().waitingPeers).toBe(1);
    const startedAt = performance.now();
    await Promise.all([close(), close()]);
    expect(performance.now() - startedAt).toBeLessThan(450);
    expect(await native.ended).toMatchObject({ rawMessage: 'the server is closing' });
    expect(await idle.ended).toMatchObject({ rawMessage: 'the server is closing' });
    expect(await page.ended).toMatchObject({ rawMessage: 'the server is closing' });
    expect(await old.closed).toBe(1_001);
    expect(Object.entries(stats()).filter(([, count]) => count > 0)).toEqual([]);
    expect(clock.pending).toBe(0);
    expect(native.news.all.filter(({ kind }) => kind === 'left')).toEqual([]);
    await expect.poll(resources).toEqual(before);
  });

  test('cuts connections off that do not end when it closes', async () => {
    const { url, close, stats } = await start();
    const socket = await SocketPeer.open(url, 'deaf');
    socket.socket.pause();
    await close();
    expect(stats().sockets).toBe(0);
  });

  test('listens on both addresses of localhost', async () => {
    const { port, host, url } = await start();
    expect({ host, url }).toEqual({ host: 'localhost', url: `http://localhost:${port}` });
    for (const name of ['127.0.0.1', '[::1]']) {
      expect((await fetch(`http://${name}:${port}/health`)).status).toBe(200);
    }
  });

  test('says in one sentence that its port is in use', async () => {
    const { port } = await start();
    await expect(startServer({ port })).rejects.toMatchObject({
      code: 'unavailable',
      detail: `port ${port} of 127.0.0.1 is in use; choose another one with --port`,
    });
  });

  test.each([
    [{ port: 70_000 }, /port must be a whole number from 0 to 65535, got 70000/],
    [{ host: '' }, /host must be/],
    [{ maxPeersPerRoom: 0 }, /maxPeersPerRoom must be/],
    [{ maxStaysPerAddress: 0 }, /maxStaysPerAddress must be/],
    [{ resumeGraceMs: Number.NaN }, /resumeGraceMs must be/],
    [{ stunServers: ['example.org'] }, /stunServers must be stun:host:port, got "example.org"/],
    [{ iceServers: [{ urls: ['http://x'] }] }, /iceServers must be/],
  ])('refuses the options %j', async (options, message) => {
    await start();
    await expect(startServer(options)).rejects.toMatchObject({ code: 'invalid-argument', message });
  });

  test('says its version', async () => {
    await start();
    expect(VERSION).toBe(packageJson.version);
  });
});

/** What keeps a process alive, but for the test runner's own. */
function resources(): string[] {
  return process.getActiveResourcesInfo().filter((name) => /TCP|HTTP|Timeout/i.test(name));
}
