import { connect, type OutgoingHttpHeaders } from 'node:http2';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { ManualClock } from '@remotemedia/base';
import { MAX_MESSAGE_BYTES } from '@remotemedia/protocol';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { type RemoteMediaServer, startServer } from './index.ts';
import { GrpcPeer } from './testing/grpc-peer.ts';
import { exchange, openSocket } from './testing/raw-socket.ts';
import { SocketPeer } from './testing/socket-peer.ts';
import { SDP, type TestPeer } from './testing/test-peer.ts';
import { grpc, grpcWeb, TRANSPORTS } from './testing/transports.ts';
import { WebPeer } from './testing/web-peer.ts';

setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');

const SERVICE = '/remotemedia.v1.webrtc.WebRtcSignaling';
const MIB = 1_048_576;
/** The same 1 MiB of garbage in every run. */
const GARBAGE = Buffer.alloc(MIB, Buffer.from(Array.from({ length: 251 }, (_, index) => (index * 167 + 13) % 256)));

let server: RemoteMediaServer;
let clock: ManualClock;
let bystanders: TestPeer[];

beforeEach(async () => {
  clock = new ManualClock();
  server = await startServer({ port: 0, clock });
  const { url } = server;
  bystanders = [
    await GrpcPeer.enter(grpc(url), { id: 'native' }),
    await WebPeer.enter(grpcWeb(url), { id: 'page' }),
    await SocketPeer.enter(url, { id: 'socket' }),
  ];
  await expect.poll(() => bystanders[0]?.news.all.length).toBe(2);
  for (const { news } of bystanders) news.all.length = 0;
});

afterEach(async () => {
  // Whatever a test did: the others were told nothing of it, and their calls go on.
  for (const peer of bystanders) expect(peer.news.all).toEqual([]);
  const [native, page, socket] = bystanders;
  await native?.offer('page', SDP);
  await page?.offer('socket', SDP);
  await socket?.offer('native', SDP);
  for (const peer of bystanders) await expect.poll(() => peer.news.all.map(({ kind }) => kind)).toEqual(['offer']);
  await server.close();
  expect(Object.values(server.stats()).filter((count) => count > 0)).toEqual([]);
});

/** Posts bytes as one request body over HTTP/1.1. */
function post(path: string, contentType: string, body: Uint8Array | string): Promise<Response> {
  return fetch(server.url + path, {
    method: 'POST',
    headers: { 'content-type': contentType },
    body: Buffer.from(body),
  });
}

/** Posts bytes as one request body over HTTP/2; the trailers, or the headers where the status is there. */
async function post2(path: string, contentType: string, body: Uint8Array): Promise<Record<string, unknown>> {
  const session = connect(server.url);
  session.on('error', () => {});
  const headers: OutgoingHttpHeaders = {
    ':path': path,
    ':method': 'POST',
    'content-type': contentType,
    te: 'trailers',
  };
  const stream = session.request(headers);
  const found: Record<string, unknown> = {};
  stream.on('error', () => {});
  stream.on('response', (fields) => Object.assign(found, fields));
  stream.on('trailers', (fields) => Object.assign(found, fields));
  stream.resume();
  const closed = new Promise((resolve) => stream.once('close', resolve));
  stream.end(body);
  await closed;
  session.destroy();
  return found;
}

/** One gRPC message. */
function envelope(message: Uint8Array): Uint8Array {
  const head = Buffer.alloc(5);
  head.writeUInt32BE(message.length, 1);
  return Buffer.concat([head, message]);
}

const MALFORMED = Buffer.from('ffffffffffffffff', 'hex');
const METHODS = ['/GetPeers', '/HealthCheck', 'Web/Send', 'Web/Subscribe', '/Signal'];

test.each(METHODS)('malformed protobuf to WebRtcSignaling%s is a typed error', async (method) => {
  const path = SERVICE + method;
  const overGrpc = await post2(path, 'application/grpc', envelope(MALFORMED));
  expect(overGrpc).toMatchObject({ ':status': 200, 'grpc-status': '13' });
  const overWeb = await post2(path, 'application/grpc-web+proto', envelope(MALFORMED));
  expect(overWeb[':status']).toBe(200);
});

