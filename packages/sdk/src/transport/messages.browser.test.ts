import { SdkError } from '@remotemedia/base';
import type { LaneMessage } from '@remotemedia/data';
import { createSignalingHub, type SignalingHub } from '@remotemedia/signaling/testing';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { WebRtcTransportConfig } from './config.ts';
import { WebRtcTransport } from './transport.ts';

const WAIT = { timeout: 15_000, interval: 20 };
let hub: SignalingHub;
let transports: WebRtcTransport[] = [];

async function connect(peerId: string, config: Partial<WebRtcTransportConfig> = {}): Promise<WebRtcTransport> {
  const signaling = hub.createChannel();
  const settings = { signaling, room: 'test', peerId, getIceServers: () => [], ...config };
  const transport = await WebRtcTransport.connect(settings);
  transports.push(transport);
  return transport;
}

/** Two that are connected to each other. */
async function pair(config?: Partial<WebRtcTransportConfig>): Promise<[WebRtcTransport, WebRtcTransport]> {
  const ada = await connect('ada', config);
  const bob = await connect('bob', config);
  for (const each of [ada, bob]) await vi.waitFor(() => expect(each.listPeers()).toHaveLength(1), WAIT);
  return [ada, bob];
}

function messagesOf(transport: WebRtcTransport): LaneMessage[] {
  const heard: LaneMessage[] = [];
  transport.on('data', ({ peer, ...message }) => heard.push(message));
  return heard;
}

beforeEach(() => {
  hub = createSignalingHub();
});

afterEach(async () => {
  await Promise.all(transports.map((transport) => transport.close()));
  transports = [];
});

describe('messages', () => {
  it('arrive as what they were: text, bytes or JSON', async () => {
    const [ada, bob] = await pair();
    const heard = messagesOf(bob);
    await ada.sendToPeer('bob', 'text');
    await ada.sendToPeer('bob', new Uint8Array([7]));
    await ada.sendToPeer('bob', { list: [1, null, 'ü'] });
    await vi.waitFor(() => expect(heard).toHaveLength(3), WAIT);
    expect(heard).toMatchObject([
      { kind: 'text', data: 'text' },
      { kind: 'binary', data: new Uint8Array([7]) },
      { kind: 'json', data: { list: [1, null, 'ü'] } },
    ]);
  });

  it('may be longer than the browsers agreed on', async () => {
    const [ada, bob] = await pair();
    const heard = messagesOf(bob);
    const long = crypto.getRandomValues(new Uint8Array(65_536));
    const sent = new Uint8Array(3_000_000).map((_, index) => long[index % 65_536] ?? 0);
    await ada.sendToPeer('bob', sent);
    await vi.waitFor(() => expect(heard).toHaveLength(1), WAIT);
    const [message] = heard;
    expect(message?.kind === 'binary' && message.data.length === sent.length).toBe(true);
    expect(message?.kind === 'binary' && message.data.every((byte, index) => byte === sent[index])).toBe(true);
  });

  it('take the lane that they are sent on', async () => {
    const [ada, bob] = await pair();
    const heard = messagesOf(bob);
    await ada.sendToPeer('bob', 'fresh', { lane: 'unreliable' });
    await vi.waitFor(() => expect(heard).toMatchObject([{ data: 'fresh' }]), WAIT);
    expect(ada.peers[0]?.lanes?.fresh.stats.messagesSent).toBe(1);
  });
});

describe('requests', () => {
  it('are answered, refused with the reason, or say that nobody answers them', async () => {
    const [ada, bob] = await pair();
    const undo = bob.handle('add', (request) => {
      if (request.kind !== 'json') throw new SdkError('invalid-argument', 'two numbers were expected');
      const [a, b] = request.data as [number, number];
      return { sum: a + b, from: request.peerId ?? '' };
    });
    expect(await ada.request('bob', 'add', [2, 3])).toMatchObject({ kind: 'json', data: { sum: 5, from: 'ada' } });
    await expect(ada.request('bob', 'add', 'x')).rejects.toMatchObject({ code: 'invalid-argument' });
    expect(() => bob.handle('add', () => '')).toThrow(/already/);
    undo();
    await expect(ada.request('bob', 'add', [])).rejects.toMatchObject({ code: 'unimplemented' });
    await expect(ada.request('nobody', 'add', [])).rejects.toMatchObject({ code: 'not-found' });
    bob.handle('never', () => new Promise<string>(() => {}));
    await expect(ada.request('bob', 'never', '', { timeoutMs: 50 })).rejects.toMatchObject({
      code: 'deadline-exceeded',
    });
  });
});

