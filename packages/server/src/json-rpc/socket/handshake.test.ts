import { ManualClock, SdkError } from '@remotemedia/base';
import { afterEach, expect, test, vi } from 'vitest';
import { Access } from '../../access/access.ts';
import { type AccessOptions, toAccessSettings } from '../../access/access-options.ts';
import { CrossOrigin } from '../../http/cross-origin.ts';
import { FrameClient } from '../testing/frame-client.ts';
import { type SocketServer, type SocketServerOptions, startSocketServer } from '../testing/socket-server.ts';

let server: SocketServer;
afterEach(() => server.close());

const TOKEN = 'c2VjcmV0.dG9rZW4_-~';
const announce = { peer_id: 'a' };

async function start(options: SocketServerOptions = {}): Promise<string> {
  server = await startSocketServer(options);
  return server.url;
}

function guarded(options: AccessOptions): SocketServerOptions {
  const access = new Access(toAccessSettings(options), { clock: new ManualClock(), log: () => {} });
  return { authenticate: (token) => access.authenticate(token), crossOrigin: new CrossOrigin(access) };
}

test.each([
  ['a header', { headers: { authorization: `Bearer ${TOKEN}` } }],
  ['a subprotocol', { protocols: ['remotemedia.v1', `bearer.${TOKEN}`] }],
])('a token in %s of the handshake lets its bearer in', async (_name, options) => {
  const url = await start(guarded({ tokens: [TOKEN] }));
  const client = await FrameClient.open(url, options);
  expect(await client.call('peer.announce', announce)).toMatchObject({ result: { success: true } });
});

test.each([
  ['a header', { headers: { authorization: 'Bearer wrong' } }],
  ['a subprotocol', { protocols: ['remotemedia.v1', 'bearer.wrong'] }],
])('a wrong token in %s is answered with 401', async (_name, options) => {
  const url = await start(guarded({ tokens: [TOKEN] }));
  const refused = { statusCode: 401, headers: { 'www-authenticate': 'Bearer' } };
  await expect(FrameClient.open(url, options)).rejects.toMatchObject(refused);
  expect(server.webSockets.openSockets).toBe(0);
});

test('a token in the URL is none', async () => {
  const url = await start(guarded({ tokens: [TOKEN] }));
  const client = await FrameClient.open(url, { path: `/ws?access_token=${TOKEN}&token=${TOKEN}` });
  expect(await client.call('peer.announce', announce)).toMatchObject({
    error: { code: -32_602, data: { code: 'unauthenticated' } },
  });
});

test('a token may come with the announcement, or before it', async () => {
  const url = await start(guarded({ tokens: [TOKEN] }));
  const first = await FrameClient.open(url);
  expect(await first.call('peer.list')).toMatchObject({ error: { data: { code: 'unauthenticated' } } });
  expect(await first.call('peer.announce', { ...announce, token: 'wrong' })).toMatchObject({
    error: { data: { code: 'unauthenticated' } },
  });
  expect(await first.call('peer.announce', { ...announce, token: TOKEN })).toMatchObject({ result: { success: true } });
  const second = await FrameClient.open(url);
  expect(await second.call('peer.authenticate', { token: TOKEN })).toEqual({
    jsonrpc: '2.0',
    id: 1,
    result: { success: true, token_expires_in_ms: 0 },
  });
  expect(await second.call('peer.list')).toMatchObject({ result: { count: 1 } });
  expect(await second.call('announce', { peer_id: 'b' })).toMatchObject({ result: { success: true } });
});

test('what a token does not allow has a number of its own', async () => {
  const url = await start(guarded({ tokens: [{ token: TOKEN, peerId: 'b', rooms: ['r'] }] }));
  const client = await FrameClient.open(url, { headers: { authorization: `Bearer ${TOKEN}` } });
  const denied = { error: { code: -32_010, data: { code: 'permission-denied' } } };
  expect(await client.call('peer.announce', announce)).toMatchObject(denied);
  expect(await client.call('peer.list')).toMatchObject(denied);
  const welcome = { peer_id: 'b', user_data: { room: 'r' } };
  expect(await client.call('peer.announce', welcome)).toMatchObject({ result: { peer_id: 'b' } });
});