test.each(['/GetPeers', 'Web/Send', 'Web/Subscribe'])(
  'malformed messages to WebRtcSignaling%s over HTTP/1.1 are typed errors',
  async (method) => {
    const path = SERVICE + method;
    const web = await post(path, 'application/grpc-web+proto', envelope(MALFORMED));
    expect(web.status).toBe(200);
    expect(await web.text()).toMatch(/grpc-status: 13/i);
    if (method === 'Web/Subscribe') return;
    const connectProto = await post(path, 'application/proto', MALFORMED);
    expect(await connectProto.json()).toMatchObject({ code: 'internal' });
    const connectJson = await post(path, 'application/json', '{"room"');
    expect(await connectJson.json()).toMatchObject({ code: expect.stringMatching(/internal|invalid_argument/) });
  },
);

test.each(METHODS)('1 MiB of garbage to WebRtcSignaling%s is a typed error', async (method) => {
  const path = SERVICE + method;
  const raw = await post2(path, 'application/grpc', GARBAGE);
  expect(raw['grpc-status']).toBe('8');
  const message = await post2(path, 'application/grpc', envelope(GARBAGE));
  expect(message['grpc-status']).toBe('8');
});

test('1 MiB of garbage over HTTP/1.1 is a typed error', async () => {
  const web = await post(`${SERVICE}Web/Send`, 'application/grpc-web+proto', envelope(GARBAGE));
  expect(await web.text()).toMatch(/grpc-status: 8/i);
  const unary = await post(`${SERVICE}Web/Send`, 'application/proto', GARBAGE);
  expect(await unary.json()).toMatchObject({ code: 'resource_exhausted' });
  const page = await post('/', 'text/html', GARBAGE);
  expect(page.status).toBe(404);
});

