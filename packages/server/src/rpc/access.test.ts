import { createClient, type Interceptor, type Transport } from '@connectrpc/connect';
import { createGrpcTransport, createGrpcWebTransport } from '@connectrpc/connect-node';
import { ManualClock } from '@remotemedia/base';
import { WebRtcSignaling } from '@remotemedia/protocol/webrtc';
import { SignJWT } from 'jose';
import { afterEach, expect, test } from 'vitest';
import { type RemoteMediaServer, type ServerOptions, startServer } from '../index.ts';
import { GrpcPeer } from '../testing/grpc-peer.ts';
import { GrpcStream } from '../testing/grpc-stream.ts';
import { WebPeer } from '../testing/web-peer.ts';

const SECRET = 'a secret of thirty-two characters';
const KEEPER = 'a-static-token-of-some-length';

let server: RemoteMediaServer;
afterEach(() => server.close());

async function start(options: ServerOptions = {}): Promise<ManualClock> {
  const clock = new ManualClock();
  const access = { tokens: [KEEPER], jwt: { secret: SECRET }, requireAuth: true };
  server = await startServer({ port: 0, clock, access, ...options });
  return clock;
}

const sign = (claims: Record<string, unknown>): Promise<string> =>
  new SignJWT(claims).setProtectedHeader({ alg: 'HS256' }).sign(new TextEncoder().encode(SECRET));

/** Shows whatever token `current` has at the time. */
const showing =
  (current: { token: string | undefined }): Interceptor =>
  (next) =>
  (request) => {
    if (current.token !== undefined) request.header.set('authorization', `Bearer ${current.token}`);
    return next(request);
  };

function grpcWith(token: string | undefined): Transport {
  return createGrpcTransport({ baseUrl: server.url, interceptors: [showing({ token })] });
}

function webWith(current: { token: string | undefined }): Transport {
  return createGrpcWebTransport({ baseUrl: server.url, httpVersion: '1.1', interceptors: [showing(current)] });
}

test.each([undefined, 'wrong', 'a.b.c'])(
  'without a good token (%s) every call but HealthCheck is refused',
  async (token) => {
    await start();
    const peer = new GrpcPeer(grpcWith(token), 'a');
    peer.tell({ case: 'listPeers', value: {} });
    expect(await peer.ended).toMatchObject({ code: 16 });
    await expect(WebPeer.enter(webWith({ token }), { id: 'a' })).rejects.toMatchObject({ code: 16 });
    const client = createClient(WebRtcSignaling, grpcWith(token));
    await expect(client.getPeers({})).rejects.toMatchObject({ code: 16 });
    expect(await client.healthCheck({})).toMatchObject({ status: 'healthy' });
    expect(server.stats()).toMatchObject({ peers: 0, streams: 0 });
  },
);

test('a refusal of a call over gRPC is in its header, and does not show the token', async () => {
  await start();
  const call = new GrpcStream(server.url, { authorization: 'Bearer very-secret' });
  await call.closed;
  expect(call.headers).toMatchObject({ ':status': 200, 'grpc-status': '16' });
  expect(String(call.headers['grpc-message'])).not.toContain('very-secret');
  call.destroy();
});

test('a static token lets in under any id, and peers of all protocols meet', async () => {
  await start();
  const ada = await GrpcPeer.enter(grpcWith(KEEPER), { id: 'ada' });
  const bob = await WebPeer.enter(webWith({ token: KEEPER }), { id: 'bob' });
  expect(bob.others).toEqual(['ada']);
  expect(await ada.list()).toEqual(['ada', 'bob']);
});

test('a token for one peer and one room is good for those only', async () => {
  await start();
  const token = await sign({ sub: 'x', peer_id: 'ada', room: 'blue' });
  await expect(GrpcPeer.enter(grpcWith(token), { id: 'eve', room: 'blue' })).rejects.toMatchObject({
    code: 'permission-denied',
  });
  await expect(WebPeer.enter(webWith({ token }), { id: 'ada', room: 'red' })).rejects.toMatchObject({ code: 7 });
  const ada = await GrpcPeer.enter(grpcWith(token), { id: 'ada', room: 'blue' });
  const client = createClient(WebRtcSignaling, grpcWith(token));
  expect(await client.getPeers({}, { headers: { room: 'blue' } })).toMatchObject({ count: 1 });
  await expect(client.getPeers({}, { headers: { room: 'red' } })).rejects.toMatchObject({ code: 7 });
  await expect(client.getPeers({})).rejects.toMatchObject({ code: 7 });
  const guest = new GrpcPeer(grpcWith(token), 'guest');
  await expect(guest.list()).rejects.toMatchObject({ code: 'permission-denied' });
  expect(await ada.list()).toEqual(['ada']);
});

test('a stay ends with its token, unless a Send brings a newer one', async () => {
  const clock = await start();
  const soon = Math.floor(Date.now() / 1_000) + 60;
  const current = { token: await sign({ sub: 'x', exp: soon }) };
  const ada = await WebPeer.enter(webWith(current), { id: 'ada' });
  const bob = await WebPeer.enter(webWith({ token: await sign({ sub: 'y', exp: soon }) }), { id: 'bob' });
  expect(ada.ready?.tokenExpiresInMs).toBeGreaterThan(50_000);
  current.token = await sign({ sub: 'x', exp: soon + 3_600 });
  await ada.list();
  await clock.advance(200_000);
  expect(await bob.ended).toMatchObject({ code: 16 });
  expect(await ada.list()).toEqual(['ada']);
  current.token = await sign({ sub: 'z', exp: soon + 3_600 });
  await expect(ada.list()).rejects.toMatchObject({ code: 7 });
});

test('too many streams of one address are refused with the time to wait', async () => {
  await start({ access: {}, rates: { connectionsPerAddress: { perSecond: 1, burst: 2 } } });
  const calls = [new GrpcStream(server.url), new GrpcStream(server.url)];
  for (const call of calls) await expect.poll(() => call.headers[':status']).toBe(200);
  const late = new GrpcStream(server.url);
  await late.closed;
  expect(late.headers).toMatchObject({ 'grpc-status': '8', 'retry-after-ms': '1000' });
  await expect(WebPeer.enter(webWith({ token: undefined }), { id: 'a' })).rejects.toMatchObject({ code: 8 });
  for (const call of [...calls, late]) call.destroy();
});
