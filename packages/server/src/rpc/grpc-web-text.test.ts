import { create, fromBinary, type MessageInitShape, toBinary } from '@bufbuild/protobuf';
import { ManualClock } from '@remotemedia/base';
import {
  GetPeersResponseSchema,
  SendRequestSchema,
  SendResponseSchema,
  SubscribeRequestSchema,
  type SubscribeResponse,
  SubscribeResponseSchema,
} from '@remotemedia/protocol/webrtc';
import { afterEach, expect, test } from 'vitest';
import { type RemoteMediaServer, startServer } from '../index.ts';
import { GrpcPeer } from '../testing/grpc-peer.ts';
import { grpcFrame } from '../testing/grpc-stream.ts';
import { grpc } from '../testing/transports.ts';

let server: RemoteMediaServer;
afterEach(() => server.close());

async function start(): Promise<ManualClock> {
  const clock = new ManualClock();
  server = await startServer({ port: 0, clock });
  return clock;
}

/** Calls a method as Google's client does. */
function call(method: string, body: string, contentType = 'application/grpc-web-text', signal?: AbortSignal) {
  return fetch(`${server.url}/remotemedia.v1.webrtc.${method}`, {
    method: 'POST',
    headers: { 'content-type': contentType, accept: contentType, 'x-grpc-web': '1' },
    body,
    ...(signal && { signal }),
  });
}

/** Undoes base64 that was put together of pieces, each with its own padding. */
function decode(text: string): Buffer {
  return Buffer.concat((text.match(/[^=]+={0,2}/g) ?? []).map((piece) => Buffer.from(piece, 'base64')));
}

/** The frames in bytes: messages, and the trailers as text. */
function framesOf(bytes: Buffer): { messages: Buffer[]; trailers: string | undefined; rest: Buffer } {
  const messages: Buffer[] = [];
  let rest = bytes;
  while (rest.length >= 5 && rest.length >= 5 + rest.readUInt32BE(1)) {
    const content = rest.subarray(5, 5 + rest.readUInt32BE(1));
    if (rest[0] === 0x80) return { messages, trailers: content.toString(), rest: Buffer.alloc(0) };
    messages.push(content);
    rest = rest.subarray(5 + content.length);
  }
  return { messages, trailers: undefined, rest };
}

test.each(['application/grpc-web-text', 'application/grpc-web-text+proto', 'application/grpc-web-text; charset=utf-8'])(
  'a unary call as %s is answered in base64',
  async (type) => {
    await start();
    await GrpcPeer.enter(grpc(server.url), { id: 'a' });
    const response = await call('WebRtcSignaling/GetPeers', grpcFrame(new Uint8Array()).toString('base64'), type);
    expect(response.headers.get('content-type')).toBe('application/grpc-web-text+proto');
    expect(response.headers.get('access-control-allow-origin')).toBe('*');
    const { messages, trailers } = framesOf(decode(await response.text()));
    expect(fromBinary(GetPeersResponseSchema, messages[0] ?? new Uint8Array())).toMatchObject({ count: 1 });
    expect(trailers).toMatch(/grpc-status: 0/i);
  },
);

test('a stream comes piece by piece, and what was sent in pieces with padding of their own is understood', async () => {
  const clock = await start();
  const intent = { case: 'announce', value: { peerId: 'web' } } as const;
  const frame = grpcFrame(toBinary(SubscribeRequestSchema, create(SubscribeRequestSchema, { intent })));
  const body = [frame.subarray(0, 4), frame.subarray(4, 11), frame.subarray(11)].map((part) => part.toString('base64'));
  const gone = new AbortController();
  const response = await call('WebRtcSignalingWeb/Subscribe', body.join(''), undefined, gone.signal);
  let text = '';
  const heard = (): SubscribeResponse[] =>
    framesOf(decode(text)).messages.map((bytes) => fromBinary(SubscribeResponseSchema, bytes));
  const read = (async () => {
    for await (const chunk of response.body ?? []) text += Buffer.from(chunk).toString('latin1');
  })().catch(() => {});
  await expect.poll(() => heard().map(({ event }) => event.case)).toEqual(['ready']);
  const native = await GrpcPeer.enter(grpc(server.url), { id: 'native' });
  await expect.poll(() => heard().map(({ event }) => event.case)).toEqual(['ready', 'notification']);
  await clock.advance(2_000);
  await expect.poll(() => heard().at(-1)?.event.case).toBe('heartbeat');
  const [ready] = heard();
  const sessionToken = ready?.event.case === 'ready' ? ready.event.value.sessionToken : '';
  const request: MessageInitShape<typeof SendRequestSchema> = {
    sessionToken,
    firstSeq: 1n,
    requests: [{ requestId: 'r', request: { case: 'disconnect', value: { peerId: 'native' } } }],
  };
  const sent = grpcFrame(toBinary(SendRequestSchema, create(SendRequestSchema, request))).toString('base64');
  const answer = framesOf(decode(await (await call('WebRtcSignalingWeb/Send', sent)).text()));
  expect(fromBinary(SendResponseSchema, answer.messages[0] ?? new Uint8Array()).responses).toMatchObject([
    { requestId: 'r', response: { case: 'ack' } },
  ]);
  await expect.poll(() => native.news.all.at(-1)).toMatchObject({ kind: 'disconnected', peer: 'web' });
  gone.abort();
  await read;
  await expect.poll(() => server.stats()).toMatchObject({ waitingPeers: 1, streams: 1 });
});

test.each([
  ['a status', 'WebRtcSignalingWeb/Send', grpcFrame(new Uint8Array()).toString('base64'), /grpc-status: 16/i],
  ['no base64', 'WebRtcSignalingWeb/Send', '!!!', /grpc-status: (3|12|13)/i],
  ['half a message', 'WebRtcSignalingWeb/Send', 'AAAAAAk=', /grpc-status: (3|12|13)/i],
  ['a message too long', 'WebRtcSignalingWeb/Send', 'AH////8=', /grpc-status: 8/i],
])('%s is answered in base64, too', async (_name, method, body, trailers) => {
  await start();
  const response = await call(method, body);
  expect(response.status).toBe(200);
  const whole = decode(await response.text());
  expect(framesOf(whole).trailers ?? [...response.headers].join()).toMatch(trailers);
});
