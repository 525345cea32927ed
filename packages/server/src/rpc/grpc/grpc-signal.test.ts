import { once } from 'node:events';
import { createServer } from 'node:http';
import { constants } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { MAX_MESSAGE_BYTES } from '@remotemedia/protocol';
import { expect, test } from 'vitest';
import { type GrpcStream, grpcFrame, requestFrame } from '../../testing/grpc-stream.ts';
import { candidateTo, useSignalServer } from '../../testing/signal-server.ts';
import { SDP } from '../../testing/test-peer.ts';

const signal = useSignalServer();
const { start, open, enter } = signal;

test.each(['application/grpc', 'application/grpc+proto'])('a call as %s is answered as such', async (type) => {
  await start();
  const peer = open({ 'content-type': type });
  peer.send({ requestId: 'r', request: { case: 'listPeers', value: {} } });
  await expect.poll(() => peer.heard).toEqual(['r peerList']);
  expect(peer.headers).toMatchObject({ ':status': 200, 'content-type': type, 'grpc-accept-encoding': 'identity' });
  peer.stream.end();
  await peer.closed;
  expect(peer.trailers).toMatchObject({ 'grpc-status': '0' });
  expect(peer.stream.rstCode).toBe(constants.NGHTTP2_NO_ERROR);
});

test('the header comes before anything is said', async () => {
  await start();
  const peer = open();
  await expect.poll(() => peer.headers[':status']).toBe(200);
});

test('gRPC with JSON messages, which a library does, has the same peers', async () => {
  await start();
  await enter('a');
  const peer = open({ 'content-type': 'application/grpc+json' });
  let text = '';
  peer.stream.removeAllListeners('data').on('data', (chunk) => {
    text += chunk;
  });
  peer.stream.end(grpcFrame(Buffer.from('{"requestId":"r","listPeers":{}}')));
  await peer.closed;
  expect(text).toContain('"peerId":"a"');
});

test('requests that come in pieces are carried out as if they had come whole', async () => {
  await start();
  const peer = open();
  const bytes = Buffer.concat([
    requestFrame({ requestId: 'one', request: { case: 'announce', value: { peerId: 'a' } } }),
    requestFrame({ requestId: 'two', request: { case: 'listPeers', value: {} } }),
  ]);
  for (const byte of bytes) {
    peer.stream.write(Buffer.from([byte]));
    await new Promise((resolve) => setImmediate(resolve));
  }
  await expect.poll(() => peer.heard).toEqual(['one ack', 'two peerList']);
});

test('requests of one write are answered in their order, those behind an announcement included', async () => {
  await start();
  const first = await enter('b');
  const peer = open();
  peer.send(
    { requestId: '1', request: { case: 'announce', value: { peerId: 'a' } } },
    candidateTo('b', '2'),
    { requestId: '3', request: { case: 'offer', value: { toPeerId: 'b', sdp: SDP, type: 'offer' } } },
    candidateTo('nobody', '4'),
    { requestId: '5', request: { case: 'disconnect', value: { peerId: 'a' } } },
    { requestId: '6', request: { case: 'announce', value: { peerId: 'a2' } } },
    { requestId: '7', request: { case: 'listPeers', value: {} } },
  );
  await expect.poll(() => peer.heard.length).toBe(7);
  expect(peer.heard).toEqual(['1 ack', '2 ack', '3 ack', '4 error', '5 ack', '6 ack', '7 peerList']);
  expect(first.heard).toEqual(['announce ack', 'peerJoined', 'iceCandidate', 'offer', 'peerLeft', 'peerJoined']);
});

test('requests wait while a handler of the application thinks about the one before', async () => {
  const order: string[] = [];
  let release: () => void = () => {};
  await start({
    handlers: {
      onOffer: () =>
        new Promise((resolve) => {
          order.push('offer asked');
          release = resolve;
        }),
      onIceCandidate: () => void order.push('candidate asked'),
    },
  });
  const b = await enter('b');
  const a = await enter('a');
  a.send({ requestId: '1', request: { case: 'offer', value: { toPeerId: 'b', sdp: SDP, type: 'offer' } } });
  await expect.poll(() => order).toEqual(['offer asked']);
  a.send(candidateTo('b', '2'));
  b.send(candidateTo('a', 'other'));
  // The other peer does not wait.
  await expect.poll(() => a.heard.at(-1)).toBe('iceCandidate');
  expect(order).toEqual(['offer asked', 'candidate asked']);
  release();
  await expect.poll(() => a.heard.slice(-2)).toEqual(['1 ack', '2 ack']);
  expect(b.heard.slice(-3)).toEqual(['other ack', 'offer', 'iceCandidate']);
});

test('the requests before a half-close are carried out, and then the call ends well', async () => {
  await start();
  const b = await enter('b');
  const a = open();
  a.stream.end(
    Buffer.concat([
      requestFrame({ requestId: '1', request: { case: 'announce', value: { peerId: 'a' } } }),
      requestFrame(candidateTo('b', '2')),
    ]),
  );
  await a.closed;
  expect(a.heard).toEqual(['1 ack', '2 ack']);
  expect(a.trailers['grpc-status']).toBe('0');
  await expect.poll(() => b.heard).toEqual(['announce ack', 'peerJoined', 'iceCandidate', 'peerLeft']);
});

test.each([
  ['a reset', (peer: GrpcStream) => peer.stream.close(constants.NGHTTP2_CANCEL)],
  ['a lost connection', (peer: GrpcStream) => peer.destroy()],
])('%s ends the stay at once', async (_name, breakOff) => {
  await start();
  const b = await enter('b');
  const a = await enter('a');
  breakOff(a);
  await expect.poll(() => b.heard.at(-1)).toBe('peerLeft');
  expect(signal.server.stats()).toMatchObject({ peers: 1, streams: 1 });
});