test('a newer token keeps the stay going, and one of somebody else does not change it', async () => {
  const grants: Record<string, object> = {
    old: { subject: 'me', mayPublish: true, maySubscribe: true, expiresAtMs: Date.now() + 60_000 },
    newer: { subject: 'me', mayPublish: true, maySubscribe: true, expiresAtMs: Date.now() + 3_600_000 },
    other: { subject: 'you', mayPublish: true, maySubscribe: true },
  };
  const url = await start({
    pingIntervalMs: 1_000_000,
    authenticate: async (token = '') => ({ mayPublish: true, maySubscribe: true, ...grants[token] }),
  });
  const client = await FrameClient.open(url);
  const entry = await client.call('peer.announce', { ...announce, token: 'old', resumable: true });
  const { result } = entry as { result: { token_expires_in_ms: number } };
  expect(result.token_expires_in_ms).toBeGreaterThan(50_000);
  expect(result.token_expires_in_ms).toBeLessThanOrEqual(60_000);
  expect(await client.call('peer.authenticate', { token: 'other' })).toMatchObject({ error: { code: -32_010 } });
  const renewed = await client.call('peer.authenticate', { token: 'newer' });
  expect(
    (renewed as typeof entry & { result: { token_expires_in_ms: number } }).result.token_expires_in_ms,
  ).toBeGreaterThan(3_000_000);
  await server.clock.advance(61_000);
  expect(server.hub.stats().peers).toBe(1);
});

test('a page of another origin is answered with 403, whoever sends no origin is not', async () => {
  const url = await start(guarded({ allowedOrigins: ['https://app.example.org'] }));
  await expect(FrameClient.open(url, { origin: 'https://evil.example' })).rejects.toMatchObject({ statusCode: 403 });
  await FrameClient.open(url, { origin: 'https://app.example.org' });
  await FrameClient.open(url);
  await expect.poll(() => server.webSockets.openSockets).toBe(2);
});

test('too many connections are answered with 429 and when to come back', async () => {
  const takeConnection = vi.fn(() => {
    throw new SdkError('resource-exhausted', 'too many new connections', { retryAfterMs: 1_500 });
  });
  const url = await start({ takeConnection });
  const refused = { statusCode: 429, headers: { 'retry-after': '2' } };
  await expect(FrameClient.open(url)).rejects.toMatchObject(refused);
  expect(takeConnection).toHaveBeenCalledWith('127.0.0.1');
});

test('who comes while the server drains is answered with 503', async () => {
  const url = await start();
  server.hub.drain(1_000);
  await expect(FrameClient.open(url)).rejects.toMatchObject({ statusCode: 503 });
});

test('a fault that is none of ours is answered with 500 and tells nothing', async () => {
  const url = await start({ authenticate: () => Promise.reject(new Error('the key is 42')) });
  const options = { headers: { authorization: 'Bearer x' } };
  await expect(FrameClient.open(url, options)).rejects.toMatchObject({ statusCode: 500 });
});

test('a server that closes while a token is looked at takes nobody in', async () => {
  let answer: (grant: object) => void = () => {};
  const authenticate = () => new Promise<never>((resolve) => (answer = resolve as (grant: object) => void));
  const url = await start({ authenticate });
  const opened = FrameClient.open(url, { headers: { authorization: 'Bearer x' } });
  const refused = expect(opened).rejects.toMatchObject({ statusCode: 503 });
  await new Promise((resolve) => setTimeout(resolve, 50));
  server.webSockets.close();
  answer({});
  await refused;
});

test.each([
  ['ours', ['chat', 'remotemedia.v1'], 'remotemedia.v1'],
  ['the first that is no token', ['bearer.x', 'chat', 'talk'], 'chat'],
])('of subprotocols it chooses %s', async (_name, protocols, chosen) => {
  const client = await FrameClient.open(await start(), { protocols });
  expect(client.socket.protocol).toBe(chosen);
});

test('a token that is the only subprotocol is not sent back', async () => {
  const url = await start();
  // The library's client refuses such an answer, so the words are looked at themselves.
  const headers = {
    connection: 'Upgrade',
    upgrade: 'websocket',
    'sec-websocket-version': '13',
    'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
    'sec-websocket-protocol': 'bearer.x',
  };
  const { request } = await import('node:http');
  const answer = await new Promise<object>((resolve) => {
    request(url, { headers })
      .on('upgrade', (response, socket) => {
        resolve(response.headers);
        socket.destroy();
      })
      .end();
  });
  expect(answer).not.toHaveProperty('sec-websocket-protocol');
});
