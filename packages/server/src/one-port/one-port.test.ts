import { connect } from 'node:http2';
import { ManualClock } from '@remotemedia/base';
import { afterEach, expect, test } from 'vitest';
import { type RemoteMediaServer, type ServerOptions, startServer } from '../index.ts';
import { exchange, openSocket } from '../testing/raw-socket.ts';
import { spokenIn } from './first-bytes.ts';

let server: RemoteMediaServer;
const start = async (options: ServerOptions = {}): Promise<RemoteMediaServer> => {
  server = await startServer({ port: 0, ...options });
  return server;
};
afterEach(() => server?.close());

const GET = 'GET /health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n';

test.each([
  ['P', undefined],
  ['PRI * HTTP/2.0\r', undefined],
  ['PRI * HTTP/2.0\r\n', 'http2'],
  ['PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n....', 'http2'],
  ['POST / HTTP/1.1', 'http1'],
  ['PRI * HTTP/1.1', 'http1'],
  ['\u0016', 'tls'],
])('%j is taken for %s', (text, spoken) => {
  expect(spokenIn(Buffer.from(text, 'latin1'))).toBe(spoken);
});

test('HTTP/1.1 and HTTP/2 are served on one port', async () => {
  const { url } = await start();
  expect(await exchange(url, GET)).toMatch(/^HTTP\/1.1 200 OK/);
  const session = connect(url);
  const stream = session.request({ ':path': '/health' });
  const status = await new Promise((resolve) => stream.once('response', (headers) => resolve(headers[':status'])));
  expect(status).toBe(200);
  session.destroy();
});

test('a request may arrive in pieces', async () => {
  const { url } = await start();
  expect(await exchange(url, ...(GET.match(/.{1,9}/gs) ?? []))).toMatch(/^HTTP\/1.1 200 OK/);
});

test('the start of HTTP/2 may arrive in pieces', async () => {
  const { url } = await start();
  const settings = Buffer.from([0, 0, 0, 4, 0, 0, 0, 0, 0]);
  const answer = await exchange(url, 'PRI * HT', 'TP/2.0\r', '\n\r\nSM\r\n\r\n', settings);
  expect(answer.charCodeAt(3)).toBe(4);
});

test.each(['h2c', 'TLS/1.0', 'nonsense'])('a request that asks for %s is served as HTTP/1.1', async (protocol) => {
  const { url } = await start();
  const upgrade = `Connection: Upgrade, HTTP2-Settings\r\nUpgrade: ${protocol}\r\nHTTP2-Settings: AAMAAABkAARAAAAA\r\n`;
  const answer = await exchange(url, `GET /health HTTP/1.1\r\nHost: x\r\n${upgrade}\r\n`);
  expect(answer).toMatch(/^HTTP\/1.1 200 OK[\s\S]*"status":"healthy"/);
});

test('the body of a request that asks for another protocol is served, too, and the connection lives on', async () => {
  const { url } = await start();
  const path = '/remotemedia.v1.webrtc.WebRtcSignaling/HealthCheck';
  const fields = 'Host: x\r\nContent-Type: application/json\r\nContent-Length: 2\r\n';
  const answer = await exchange(
    url,
    `POST ${path} HTTP/1.1\r\n${fields}Connection: Upgrade\r\nUpgrade: h2c\r\n\r\n{`,
    `}${GET}`,
  );
  expect(answer).toMatch(/^HTTP\/1.1 200 OK[\s\S]*"metrics"[\s\S]*HTTP\/1.1 200 OK[\s\S]*"healthy"/);
});

test('a connection that says nothing is dropped after five seconds', async () => {
  const clock = new ManualClock();
  const { url, stats } = await start({ clock });
  const silent = openSocket(url);
  const half = openSocket(url);
  half.write('PRI * HTT');
  await expect.poll(() => stats().sockets).toBe(2);
  await clock.advance(5_000);
  await expect.poll(() => stats().sockets).toBe(0);
  expect(stats().timers).toBe(0);
  silent.destroy();
  half.destroy();
});

test('a connection that ends before it says anything leaves nothing', async () => {
  const { url, stats } = await start();
  const socket = openSocket(url);
  await expect.poll(() => stats().sockets).toBe(1);
  socket.end();
  await expect.poll(() => stats()).toMatchObject({ sockets: 0, timers: 0 });
});

test('a client that half-closes after its request still gets the answer', async () => {
  const { url } = await start();
  const socket = openSocket(url);
  socket.end(GET);
  const answer = await new Promise((resolve) => socket.once('data', (data) => resolve(String(data))));
  expect(answer).toMatch(/^HTTP\/1.1 200 OK/);
});

test('an HTTP/2 connection whose other end vanished is dropped', async () => {
  const clock = new ManualClock();
  const { url, stats } = await start({ clock, heartbeatIntervalMs: 1_000 });
  const socket = openSocket(url);
  socket.write(
    Buffer.concat([Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'), Buffer.from([0, 0, 0, 4, 0, 0, 0, 0, 0])]),
  );
  const session = connect(url);
  await new Promise((resolve) => session.once('remoteSettings', resolve));
  await expect.poll(() => stats().timers).toBe(2);
  const pinged = new Promise((resolve) => session.once('ping', resolve));
  await clock.advance(2_000);
  await pinged;
  await new Promise((resolve) => session.ping(resolve));
  await clock.advance(2_000);
  await expect.poll(() => stats().sockets).toBe(1);
  expect(session.destroyed).toBe(false);
  session.destroy();
  socket.destroy();
});

test.each([
  ['garbage', `${'\u0001\u0002garbage'.repeat(100)}\r\n\r\n`, '400 Bad Request'],
  ['a TLS greeting', Buffer.from('16030100c8010000c40303', 'hex'), '400 Bad Request'],
  ['an endless header', `GET / HTTP/1.1\r\nHost: x\r\nX: ${'x'.repeat(40_000)}`, '431 Request Header Fields Too Large'],
  ['no host', 'GET / HTTP/1.1\r\n\r\n', '400 Bad Request'],
])('%s is answered with %s', async (_name, bytes, status) => {
  const { url } = await start();
  expect(await exchange(url, bytes)).toMatch(new RegExp(`^HTTP/1.1 ${status}`));
});

test.each([
  ['HTTP/1.0 without a host', 'POST /remotemedia.v1.webrtc.WebRtcSignaling/GetPeers HTTP/1.0\r\n\r\n'],
  ['a host that makes no URL', 'POST /remotemedia.v1.webrtc.WebRtcSignaling/GetPeers HTTP/1.1\r\nHost: [\r\n\r\n'],
])('a call with %s is answered with 400', async (_name, head) => {
  const { url } = await start();
  expect(await exchange(url, head)).toMatch(/^HTTP\/1.1 400 Bad Request/);
  expect((await fetch(`${url}/health`)).status).toBe(200);
});
