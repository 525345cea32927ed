import { createSignalingHub, type SignalingHub } from '@remotemedia/signaling/testing';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { WebRtcTransportConfig } from './config.ts';
import { WebRtcTransport } from './transport.ts';

const WAIT = { timeout: 15_000, interval: 20 };
let hub: SignalingHub;
let transports: WebRtcTransport[] = [];

async function connect(peerId: string, config: Partial<WebRtcTransportConfig> = {}): Promise<WebRtcTransport> {
  const signaling = hub.createChannel();
  const transport = await WebRtcTransport.connect({
    signaling,
    room: 'test',
    peerId,
    getIceServers: () => [],
    ...config,
  });
  transports.push(transport);
  return transport;
}

const connectedTo = (transport: WebRtcTransport) =>
  transport
    .listPeers()
    .map((peer) => String(peer.id))
    .sort();

async function connectAll(...ids: string[]): Promise<WebRtcTransport[]> {
  const all: WebRtcTransport[] = [];
  for (const id of ids) all.push(await connect(id));
  for (const transport of all)
    await vi.waitFor(() => expect(connectedTo(transport)).toHaveLength(ids.length - 1), WAIT);
  return all;
}

beforeEach(() => {
  hub = createSignalingHub();
});

afterEach(async () => {
  await Promise.all(transports.map((transport) => transport.close()));
  transports = [];
});

