import { constants } from 'node:http2';
import { expect, test } from 'vitest';
import { GrpcStream } from '../../testing/grpc-stream.ts';
import { candidateTo, useSignalServer } from '../../testing/signal-server.ts';
import { CANDIDATE } from '../../testing/test-peer.ts';

const signal = useSignalServer();
const { start, open, enter } = signal;

test('a client that does not read is not read from, and its sender is refused', async () => {
  await start();
  const slow = await enter('slow');
  const fast = await enter('fast');
  slow.stream.pause();
  const big = 'x'.repeat(1_900);
  for (let index = 0; index < 400; index += 1) fast.send(candidateTo('slow', `${index}`, `${CANDIDATE} ${big}`));
  await expect.poll(() => fast.heard.length).toBeGreaterThanOrEqual(401);
  const refused = fast.responses.find(({ response }) => response.case === 'error');
  expect(refused?.response.value).toMatchObject({ code: 8, message: expect.stringContaining('has not read') });
  // Its own requests: at the most 64 answers wait, the rest is left where it is.
  for (let index = 0; index < 2_000; index += 1) {
    slow.send({ requestId: `${index}`.padEnd(100), request: { case: 'listPeers', value: {} } });
  }
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(slow.stream.writableLength).toBeGreaterThan(0);
  slow.stream.resume();
  await expect.poll(() => slow.heard.filter((each) => each.endsWith('peerList')).length).toBe(2_000);
});

test('a call that ended and is not read is cut off after five seconds', async () => {
  const clock = await start();
  const slow = await enter('slow');
  const fast = await enter('fast');
  slow.stream.pause();
  for (let index = 0; index < 60; index += 1) fast.send(candidateTo('slow', `${index}`, 'x'.repeat(2_000)));
  await expect.poll(() => fast.heard.length).toBe(61);
  slow.send({ request: { case: 'listPeers', value: {} } }, { request: { case: undefined } });
  await expect.poll(() => signal.server.stats().peers).toBe(1);
  await clock.advance(5_000);
  await expect.poll(() => slow.stream.destroyed || slow.stream.aborted).toBe(true);
});

test('many calls go over one connection, and one that does not read holds up no other', async () => {
  await start({ maxPeersPerRoom: 100 });
  const first = await enter('p0');
  const calls = Array.from({ length: 30 }, (_, index) => {
    const call = new GrpcStream(signal.server.url, {}, first.session);
    call.announce(`p${index + 1}`);
    return call;
  });
  for (const call of calls) await expect.poll(() => call.heard[0]).toBe('announce ack');
  const [slow, ...others] = calls;
  slow?.stream.pause();
  for (let round = 0; round < 30; round += 1) {
    for (const call of others) call.send(candidateTo('p1', `${round}`, 'x'.repeat(2_000)), candidateTo('p0', 'to p0'));
  }
  for (const call of others) await expect.poll(() => call.heard.filter((each) => each === 'to p0 ack').length).toBe(30);
  expect(signal.server.stats()).toMatchObject({ peers: 31, streams: 31, sockets: 1 });
});

test('a connection that opens and cancels calls too fast is dropped', async () => {
  await start();
  const first = open();
  const dropped = new Promise((resolve) => first.session.once('close', resolve));
  for (let round = 0; round < 60 && !first.session.destroyed; round += 1) {
    for (let index = 0; index < 50 && !first.session.closed; index += 1) {
      const call = new GrpcStream(signal.server.url, {}, first.session);
      call.stream.close(constants.NGHTTP2_CANCEL);
    }
    await new Promise((resolve) => setImmediate(resolve));
  }
  await dropped;
  await expect.poll(() => signal.server.stats()).toMatchObject({ streams: 0, sockets: 0 });
});
