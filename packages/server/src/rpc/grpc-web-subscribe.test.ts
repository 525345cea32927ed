import { request as httpRequest, type IncomingMessage } from 'node:http';
import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import { ManualClock } from '@remotemedia/base';
import { SubscribeRequestSchema, type SubscribeResponse, SubscribeResponseSchema } from '@remotemedia/protocol/webrtc';
import { afterEach, expect, test } from 'vitest';
import { type RemoteMediaServer, type ServerOptions, startServer } from '../index.ts';
import { GrpcStream, grpcFrame } from '../testing/grpc-stream.ts';
import { CANDIDATE } from '../testing/test-peer.ts';

const PATH = '/remotemedia.v1.webrtc.WebRtcSignalingWeb/Subscribe';

let server: RemoteMediaServer;
const opened: { destroy(): void }[] = [];
afterEach(async () => {
  for (const each of opened.splice(0)) each.destroy();
  await server.close();
  expect(Object.entries(server.stats()).filter(([, count]) => count > 0)).toEqual([]);
});

async function start(options: ServerOptions = {}): Promise<ManualClock> {
  const clock = new ManualClock();
  server = await startServer({ port: 0, clock, rates: false, heartbeatIntervalMs: 1_000, ...options });
  return clock;
}

/** A call over HTTP/1.1 whose bytes are read when the test says so. */
class RawSubscribe {
  /** The response; paused until `read`. */
  response: IncomingMessage | undefined;
  /** What came, in the pieces in which it came. */
  readonly chunks: Buffer[] = [];

  constructor(
    peerId: string,
    headers: Record<string, string> = {},
    resume?: { sessionToken: string; lastSeq: bigint },
  ) {
    const announce = { case: 'announce', value: { peerId } } as const;
    const intent = resume ? ({ case: 'resume', value: resume } as const) : announce;
    const body = grpcFrame(toBinary(SubscribeRequestSchema, create(SubscribeRequestSchema, { intent })));
    const request = httpRequest(server.url + PATH, {
      method: 'POST',
      headers: { 'content-type': 'application/grpc-web+proto', 'content-length': body.length, ...headers },
    });
    request.on('error', () => {});
    request.once('response', (response) => {
      this.response = response;
      response.on('error', () => {});
    });
    request.end(body);
    opened.push(request);
  }

  read(): void {
    this.response?.on('data', (chunk: Buffer) => {
      this.chunks.push(chunk);
    });
  }

  get messages(): SubscribeResponse[] {
    return this.#frames(0).map((content) => fromBinary(SubscribeResponseSchema, content));
  }

  get trailers(): string[] {
    return this.#frames(0x80).map((content) => content.toString('latin1'));
  }

  get heard(): string[] {
    return this.messages.map(({ event }) =>
      event.case === 'notification' ? String(event.value.notification.case) : String(event.case),
    );
  }

  #frames(flag: number): Buffer[] {
    const bytes = Buffer.concat(this.chunks);
    const found: Buffer[] = [];
    for (let at = 0; at + 5 <= bytes.length; ) {
      const end = at + 5 + bytes.readUInt32BE(at + 1);
      if (end > bytes.length) break;
      if (bytes[at] === flag) found.push(bytes.subarray(at + 5, end));
      at = end;
    }
    return found;
  }
}

async function subscribe(peerId: string): Promise<RawSubscribe> {
  const call = new RawSubscribe(peerId);
  await expect.poll(() => call.response?.statusCode).toBe(200);
  return call;
}

/** A peer on `Signal`, and a way to send many candidates. */
async function sender(): Promise<GrpcStream & { flood(to: string, count: number, sizeBytes: number): void }> {
  const stream = new GrpcStream(server.url);
  opened.push(stream);
  stream.announce('sender');
  await expect.poll(() => stream.heard.at(-1)).toBe('announce ack');
  const flood = (toPeerId: string, count: number, sizeBytes: number) => {
    const value = { toPeerId, candidate: `${CANDIDATE} ${'x'.repeat(sizeBytes)}` };
    const requests = Array.from({ length: count }, (_, index) => ({
      requestId: `${index}`,
      request: { case: 'iceCandidate', value } as const,
    }));
    stream.send(...requests);
  };
  return Object.assign(stream, { flood });
}

test('what comes in one turn goes out in one piece', async () => {
  await start();
  const ada = await subscribe('ada');
  ada.read();
  await expect.poll(() => ada.heard).toEqual(['ready']);
  const bob = await sender();
  await expect.poll(() => ada.heard).toEqual(['ready', 'peerJoined']);
  bob.flood('ada', 10, 10);
  await expect.poll(() => ada.heard.length).toBe(12);
  expect(ada.chunks).toHaveLength(3);
  expect(ada.messages.map(({ seq }) => Number(seq))).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
});

