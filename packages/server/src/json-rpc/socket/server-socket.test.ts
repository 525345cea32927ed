import { connect, type Socket } from 'node:net';
import { SdkError } from '@remotemedia/base';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { FrameClient } from '../testing/frame-client.ts';
import { type SocketServer, startSocketServer } from '../testing/socket-server.ts';

// The server's side of WebSockets, with the `ws` library as the client where that can send what is needed.

let server: SocketServer;
beforeEach(async () => {
  server = await startSocketServer();
});
afterEach(() => server.close());

const HANDSHAKE =
  'GET /ws HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n' +
  'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n';
/** `{"id":1,"method":"ping"}` as a client sends it, under a mask of zeros. */
const CALL = Buffer.concat([Buffer.from('819800000000', 'hex'), Buffer.from('{"id":1,"method":"ping"}')]);
/** What the server answers to it. */
const ANSWER = Buffer.concat([Buffer.from('8124', 'hex'), Buffer.from('{"jsonrpc":"2.0","id":1,"result":{}}')]);

/** A connection without a WebSocket library; what came on it. */
function openRaw(first: string | Buffer): { readonly socket: Socket; came(): Buffer; readonly ended: Promise<void> } {
  const socket = connect({ port: Number(new URL(server.url).port), host: '127.0.0.1', allowHalfOpen: true });
  const chunks: Buffer[] = [];
  socket.on('data', (chunk) => chunks.push(chunk));
  socket.on('error', () => {});
  const ended = new Promise<void>((resolve) => socket.once('end', () => resolve()));
  socket.write(first);
  return { socket, came: () => Buffer.concat(chunks), ended };
}

test('the handshake is that of RFC 6455 §1.3', async () => {
  const { came, socket } = openRaw(HANDSHAKE);
  await expect.poll(() => came().toString()).toMatch(/^HTTP\/1.1 101 [\s\S]*\r\n\r\n$/);
  expect(came().toString()).toContain('\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n');
  socket.destroy();
});

test('a call that comes with the handshake is answered', async () => {
  const { came, socket } = openRaw(Buffer.concat([Buffer.from(HANDSHAKE), CALL]));
  await expect.poll(() => came().subarray(-ANSWER.length)).toEqual(ANSWER);
  socket.destroy();
});

test('a message that comes in pieces is one message', async () => {
  const client = await FrameClient.open(server.url);
  client.socket.send('{"id":1,', { fin: false });
  client.socket.ping('meanwhile');
  client.socket.send('"method":"ping"}', { fin: true });
  expect(await client.next()).toMatchObject({ id: 1, result: {} });
});

test('signs of life are given with what they were asked with', async () => {
  const client = await FrameClient.open(server.url);
  const pong = new Promise((resolve) => client.socket.once('pong', (data) => resolve(String(data))));
  client.socket.ping('are you there?');
  expect(await pong).toBe('are you there?');
});

test('one who asks for signs of life and does not read them does not fill the server', async () => {
  const client = await FrameClient.open(server.url);
  client.socket.pause();
  const payload = Buffer.alloc(125);
  for (let count = 0; count < 100_000; count += 1) client.socket.ping(payload);
  const before = process.memoryUsage().heapUsed;
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(process.memoryUsage().heapUsed - before).toBeLessThan(30_000_000);
  const other = await FrameClient.open(server.url);
  expect(await other.call('ping')).toMatchObject({ result: {} });
  client.socket.terminate();
});

test.each([
  ['a code', 3_000],
  ['no code', undefined],
])('a close frame with %s is answered with the same', async (_name, code) => {
  const client = await FrameClient.open(server.url);
  client.socket.close(code);
  expect((await client.closed).code).toBe(code ?? 1_005);
  await expect.poll(() => server.webSockets.openSockets).toBe(0);
});

test.each([
  ['breaks the protocol', 'ff80', '880203ea'],
  ['is no UTF-8', '818200000000c328', '880203ef'],
  ['is too long', '81ff7fffffffffffffff', '880203f1'],
])('a frame that %s is answered with a close frame, and the connection ends', async (_name, frame, answer) => {
  const { socket, came, ended } = openRaw(HANDSHAKE);
  await expect.poll(() => server.webSockets.openSockets).toBe(1);
  socket.write(Buffer.concat([Buffer.from(frame, 'hex'), CALL]));
  await ended;
  expect(came().toString('hex')).toMatch(new RegExp(`0d0a0d0a${answer}$`));
  socket.end();
  await expect.poll(() => server.webSockets.openSockets).toBe(0);
});

test('a client that ends its side without a word is gone', async () => {
  const { socket, ended } = openRaw(HANDSHAKE);
  await expect.poll(() => server.webSockets.openSockets).toBe(1);
  socket.end();
  await ended;
  await expect.poll(() => server.webSockets.openSockets).toBe(0);
});

test('a client that does not answer a close frame is let go of after a second', async () => {
  const { socket, came } = openRaw(HANDSHAKE);
  await expect.poll(() => server.webSockets.openSockets).toBe(1);
  server.webSockets.close();
  await expect.poll(() => came().subarray(-23).toString('latin1')).toBe('\x03\xe9the server is closing');
  const closed = new Promise((resolve) => socket.once('close', resolve));
  await server.clock.advance(999);
  expect(server.webSockets.openSockets).toBe(1);
  await server.clock.advance(1);
  socket.end();
  await closed;
  await expect.poll(() => server.webSockets.openSockets).toBe(0);
});

test('what is too much for the moment says when to try again', async () => {
  await server.close();
  const take = () => {
    throw new SdkError('resource-exhausted', 'too many messages', { retryAfterMs: 250 });
  };
  server = await startSocketServer({ hubOptions: { rates: { openGate: () => ({ take }), takeJoin() {} } } });
  const a = await FrameClient.open(server.url);
  const b = await FrameClient.open(server.url);
  await a.call('peer.announce', { peer_id: 'a' });
  await b.call('peer.announce', { peer_id: 'b' });
  expect(await b.call('peer.ice_candidate', { to: 'a', candidate: '' })).toEqual({
    jsonrpc: '2.0',
    id: 1,
    error: {
      code: -32_001,
      message: 'too many messages',
      data: { reason: 'too many messages', code: 'resource-exhausted', retry_after_ms: 250 },
    },
  });
});