test('a client that is gone before its announcement was carried out leaves nothing', async () => {
  let release: () => void = () => {};
  let asked = 0;
  const onJoin = () =>
    new Promise<void>((resolve) => {
      asked += 1;
      release = resolve;
    });
  await start({ handlers: { onJoin } });
  const a = open();
  a.announce('a');
  await expect.poll(() => asked).toBe(1);
  a.destroy();
  await expect.poll(() => signal.server.stats().sockets).toBe(0);
  release();
  await expect.poll(() => signal.server.stats()).toMatchObject({ peers: 0, rooms: 0, streams: 0 });
});

test('a refusal without a request id ends the call; its text may be any', async () => {
  await start();
  const a = await enter('a');
  a.send({ request: { case: 'offer', value: { toPeerId: 'für%', sdp: SDP } } });
  await a.closed;
  expect(a.trailers).toMatchObject({ 'grpc-status': '5', 'grpc-message': 'Peer not found: f%C3%BCr%25' });
  expect(signal.server.stats().peers).toBe(0);
});

test.each([
  ['a message over the limit', grpcFrame(new Uint8Array(MAX_MESSAGE_BYTES + 1)), {}, '8'],
  ['a message that is none', grpcFrame(Buffer.from('ffff', 'hex')), {}, '13'],
  ['a compressed message', grpcFrame(new Uint8Array(3), 1), { 'grpc-encoding': 'gzip' }, '12'],
  ['a message with a strange flag', grpcFrame(new Uint8Array(3), 4), {}, '13'],
])('%s ends that call only', async (_name, bytes, fields, status) => {
  await start();
  const b = await enter('b');
  const a = open(fields);
  a.announce('a');
  a.stream.write(bytes);
  await a.closed;
  expect(a.headers[':status']).toBe(200);
  expect(a.trailers['grpc-status']).toBe(status);
  await expect.poll(() => b.heard).toEqual(['announce ack', 'peerJoined', 'peerLeft']);
});

test('a request id that is too long to be kept ends the call', async () => {
  await start();
  const call = open();
  call.send({ requestId: 'x'.repeat(257), request: { case: 'listPeers', value: {} } });
  await call.closed;
  expect(call.trailers).toMatchObject({ 'grpc-status': '3' });
  expect(call.responses).toEqual([]);
});

test('a call that ends in the middle of a message ends with a status', async () => {
  await start();
  const a = open();
  a.stream.end(Buffer.from([0, 0, 0, 0, 9, 1]));
  await a.closed;
  expect(a.trailers['grpc-status']).toBe('13');
});

test('a message of the greatest length is read', async () => {
  await start();
  const a = await enter('a');
  const room = MAX_MESSAGE_BYTES - 60;
  a.send({ requestId: 'x', request: { case: 'offer', value: { toPeerId: 'a', sdp: 'x'.repeat(room) } } });
  await expect.poll(() => a.heard.at(-1)).toBe('x error');
});

test('a message that does not come to its end within thirty seconds ends the call; silence between messages does not', async () => {
  const clock = await start({ heartbeatIntervalMs: 60_000 });
  const peer = await enter('a');
  await clock.advance(100_000);
  expect(peer.stream.closed).toBe(false);
  peer.stream.write(requestFrame(candidateTo('b', 'r')).subarray(0, 20));
  const wait = async () => {
    await clock.advance(10_000);
    return peer.trailers['grpc-status'];
  };
  await expect.poll(wait, { timeout: 4_000 }).toBe('4');
});

test('a call ends when the time is over that its client gave it', async () => {
  const clock = await start();
  const a = open({ 'grpc-timeout': '1500m' });
  a.announce('a');
  await expect.poll(() => a.heard).toEqual(['announce ack']);
  await clock.advance(1_499);
  expect(signal.server.stats().peers).toBe(1);
  await clock.advance(1);
  await a.closed;
  expect(a.trailers['grpc-status']).toBe('4');
  expect(signal.server.stats().peers).toBe(0);
});

test('a timeout that is none is refused in the header ("Trailers-Only")', async () => {
  await start();
  const a = open({ 'grpc-timeout': 'soon' });
  await a.closed;
  expect(a.headers).toMatchObject({ ':status': 200, 'content-type': 'application/grpc', 'grpc-status': '3' });
  expect(a.trailers).toEqual({});
});

test('the end of the server ends its calls with a status', async () => {
  await start();
  const [a, silent] = [await enter('a'), open()];
  await expect.poll(() => silent.headers[':status']).toBe(200);
  await signal.server.close();
  await Promise.all([a.closed, silent.closed]);
  expect([a.trailers['grpc-status'], silent.trailers['grpc-status']]).toEqual(['14', '14']);
});

test('a call that is reset while its token is being checked leaves nothing', async () => {
  let answerKeys: () => void = () => {};
  const keys = createServer((_request, response) => {
    answerKeys = () => response.writeHead(503).end();
  }).listen(0, '127.0.0.1');
  await once(keys, 'listening');
  const { port } = keys.address() as AddressInfo;
  await start({ access: { jwt: { jwks: `http://127.0.0.1:${port}/` } } });
  const call = open({ authorization: 'Bearer eyJhbGciOiJSUzI1NiJ9.e30.AAAA' });
  await once(call.stream, 'ready');
  const other = open({ authorization: 'Bearer eyJhbGciOiJSUzI1NiJ9.e30.AAAA' });
  await once(other.stream, 'ready');
  // Its error has nobody else to go to: it would end the process.
  call.stream.close(constants.NGHTTP2_INTERNAL_ERROR);
  await call.closed;
  answerKeys();
  await other.closed;
  expect(other.headers).toMatchObject({ 'grpc-status': '14' });
  keys.close();
});
