import { once } from 'node:events';
import { connect } from 'node:http2';
import { createGrpcTransport } from '@connectrpc/connect-node';
import { RtcEvent } from '@remotemedia/protocol/distributor';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { NATS_SERVER, NatsProcess } from '../bus/testing/nats-process.ts';
import { type RemoteMediaServer, startServer } from '../server.ts';
import { greetOverDataChannel } from '../testing/data-channel.ts';
import { GrpcPeer } from '../testing/grpc-peer.ts';
import { openClient, openWorker } from '../testing/negotiation-peer.ts';
import { CANDIDATE, SDP } from '../testing/test-peer.ts';

const text = (message: Uint8Array) => Buffer.from(message).toString();
const bytes = (message: string) => Buffer.from(message);
let server: RemoteMediaServer;
beforeEach(async () => {
  server = await startServer({ port: 0 });
});
afterEach(() => server.close());
const transport = () => createGrpcTransport({ baseUrl: server.url });

/** A worker whose registration is through. */
async function registeredWorker(id = 7n) {
  const worker = openWorker(transport());
  worker.say({ workerMachineId: id, event: RtcEvent.BLANK });
  worker.say({ event: RtcEvent.PING, message: bytes('there?') });
  expect(await worker.next()).toMatchObject({ event: RtcEvent.PING, workerMachineId: id });
  return worker;
}

test('a worker and its client say offer, answer, candidates and acceptance to each other', async () => {
  const worker = await registeredWorker();
  const client = openClient(transport());
  client.say({ workerMachineId: 7n, event: RtcEvent.OFFER, message: bytes(SDP) });
  const offer = await worker.next();
  expect(offer).toMatchObject({
    event: RtcEvent.OFFER,
    workerMachineId: 7n,
    clientId: expect.stringMatching(/^client-/),
  });
  expect(text(offer.message)).toBe(SDP);
  worker.say({ event: RtcEvent.ANSWER, message: bytes(SDP) });
  expect(await client.next()).toMatchObject({ event: RtcEvent.ANSWER, workerMachineId: 7n });
  client.say({ event: RtcEvent.ACCEPT_ANSWER });
  expect(await worker.next()).toMatchObject({ event: RtcEvent.ACCEPT_ANSWER });
  client.say({ event: RtcEvent.LOCAL_ICE_CANDIDATE, message: bytes(CANDIDATE) });
  const candidate = await worker.next();
  expect([candidate.event, text(candidate.message)]).toEqual([RtcEvent.ICE_CANDIDATE, CANDIDATE]);
  worker.say({ event: RtcEvent.ICE_CANDIDATE, message: bytes('') });
  expect(await client.next()).toMatchObject({ event: RtcEvent.ICE_CANDIDATE, message: new Uint8Array() });
  client.end();
  expect(await client.ended).toBeUndefined();
  worker.end();
  expect(await worker.ended).toBeUndefined();
});

test('who writes JSON is written JSON; who writes text is written text', async () => {
  const worker = await registeredWorker();
  const client = openClient(transport());
  client.say({
    workerMachineId: 7n,
    event: RtcEvent.OFFER,
    message: bytes(JSON.stringify({ type: 'offer', sdp: SDP })),
  });
  expect(text((await worker.next()).message)).toBe(SDP);
  worker.say({ event: RtcEvent.ANSWER, message: bytes(SDP) });
  expect(JSON.parse(text((await client.next()).message))).toEqual({ type: 'answer', sdp: SDP });
  worker.say({ event: RtcEvent.LOCAL_ICE_CANDIDATE, message: bytes(CANDIDATE) });
  expect(JSON.parse(text((await client.next()).message))).toEqual({
    candidate: CANDIDATE,
    sdpMid: null,
    sdpMLineIndex: 0,
  });
});

test('the worker yields: its offer that crosses the client’s does not arrive, the client’s does', async () => {
  const worker = await registeredWorker();
  const client = openClient(transport());
  client.say({ workerMachineId: 7n, event: RtcEvent.OFFER, message: bytes(SDP) });
  expect(await worker.next()).toMatchObject({ event: RtcEvent.OFFER });
  worker.say({ event: RtcEvent.OFFER, message: bytes(SDP) });
  worker.say({ event: RtcEvent.ANSWER, message: bytes(SDP) });
  worker.say({ event: RtcEvent.OFFER, message: bytes(SDP) });
  expect((await client.next()).event).toBe(RtcEvent.ANSWER);
  expect((await client.next()).event).toBe(RtcEvent.OFFER);
});

test('a worker has several clients, and an ordinary peer may call it, too', async () => {
  const worker = await registeredWorker();
  const clients = [openClient(transport()), openClient(transport())];
  const offers = [];
  for (const client of clients) {
    client.say({ workerMachineId: 7n, event: RtcEvent.OFFER, message: bytes(SDP) });
    offers.push(await worker.next());
  }
  const peer = await GrpcPeer.enter(transport(), { id: 'ada', room: 'worker-7' });
  expect(peer.others).toContain('worker-7');
  await peer.offer('worker-7', SDP);
  expect(await worker.next()).toMatchObject({ event: RtcEvent.OFFER, clientId: 'ada' });
  const [first] = offers;
  worker.say({
    event: RtcEvent.ANSWER,
    message: bytes(SDP),
    clientId: first && 'clientId' in first ? first.clientId : '',
  });
  expect((await clients[0]?.next())?.event).toBe(RtcEvent.ANSWER);
  worker.say({ event: RtcEvent.ANSWER, message: bytes(SDP), clientId: 'ada' });
  expect(await peer.news.next()).toMatchObject({ kind: 'answer', peer: 'worker-7' });
});