describe('WebRtcTransport', () => {
  it('carries text and bytes to one, to all, and to all but some', async () => {
    const [ada, bob, cem] = await connectAll('ada', 'bob', 'cem');
    if (!ada || !bob || !cem) throw new Error('three must be connected');
    const heard: string[] = [];
    for (const transport of [bob, cem]) {
      transport.on('data', ({ peer, ...message }) => {
        heard.push(`${transport.peerId} < ${peer.id}: ${message.kind === 'binary' ? [...message.data] : message.data}`);
      });
    }
    await ada.sendToPeer('bob', 'to you');
    await vi.waitFor(() => expect(heard).toEqual(['bob < ada: to you']), WAIT);
    heard.length = 0;
    expect([...(await ada.broadcast(new Uint8Array([1, 2, 3])))].sort()).toEqual(['bob', 'cem']);
    await vi.waitFor(() => expect(heard.sort()).toEqual(['bob < ada: 1,2,3', 'cem < ada: 1,2,3']), WAIT);
    heard.length = 0;
    expect(await ada.broadcast('not cem', { exclude: ['cem'] })).toEqual(['bob']);
    await vi.waitFor(() => expect(heard).toEqual(['bob < ada: not cem']), WAIT);
  });

  it('says who is there, in the mesh and at the server', async () => {
    const [ada] = await connectAll('ada', 'bob');
    expect((await ada?.listAllPeers())?.map((info) => String(info.id)).sort()).toEqual(['ada', 'bob']);
    expect(ada?.peers).toBe(ada?.peers);
    expect(ada?.peers[0]).toMatchObject({ id: 'bob', displayName: 'bob', state: { kind: 'connected' } });
  });

  it('publishes to those who are there and to those who come, and takes back', async () => {
    const [ada, bob] = await connectAll('ada', 'bob');
    const canvas = document.createElement('canvas');
    canvas.getContext('2d')?.fillRect(0, 0, 10, 10);
    const stream = canvas.captureStream(10);
    await ada?.publish(stream);
    await vi.waitFor(() => expect(bob?.peers[0]?.tracks).toHaveLength(1), WAIT);
    const cem = await connect('cem');
    await vi.waitFor(() => expect(cem.peers.find(({ id }) => id === 'ada')?.streams).toHaveLength(1), WAIT);
    await ada?.unpublish(stream);
    await vi.waitFor(() => expect(bob?.peers[0]?.tracks).toEqual([]), WAIT);
    expect(stream.getTracks().map(({ readyState }) => readyState)).toEqual(['live']);
    for (const track of stream.getTracks()) track.stop();
    await expect(ada?.publish(stream)).rejects.toMatchObject({ code: 'invalid-argument' });
  });

  it('ends and makes one connection, and leaves the room as it is', async () => {
    const [ada, bob, cem] = await connectAll('ada', 'bob', 'cem');
    await ada?.disconnectPeer('bob');
    await vi.waitFor(() => expect(bob && connectedTo(bob)).toEqual(['cem']), WAIT);
    expect(cem && connectedTo(cem)).toEqual(['ada', 'bob']);
    expect(await bob?.listAllPeers()).toHaveLength(3);
    const peer = await ada?.connectPeer('bob');
    expect(peer?.state).toEqual({ kind: 'connected' });
    await ada?.sendToPeer('bob', 'again');
  });

  it('refuses with typed errors', async () => {
    const [ada] = await connectAll('ada', 'bob');
    await expect(ada?.sendToPeer('nobody', 'x')).rejects.toMatchObject({ code: 'not-found' });
    const huge = new Uint8Array(17 * 1_048_576);
    await expect(ada?.sendToPeer('bob', huge)).rejects.toMatchObject({ code: 'out-of-range' });
    await expect(ada?.connectPeer('nobody')).rejects.toMatchObject({ code: 'not-found' });
    await expect(ada?.disconnectPeer('nobody')).rejects.toMatchObject({ code: 'not-found' });
    await expect(connect('ada')).rejects.toMatchObject({ code: 'already-exists' });
    await expect(connect('late', { maxPeers: 1 })).rejects.toMatchObject({ code: 'resource-exhausted' });
    await expect(connect('late', { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'cancelled' });
    await expect(WebRtcTransport.connect({ signaling: 'ftp://host' })).rejects.toMatchObject({
      code: 'invalid-argument',
    });
    await ada?.close();
    await expect(ada?.broadcast('x')).rejects.toMatchObject({ code: 'failed-precondition' });
    expect(hub.peerCount).toBe(1);
  });

  it('says that the server cannot be reached, and leaves nothing behind', async () => {
    const failure = await WebRtcTransport.connect({ signaling: 'http://127.0.0.1:9' }).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'unavailable' });
    expect((await navigator.locks.query()).held).toEqual([]);
  });

  it('goes on when signaling is interrupted, and says so', async () => {
    const [ada, bob] = await connectAll('ada', 'bob');
    const states: string[] = [];
    ada?.on('stateChange', ({ kind }) => states.push(kind));
    hub.interrupt();
    await ada?.sendToPeer('bob', 'media and messages do not need the server');
    await vi.waitFor(() => expect([...new Set(states)]).toEqual(['recovering', 'connected']), WAIT);
    expect(bob && connectedTo(bob)).toEqual(['ada']);
  });

  it('leaves nothing after the last close: no connection, no listener, no timer', async () => {
    const made: RTCPeerConnection[] = [];
    const Real = RTCPeerConnection;
    vi.stubGlobal(
      'RTCPeerConnection',
      class extends Real {
        constructor(configuration?: RTCConfiguration) {
          super(configuration);
          made.push(this);
        }
      },
    );
    const timers = new Set<unknown>();
    const { setTimeout: realSet, clearTimeout: realClear } = globalThis;
    const all = await connectAll('ada', 'bob', 'cem');
    vi.stubGlobal('setTimeout', (callback: () => void, delayMs?: number) => {
      const timer = realSet(() => {
        timers.delete(timer);
        callback();
      }, delayMs);
      timers.add(timer);
      return timer;
    });
    vi.stubGlobal('clearTimeout', (timer: number) => {
      timers.delete(timer);
      realClear(timer);
    });
    try {
      all.push(await connect('dan'));
      const dan = all.at(-1);
      await vi.waitFor(() => expect(dan && connectedTo(dan)).toHaveLength(3), WAIT);
      for (const transport of all) await transport.close();
      for (const transport of all) await transport.close();
      // One for each side of the six pairs, and one that the first to come prepared for nobody.
      expect(made).toHaveLength(13);
      expect(made.every(({ signalingState }) => signalingState === 'closed')).toBe(true);
      expect(all.map((transport) => [transport.listenerCount(), transport.peers.length])).toEqual(
        all.map(() => [0, 0]),
      );
      expect(hub.peerCount).toBe(0);
      expect([...timers]).toEqual([]);
    } finally {
      vi.unstubAllGlobals();
    }
  });
});