test('1 MiB of garbage on the bare port, on HTTP/2 and on a WebSocket handshake is refused', async () => {
  const { url } = server;
  expect(await exchange(url, GARBAGE)).toMatch(/^(HTTP\/1.1 400|$)/);
  await exchange(url, 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', GARBAGE);
  await exchange(url, 'GET / HTTP/1.1\r\nHost: x\r\n', GARBAGE);
  await expect.poll(() => server.stats().sockets).toBeLessThanOrEqual(4);
});

test.each(Object.entries(TRANSPORTS))('a message over the limit is refused on %s', async (_name, connectTo) => {
  const peer = new WebPeer(connectTo(server.url), 'big');
  const metadata = { note: 'x'.repeat(MAX_MESSAGE_BYTES) };
  const intent = { case: 'announce', value: { peerId: 'big', metadata } } as const;
  await expect(peer.subscribe(intent)).rejects.toMatchObject({ code: 8 });
});

test('garbage in a text frame is answered; a frame over the limit closes that socket only', async () => {
  const peer = await SocketPeer.open(server.url, 'x');
  peer.socket.send(GARBAGE.toString('latin1').slice(0, 100_000));
  await expect.poll(() => peer.frames).toMatchObject([{ id: null, error: { code: -32_700 } }]);
  peer.socket.send(GARBAGE.toString('latin1'));
  expect(await peer.closed).toBe(1_009);
});

const DEEP = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
const LONG = 'x'.repeat(257);

test.each([
  ['a deep array', DEEP],
  ['a list', '[1]'],
  ['an object', '{"a":1}'],
  ['true', 'true'],
  ['a number without end', '1e999'],
  ['a long text', `"${LONG}"`],
])('a call whose id is %s is refused with id null, whatever else it holds', async (_name, id) => {
  const peer = await SocketPeer.open(server.url, 'x');
  peer.socket.send(`{"jsonrpc":"2.0","method":"ping","id":${id}}`);
  peer.socket.send(`{"method":5,"id":${id}}`);
  const refusal = { id: null, error: { code: -32_600, message: expect.stringContaining('id must be a string') } };
  await expect.poll(() => peer.frames).toMatchObject([refusal, refusal]);
  expect(await peer.call('ping')).toEqual({});
  peer.drop();
});

test.each([
  ['a text', `"${LONG.slice(1)}"`],
  ['a fraction', '-1.5'],
  ['null', 'null'],
])('a call whose id is %s gets it back', async (_name, id) => {
  const peer = await SocketPeer.open(server.url, 'x');
  peer.socket.send(`{"method":"ping","id":${id}}`);
  await expect.poll(() => peer.frames).toEqual([{ jsonrpc: '2.0', id: JSON.parse(id), result: {} }]);
  peer.drop();
});

test.each([
  ['a frame', DEEP],
  ['params', `{"id":1,"method":"ping","params":${DEEP}}`],
  ['a number of a call', `{"id":1,"method":"ping","params":{"seq":${DEEP}}}`],
  ['user data', `{"id":1,"method":"peer.announce","params":{"peer_id":"deep","user_data":{"x":${DEEP}}}}`],
  ['a token', `{"id":1,"method":"peer.resume","params":{"session_token":${DEEP}}}`],
])('a deep array as %s is answered', async (_name, frame) => {
  const peer = await SocketPeer.open(server.url, 'x');
  peer.socket.send(frame);
  // A list is a batch, and so is its answer.
  await expect.poll(() => peer.frames.flat()).toMatchObject([{ jsonrpc: '2.0' }]);
  expect(await peer.call('ping')).toEqual({});
  peer.drop();
});

test('frames that break the WebSocket protocol close that socket only', async () => {
  for (const bytes of ['8100', 'c18500000000', '83850000000000000000', '818300000000fffefd', 'ff']) {
    const socket = new WebSocket(server.url.replace('http', 'ws'));
    socket.on('error', () => {});
    await new Promise((resolve) => socket.once('open', resolve));
    const closed = new Promise((resolve) => socket.once('close', resolve));
    // Past the library, which would send well-formed frames only.
    Reflect.get(socket, '_socket').write(Buffer.from(bytes, 'hex'));
    await Promise.race([closed, new Promise((resolve) => setTimeout(resolve, 200))]);
    socket.terminate();
  }
  await expect.poll(() => server.stats().webSockets).toBe(1);
});

test('bodies that stop half-way leave nothing behind', async () => {
  const before = server.stats();
  const fields = 'Host: x\r\nContent-Type: application/grpc-web+proto\r\nContent-Length: 5000\r\n';
  for (const method of METHODS) {
    const socket = openSocket(server.url);
    socket.write(`POST ${SERVICE}${method} HTTP/1.1\r\n${fields}\r\n\u0000\u0000\u0000\u0001`);
    await new Promise((resolve) => setTimeout(resolve, 10));
    socket.destroy();
    const session = connect(server.url);
    session.on('error', () => {});
    const stream = session.request({
      ':path': SERVICE + method,
      ':method': 'POST',
      'content-type': 'application/grpc',
    });
    stream.on('error', () => {});
    stream.write(Buffer.from([0, 0, 0, 1]));
    await new Promise((resolve) => setTimeout(resolve, 10));
    stream.close(8);
    session.destroy();
  }
  await expect.poll(() => server.stats()).toEqual(before);
});

test('memory does not grow with garbage', { timeout: 30_000 }, async () => {
  const round = async () => {
    for (let index = 0; index < 4; index += 1) {
      await post2(`${SERVICE}/Signal`, 'application/grpc', GARBAGE);
      await post(`${SERVICE}Web/Send`, 'application/proto', GARBAGE);
      await exchange(server.url, GARBAGE.subarray(0, 100_000));
      const peer = await SocketPeer.open(server.url, 'x');
      peer.socket.send(GARBAGE.toString('latin1').slice(0, 100_000));
      await expect.poll(() => peer.frames.length).toBe(1);
      peer.socket.terminate();
    }
  };
  const held = () => {
    collectGarbage();
    const { heapUsed, arrayBuffers } = process.memoryUsage();
    return heapUsed + arrayBuffers;
  };
  await round();
  await round();
  const before = held();
  await round();
  // 12 MiB and more were sent in between; sockets that are ending let go of theirs a moment later.
  await expect.poll(() => held() - before, { timeout: 10_000 }).toBeLessThan(2 * MIB);
  await expect.poll(() => server.stats()).toMatchObject({ peers: 3, streams: 2, webSockets: 1 });
});