test('a refusal is a status in the body, for pages of other origins, too', async () => {
  await start();
  const call = new RawSubscribe('remotemedia-server', { origin: 'https://app.example.org' });
  await expect.poll(() => call.response?.statusCode).toBe(200);
  expect(call.response?.headers).toMatchObject({
    'content-type': 'application/grpc-web+proto',
    'access-control-allow-origin': '*',
  });
  call.read();
  await expect.poll(() => call.trailers).toEqual([expect.stringMatching(/^grpc-status: 3\r\ngrpc-message: .*\r\n$/)]);
  expect(call.heard).toEqual([]);
});

test('a heartbeat comes after a silence, counted from what was sent last', async () => {
  const clock = await start();
  const ada = await subscribe('ada');
  ada.read();
  await expect.poll(() => ada.heard).toEqual(['ready']);
  await clock.advance(600);
  const bob = await sender();
  await expect.poll(() => ada.heard.length).toBe(2);
  await clock.advance(600);
  bob.flood('ada', 1, 1);
  await expect.poll(() => ada.heard).toEqual(['ready', 'peerJoined', 'iceCandidate']);
  await clock.advance(1_000);
  await expect.poll(() => ada.heard).toEqual(['ready', 'peerJoined', 'iceCandidate', 'heartbeat']);
  await clock.advance(1_000);
  await expect.poll(() => ada.heard.at(-1)).toBe('heartbeat');
  expect(ada.heard).toHaveLength(5);
});

test('a client that does not read costs little, and its sender is refused', async () => {
  const clock = await start();
  const ada = await subscribe('ada');
  ada.response?.pause();
  const bob = await sender();
  // What the connection itself holds is the system's business: some MiB.
  const refused = () => bob.responses.filter(({ response }) => response.case === 'error');
  let sent = 0;
  for (; refused().length === 0; sent += 200) {
    bob.flood('ada', 200, 1_900);
    await expect.poll(() => bob.heard.filter((each) => /^\d/.test(each)).length, { interval: 5 }).toBe(sent + 200);
  }
  expect(refused()[0]?.response.value).toMatchObject({ code: 8 });
  // No heartbeats pile up.
  await clock.advance(60_000);
  const passed = sent - refused().length;
  ada.read();
  ada.response?.resume();
  await expect.poll(() => ada.heard.filter((each) => each === 'iceCandidate').length).toBe(passed);
  expect(ada.heard.filter((each) => each === 'heartbeat')).toEqual([]);
});

test('a call that ends and is not read is cut off after five seconds', async () => {
  const clock = await start();
  const ada = await subscribe('ada');
  ada.read();
  await expect.poll(() => ada.heard).toEqual(['ready']);
  ada.response?.pause();
  const bob = await sender();
  for (let sent = 0; !bob.heard.some((each) => each.endsWith('error')); sent += 200) {
    bob.flood('ada', 200, 1_900);
    await expect.poll(() => bob.heard.filter((each) => /^\d/.test(each)).length, { interval: 5 }).toBe(sent + 200);
  }
  const [ready] = ada.messages;
  const sessionToken = ready?.event.case === 'ready' ? ready.event.value.sessionToken : '';
  // The newest call wins, and the one before ends; but whoever has that does not read it.
  const accepted = bob.heard.filter((each) => /^\d+ ack/.test(each)).length;
  const again = new RawSubscribe('ada', {}, { sessionToken, lastSeq: BigInt(accepted) });
  await expect.poll(() => again.response?.statusCode).toBe(200);
  again.read();
  await expect.poll(() => server.stats()).toMatchObject({ streams: 2, sockets: 3 });
  await clock.advance(4_999);
  expect(server.stats()).toMatchObject({ streams: 2, sockets: 3 });
  await clock.advance(1);
  await expect.poll(() => server.stats()).toMatchObject({ streams: 2, sockets: 2 });
});

test('a call with a deadline of its own ends then', async () => {
  await start();
  const call = new RawSubscribe('ada', { 'grpc-timeout': '200m' });
  await expect.poll(() => call.response?.statusCode).toBe(200);
  call.read();
  await expect.poll(() => call.trailers, { timeout: 3_000 }).toEqual([expect.stringMatching(/grpc-status: 4/)]);
  await expect.poll(() => server.stats()).toMatchObject({ streams: 0, waitingPeers: 1 });
});
