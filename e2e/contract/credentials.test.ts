import { ManualClock } from '@remotemedia/base';
import { type RemoteMediaServer, type ServerOptions, startServer } from '@remotemedia/server';
import {
  createGrpcWebChannel,
  createWebSocketChannel,
  type IceServerOffer,
  type SignalingChannel,
  toPeerId,
  type WireChannelOptions,
} from '@remotemedia/signaling';
import { SignJWT } from 'jose';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { WebSocket as NodeWebSocket } from 'ws';

// Node 20 has no WebSocket of its own; this one has the same interface.
Object.assign(globalThis, { WebSocket: NodeWebSocket });

const SECRET = 'a secret of the tests, long enough';
const CAPABILITIES = { audio: true, video: true, data: true };
const WAIT = { timeout: 8_000, interval: 5 };

/** A token of whoever is called `peerId`, good for so many seconds. */
const tokenFor = (peerId: string, lifeSeconds = 60) =>
  new SignJWT({ peer_id: peerId, room: 'r' })
    .setProtectedHeader({ alg: 'HS256' })
    .setSubject(`${peerId}@example.org`)
    .setExpirationTime(Math.floor(Date.now() / 1_000) + lifeSeconds)
    .sign(new TextEncoder().encode(SECRET));

type OpenChannel = (url: string, options: WireChannelOptions) => SignalingChannel;

/** The SDK's two protocols. */
const PROTOCOLS: readonly (readonly [string, OpenChannel])[] = [
  ['WebSocket', (url, options) => createWebSocketChannel(url.replace(/^http/, 'ws'), options)],
  ['gRPC-Web', createGrpcWebChannel],
];

let server: RemoteMediaServer;
const channels: SignalingChannel[] = [];
afterEach(async () => {
  await Promise.all(channels.splice(0).map((channel) => channel.close()));
  await server.close();
});

async function start(options: ServerOptions): Promise<void> {
  server = await startServer({ port: 0, ...options });
}

function keep(channel: SignalingChannel): SignalingChannel {
  channels.push(channel);
  return channel;
}

const join = (channel: SignalingChannel, id: string, room = 'r') =>
  channel.join({ room, peerId: toPeerId(id), capabilities: CAPABILITIES });

describe.each(PROTOCOLS)('a server that wants tokens, over %s', (_name, createChannel) => {
  const open = (getToken?: () => Promise<string>) => keep(createChannel(server.url, { getToken }));
  const withJwt: ServerOptions = { access: { jwt: { secret: SECRET, clockToleranceSeconds: 0 } } };

  test('lets in who shows one, as the peer and into the room that it names', async () => {
    await start(withJwt);
    await expect(join(open(), 'ada')).rejects.toMatchObject({ code: 'unauthenticated' });
    await expect(
      join(
        open(async () => 'nonsense'),
        'ada',
      ),
    ).rejects.toMatchObject({ code: 'unauthenticated' });
    await expect(
      join(
        open(() => tokenFor('bob')),
        'ada',
      ),
    ).rejects.toMatchObject({ code: 'permission-denied' });
    await expect(
      join(
        open(() => tokenFor('ada')),
        'ada',
        'x',
      ),
    ).rejects.toMatchObject({ code: 'permission-denied' });
    expect(
      await join(
        open(() => tokenFor('ada')),
        'ada',
      ),
    ).toMatchObject({ peers: [] });
  });

  test('keeps whoever shows a newer one before the first runs out, and ends who does not', async () => {
    await start(withJwt);
    let asked = 0;
    const faithful = open(() => {
      asked += 1;
      return tokenFor('ada', asked === 1 ? 2 : 60);
    });
    const old = await tokenFor('bob', 2);
    const forgetful = open(async () => old);
    await Promise.all([join(faithful, 'ada'), join(forgetful, 'bob')]);
    await vi.waitFor(() => expect(forgetful.state.kind).toBe('closed'), WAIT);
    expect(forgetful.state).toMatchObject({ error: { code: 'unauthenticated' } });
    expect(faithful.state).toEqual({ kind: 'joined' });
    expect(asked).toBe(2);
    expect(await faithful.listPeers()).toHaveLength(1);
  }, 15_000);

  test('takes the newest connection of a peer for the peer; the others see neither leave nor join', async () => {
    await start(withJwt);
    const heard: string[] = [];
    const bob = open(() => tokenFor('bob'));
    bob.on('peerJoined', ({ id }) => heard.push(`joined ${id}`));
    bob.on('peerLeft', (id) => heard.push(`left ${id}`));
    bob.on('dismissed', (id) => heard.push(`dismissed ${id}`));
    await join(bob, 'bob');
    const former = open(() => tokenFor('ada'));
    await join(former, 'ada');
    const newer = open(() => tokenFor('ada'));
    expect((await join(newer, 'ada')).peers.map(({ id }) => id)).toEqual(['bob']);
    await vi.waitFor(() => expect(former.state.kind).toBe('closed'), WAIT);
    expect(await bob.listPeers()).toHaveLength(2);
    await vi.waitFor(() => expect(heard).toEqual(['joined ada', 'dismissed ada']), WAIT);
  });
});

describe.each(PROTOCOLS)('a server with a TURN secret, over %s', (_name, createChannel) => {
  test('hands out credentials with the room, and newer ones before they run out', async () => {
    const clock = new ManualClock();
    const turn = { uris: ['turn:turn.example.org:3478'], secret: SECRET, ttlSeconds: 60 };
    await start({ turn, clock, heartbeatIntervalMs: 60_000, resumeGraceMs: 600_000 });
    const channel = keep(createChannel(server.url, {}));
    const renewed: IceServerOffer[] = [];
    channel.on('iceServers', (offer) => renewed.push(offer));
    const { ice } = await join(channel, 'ada');
    expect(ice).toMatchObject({ iceServers: [{ urls: turn.uris, username: expect.stringMatching(/^\d+:ada$/) }] });
    expect(ice?.expiresInMs).toBeGreaterThan(0);
    await clock.advance(45_000);
    await vi.waitFor(() => expect(renewed).toHaveLength(1), WAIT);
    expect(renewed[0]).toMatchObject({ iceServers: [{ urls: turn.uris, credential: expect.any(String) }] });
  });
});
