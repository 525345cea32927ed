import { connect } from 'node:http2';
import { create, fromBinary, type MessageInitShape, toBinary } from '@bufbuild/protobuf';
import { ManualClock } from '@remotemedia/base';
import { MAX_MESSAGE_BYTES } from '@remotemedia/protocol';
import { SendRequestSchema, SendResponseSchema } from '@remotemedia/protocol/webrtc';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type RemoteMediaServer, startServer } from '../index.ts';
import { grpcFrame } from '../testing/grpc-stream.ts';
import { openSocket } from '../testing/raw-socket.ts';
import { CANDIDATE } from '../testing/test-peer.ts';
import { grpcWeb } from '../testing/transports.ts';
import { WebPeer } from '../testing/web-peer.ts';

const PATH = '/remotemedia.v1.webrtc.WebRtcSignalingWeb/Send';

let server: RemoteMediaServer;
let clock: ManualClock;
let timers: number;
let ada: WebPeer;
let bob: WebPeer;

beforeEach(async () => {
  clock = new ManualClock();
  server = await startServer({ port: 0, clock, heartbeatIntervalMs: 60_000 });
  ada = await WebPeer.enter(grpcWeb(server.url), { id: 'ada' });
  bob = await WebPeer.enter(grpcWeb(server.url), { id: 'bob' });
  timers = clock.pending;
});
afterEach(() => server.close());

function bytesOf(request: MessageInitShape<typeof SendRequestSchema>): Uint8Array {
  const whole = { sessionToken: ada.ready?.sessionToken ?? '', firstSeq: 1n, ...request };
  return toBinary(SendRequestSchema, create(SendRequestSchema, whole));
}

const CALL: MessageInitShape<typeof SendRequestSchema> = {
  requests: [{ requestId: 'r', request: { case: 'iceCandidate', value: { toPeerId: 'bob', candidate: CANDIDATE } } }],
};

function post(body: Uint8Array, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(server.url + PATH, {
    method: 'POST',
    headers: { 'content-type': 'application/grpc-web+proto', ...headers },
    body: Buffer.from(body),
  });
}

/** Message and last fields of an answer. */
function read(bytes: Uint8Array) {
  let rest = Buffer.from(bytes);
  const found: { message?: Buffer; trailers?: string } = {};
  while (rest.length > 0) {
    const content = rest.subarray(5, 5 + rest.readUInt32BE(1));
    if (rest[0] === 0x80) found.trailers = content.toString('latin1');
    else found.message = content;
    rest = rest.subarray(5 + content.length);
  }
  return found;
}

test.each(['application/grpc-web+proto', 'application/grpc-web'])(
  '%s is answered whole, and other pages may read it',
  async (type) => {
    const response = await post(grpcFrame(bytesOf(CALL)), { 'content-type': type, origin: 'https://app.example.org' });
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('application/grpc-web+proto');
    expect(response.headers.get('access-control-allow-origin')).toBe('*');
    const body = await response.arrayBuffer();
    expect(response.headers.get('content-length')).toBe(`${body.byteLength}`);
    const { message, trailers } = read(new Uint8Array(body));
    expect(trailers).toBe('grpc-status: 0\r\n');
    expect(fromBinary(SendResponseSchema, message ?? Buffer.alloc(0)).responses).toMatchObject([
      { requestId: 'r', response: { case: 'ack' } },
    ]);
    await expect.poll(() => bob.news.all.map(({ kind }) => kind)).toEqual(['candidate']);
  },
);

test.each([
  [
    'a token that nobody has',
    () => grpcFrame(bytesOf({ sessionToken: 'für' })),
    /^grpc-status: 16\r\ngrpc-message: the session/,
  ],
  ['bytes that are no message', () => grpcFrame(Buffer.from('ffff', 'hex')), /^grpc-status: 13\r\n/],
  ['an empty body', () => Buffer.alloc(0), /^grpc-status: 3\r\n/],
  ['half a message', () => grpcFrame(bytesOf(CALL)).subarray(0, -1), /^grpc-status: 3\r\n/],
  ['two messages', () => Buffer.concat([grpcFrame(bytesOf(CALL)), grpcFrame(bytesOf(CALL))]), /^grpc-status: 12\r\n/],
  ['a message over the limit', () => grpcFrame(Buffer.alloc(MAX_MESSAGE_BYTES + 1)), /^grpc-status: 8\r\n/],
  ['a compressed message', () => grpcFrame(bytesOf(CALL), 1), /^grpc-status: 13\r\n/],
] as const)('%s is refused with a status', async (_name, body, trailers) => {
  const response = await post(body());
  expect(response.status).toBe(200);
  expect(read(new Uint8Array(await response.arrayBuffer()))).toEqual({ trailers: expect.stringMatching(trailers) });
  expect(bob.news.all).toEqual([]);
});

test('compression that the header names is refused as such', async () => {
  const response = await post(grpcFrame(bytesOf(CALL), 1), { 'grpc-encoding': 'gzip' });
  expect(read(new Uint8Array(await response.arrayBuffer())).trailers).toMatch(/^grpc-status: 12\r\n/);
});

test('it is answered over HTTP/2, too, in however many pieces it comes', async () => {
  const session = connect(server.url);
  const stream = session.request({
    ':method': 'POST',
    ':path': PATH,
    'content-type': 'application/grpc-web+proto',
  });
  const chunks: Buffer[] = [];
  stream.on('data', (chunk: Buffer) => chunks.push(chunk));
  for (const byte of grpcFrame(bytesOf(CALL))) stream.write(Buffer.from([byte]));
  stream.end();
  await new Promise((resolve) => stream.once('end', resolve));
  expect(read(Buffer.concat(chunks)).trailers).toBe('grpc-status: 0\r\n');
  session.destroy();
});

test('a message that takes too long to arrive is refused', async () => {
  const session = connect(server.url);
  const stream = session.request({
    ':method': 'POST',
    ':path': PATH,
    'content-type': 'application/grpc-web+proto',
  });
  const chunks: Buffer[] = [];
  stream.on('data', (chunk: Buffer) => chunks.push(chunk));
  stream.on('error', () => {});
  const closed = new Promise((resolve) => stream.once('close', resolve));
  stream.write(grpcFrame(bytesOf(CALL)).subarray(0, 9));
  // One of the connection, one of the message.
  await expect.poll(() => clock.pending).toBe(timers + 2);
  await clock.advance(30_000);
  await closed;
  expect(read(Buffer.concat(chunks)).trailers).toMatch(/^grpc-status: 4\r\n/);
  session.destroy();
});

test('a client that goes in the middle of its message leaves nothing', async () => {
  const before = server.stats();
  const socket = openSocket(server.url);
  const fields = 'Host: x\r\nContent-Type: application/grpc-web+proto\r\nContent-Length: 5000\r\n';
  socket.write(`POST ${PATH} HTTP/1.1\r\n${fields}\r\n\u0000\u0000\u0000\u0001`);
  await expect.poll(() => server.stats().sockets).toBe(before.sockets + 1);
  socket.destroy();
  await expect.poll(() => server.stats()).toEqual(before);
});