test.each([
  [
    'a client of a worker that is not there',
    { workerMachineId: 8n, event: RtcEvent.OFFER, message: bytes(SDP) },
    /not_found.*worker 8 is not connected/,
  ],
  [
    'a client that names no worker',
    { event: RtcEvent.OFFER, message: bytes(SDP) },
    /invalid_argument.*worker_machine_id/,
  ],
  [
    'an offer that is none',
    { workerMachineId: 7n, event: RtcEvent.OFFER, message: bytes('hello') },
    /invalid_argument.*session description/,
  ],
  [
    'JSON that is none',
    { workerMachineId: 7n, event: RtcEvent.OFFER, message: bytes('{hello') },
    /invalid_argument.*JSON/,
  ],
  [
    'bytes that are no text',
    { workerMachineId: 7n, event: RtcEvent.ICE_CANDIDATE, message: Buffer.of(0xff) },
    /invalid_argument.*UTF-8/,
  ],
  ['an event that does not exist', { workerMachineId: 7n, event: 99 as RtcEvent }, /invalid_argument.*event 99/],
])('%s is refused; the worker goes on', async (_name, message, error) => {
  const worker = await registeredWorker();
  const client = openClient(transport());
  client.say(message);
  expect(String(await client.ended)).toMatch(error);
  worker.say({ event: RtcEvent.PING });
  expect(await worker.next()).toMatchObject({ event: RtcEvent.PING });
});

test('a client hears that its worker went away; nothing is left behind', async () => {
  const worker = await registeredWorker();
  const client = openClient(transport());
  client.say({ workerMachineId: 7n, event: RtcEvent.OFFER, message: bytes(SDP) });
  await worker.next();
  worker.drop();
  expect(String(await client.ended)).toMatch(/unavailable.*worker 7 went away/);
  await expect.poll(() => server.stats()).toMatchObject({ peers: 0, rooms: 0, streams: 0, pendingOffers: 0 });
});

test('a worker whose schema has no package is served, too', async () => {
  const session = connect(server.url);
  const request = session.request({
    ':method': 'POST',
    ':path': '/WorkerService/NegotiatePeerConnection',
    'content-type': 'application/grpc',
    te: 'trailers',
  });
  // One message of two bytes: field 2, event PING.
  request.write(Buffer.from('00000000021006', 'hex'));
  const [data] = await once(request, 'data');
  expect(data.toString('hex')).toBe('00000000021006');
  session.destroy();
});

test('two workers cannot have one number', async () => {
  await registeredWorker();
  const second = openWorker(transport());
  second.say({ workerMachineId: 7n, event: RtcEvent.BLANK });
  expect(String(await second.ended)).toMatch(/already_exists/);
});

test('a worker and a client open a data channel', async () => {
  const greeting = await greetOverDataChannel(await registeredWorker(), openClient(transport()), 7n, 'hello worker');
  expect(greeting).toBe('hello worker');
});

test.skipIf(NATS_SERVER === undefined)(
  'a worker and a client of another instance open a data channel (skipped where nats-server is not installed)',
  async () => {
    const nats = await NatsProcess.start();
    const options = { port: 0, nats: { servers: nats.url } };
    const [here, there] = await Promise.all([startServer(options), startServer(options)]);
    try {
      await expect.poll(() => instancesOf(here), { timeout: 5_000 }).toBe(2);
      const worker = openWorker(createGrpcTransport({ baseUrl: here.url }));
      worker.say({ workerMachineId: 9n, event: RtcEvent.BLANK });
      worker.say({ event: RtcEvent.PING });
      await worker.next();
      const client = openClient(createGrpcTransport({ baseUrl: there.url }));
      expect(await greetOverDataChannel(worker, client, 9n, 'hello from afar')).toBe('hello from afar');
    } finally {
      await Promise.all([here.close(), there.close()]);
      await nats.kill();
    }
  },
  20_000,
);

/** How many instances a server knows of, itself included. */
async function instancesOf({ url }: RemoteMediaServer): Promise<number> {
  const metrics = await (await fetch(`${url}/metrics`)).text();
  return Number(/^remotemedia_signaling_instances (\d+)$/m.exec(metrics)?.[1]);
}

test('a PING that is too long to be kept ends the stream', async () => {
  const worker = await registeredWorker();
  worker.say({ event: RtcEvent.PING, message: new Uint8Array(1_024) });
  expect((await worker.next()).message).toHaveLength(1_024);
  worker.say({ event: RtcEvent.PING, message: new Uint8Array(1_025) });
  expect(await worker.ended).toMatchObject({ code: 3 });
});

test('streams of workers and clients count as connections of their address', async () => {
  await server.close();
  server = await startServer({ port: 0, rates: { connectionsPerAddress: { perSecond: 0.001, burst: 1 } } });
  await registeredWorker();
  const client = openClient(transport());
  client.say({ workerMachineId: 7n, event: RtcEvent.BLANK });
  expect(await client.ended).toMatchObject({ code: 8 });
});