describe('sessions', () => {
  it('exchange data among their own, and come back after a reload', async () => {
    const [ada, bob] = await pair();
    const outside = messagesOf(bob);
    const adas = await ada.createSession('tea');
    await ada.addPeerToSession('tea', 'bob');
    const bobs = await bob.createSession('tea');
    bobs.addPeer('ada');
    const reader = bobs.received();
    expect(await adas.send({ sugar: 2 })).toEqual(['bob']);
    expect((await reader.next()).value).toMatchObject({ peerId: 'ada', kind: 'json', data: { sugar: 2 } });
    (await ada.createSession('coffee')).addPeer('bob');
    await (await ada.getSession('coffee')).send('not for tea');
    await vi.waitFor(() => expect(outside).toMatchObject([{ data: 'not for tea', tag: 'coffee' }]), WAIT);

    const stored = JSON.stringify(ada.createSnapshot());
    await ada.close();
    expect(adas.state).toBe('closed');
    const { peerId } = JSON.parse(stored);
    const again = await connect(peerId);
    await again.restoreFromSnapshot(stored);
    expect(again.listSessions()).toEqual(['tea', 'coffee']);
    await vi.waitFor(() => expect(bob.listPeers()).toHaveLength(1), WAIT);
    const answer = (await again.getSession('tea')).recvFromPeer('bob').next();
    await bobs.send('welcome back');
    const { value } = await answer;
    expect(value).toMatchObject({ data: 'welcome back' });
  });
});

describe('trust', () => {
  it('connects those with the same room secret, with one safety code, and nobody else', async () => {
    const roomSecret = 'correct horse battery';
    const [ada, bob] = await pair({ roomSecret });
    expect(await ada.safetyCode('bob')).toMatch(/^(\d{5} ){5}\d{5}$/);
    expect(await ada.safetyCode('bob')).toBe(await bob.safetyCode('ada'));
    const errors: SdkError[] = [];
    ada.on('error', ({ error }) => errors.push(error));
    const eve = await connect('eve', { roomSecret: 'something else' });
    eve.on('error', ({ error }) => errors.push(error));
    await vi.waitFor(() => expect(errors.map(({ code }) => code)).toContain('permission-denied'), WAIT);
    expect(eve.listPeers()).toEqual([]);
    expect(ada.listPeers()).toHaveLength(1);
  });

  it('refuses those who are not on its lists', async () => {
    const ada = await connect('ada', { denyPeers: ['eve*'] });
    const bob = await connect('bob', { allowPeers: ['ada'] });
    const eve = await connect('eve-7');
    for (const each of [ada, bob]) await vi.waitFor(() => expect(each.listPeers()).toHaveLength(1), WAIT);
    await vi.waitFor(() => expect(eve.peers).toEqual([]), WAIT);
    expect(ada.listPeers().map(({ id }) => String(id))).toEqual(['bob']);
  });
});

describe('replaceTrack', () => {
  it('changes what is sent and not what is received', async () => {
    const [ada, bob] = await pair();
    const picture = (colour: string) => {
      const canvas = Object.assign(document.createElement('canvas'), { width: 64, height: 64 });
      const pen = canvas.getContext('2d');
      if (pen) pen.fillStyle = colour;
      pen?.fillRect(0, 0, 64, 64);
      const [track] = canvas.captureStream(10).getVideoTracks();
      if (!track) throw new Error('a canvas gives a track');
      return track;
    };
    const [red, blue] = [picture('red'), picture('blue')];
    await ada.publish(red);
    await vi.waitFor(() => expect(bob.peers[0]?.tracks).toHaveLength(1), WAIT);
    const before = bob.peers[0]?.tracks;
    const descriptions: string[] = [];
    const connection = ada.peers[0]?.connection;
    await vi.waitFor(() => expect(connection?.signalingState).toBe('stable'), WAIT);
    connection?.addEventListener('signalingstatechange', () => descriptions.push(connection.signalingState));
    await ada.replaceTrack(red, blue);
    expect(ada.publishedTracks).toEqual([blue]);
    expect(connection?.getSenders().map(({ track }) => track)).toContain(blue);
    expect(bob.peers[0]?.tracks).toBe(before);
    expect(descriptions).toEqual([]);
    await expect(ada.replaceTrack(red, blue)).rejects.toMatchObject({ code: 'not-found' });
    for (const track of [red, blue]) track.stop();
  });
});
