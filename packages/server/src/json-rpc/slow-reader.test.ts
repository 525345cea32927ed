import { ManualClock } from '@remotemedia/base';
import { afterEach, expect, test } from 'vitest';
import { type RemoteMediaServer, startServer } from '../index.ts';
import { SocketPeer } from '../testing/socket-peer.ts';
import { SDP } from '../testing/test-peer.ts';

let server: RemoteMediaServer;
afterEach(() => server.close());

test('a peer that reads slowly is not thrown out by one that sends it much', async () => {
  server = await startServer({ port: 0, clock: new ManualClock() });
  const { url, stats } = server;
  const eager = await SocketPeer.enter(url, { id: 'eager' });
  const slow = await SocketPeer.enter(url, { id: 'slow' });
  slow.socket.pause();
  const sdp = `${SDP}a=x:${'y'.repeat(65_000)}\r\n`;
  let sent = 0;
  const flood = async () => {
    for (; sent < 1_000; sent += 1) await eager.offer('slow', sdp);
  };
  await expect(flood()).rejects.toMatchObject({
    number: -32_001,
    code: 'resource-exhausted',
    detail: 'peer slow has not read what you sent; try again later',
  });
  expect(stats().peers).toBe(2);
  slow.socket.resume();
  await expect.poll(() => slow.news.all.filter(({ kind }) => kind === 'offer').length).toBe(sent);
  await eager.offer('slow', SDP);
  expect(await slow.list()).toEqual(['eager', 'slow']);
});
