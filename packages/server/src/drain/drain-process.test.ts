import { once } from 'node:events';
import { connect } from 'node:http2';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { GrpcPeer } from '../testing/grpc-peer.ts';
import { ServerProcess } from '../testing/server-process.ts';
import { SocketPeer } from '../testing/socket-peer.ts';
import { grpc, grpcWeb } from '../testing/transports.ts';
import { WebPeer } from '../testing/web-peer.ts';

/** Where there are other servers, peers have time to come back through them. (NATS is out of reach here.) */
const WITH_OTHERS = ['--resume-grace-ms', '60000', '--nats', 'nats://127.0.0.1:1'];

let server: ServerProcess;
const start = async (...args: string[]): Promise<ServerProcess> => {
  server = await ServerProcess.start(args);
  return server;
};
afterEach(() => server.kill());
// The first start makes the bundle.
beforeAll(async () => {
  await (await ServerProcess.spawn(['--version'])).ended;
});

describe.each(['SIGTERM', 'SIGINT'] as const)('a server process at %s', (signal) => {
  test('ends at once with 0 when nobody is there', async () => {
    const { ended } = await start('--drain-timeout', '60');
    server.signal(signal);
    expect(await ended).toEqual({ code: 0, signal: null });
    expect(server.output).toContain('drained: nobody is left');
  });

  test('tells streams to move, refuses new peers and says so to load balancers', async () => {
    const { url, ended } = await start('--drain-timeout', '60', ...WITH_OTHERS);
    const native = await GrpcPeer.enter(grpc(url), { id: 'native' });
    const page = await WebPeer.enter(grpcWeb(url), { id: 'page' });
    const socket = await SocketPeer.enter(url, { id: 'socket' }, { resumable: true });
    server.signal(signal);
    expect(await socket.closed).toBe(1_012);
    expect(await native.ended).toMatchObject({ rawMessage: expect.stringMatching(/come back/) });
    expect(await page.ended).toMatchObject({ rawMessage: expect.stringMatching(/come back/) });
    // One has not come back through another server yet, so this one is still there.
    expect((await fetch(`${url}/health/ready`)).status).toBe(503);
    expect((await fetch(`${url}/health/live`)).status).toBe(200);
    expect(await (await fetch(`${url}/health`)).json()).toMatchObject({ status: 'draining' });
    expect(await (await fetch(`${url}/metrics`)).text()).toMatch(/^remotemedia_signaling_draining 1$/m);
    await expect(SocketPeer.enter(url, { id: 'late' })).rejects.toThrow(/503/);
    await expect(GrpcPeer.enter(grpc(url), { id: 'later' })).rejects.toMatchObject({ message: /about to close/ });
    server.signal(signal);
    expect(await ended).toEqual({ code: 0, signal: null });
  });
});

test('a server process closes what has not moved when its time is over', async () => {
  const { url, ended } = await start('--drain-timeout', '0.2', ...WITH_OTHERS);
  await SocketPeer.enter(url, { id: 'socket' }, { resumable: true });
  server.signal('SIGTERM');
  expect(await ended).toEqual({ code: 0, signal: null });
  expect(server.output).toContain('1 did not move in time');
});

test('HTTP/2 connections are told to go', async () => {
  const { url, ended } = await start('--drain-timeout', '60');
  const session = connect(url);
  // An answer shows that the server has taken the connection for one of HTTP/2.
  const request = session.request({ ':path': '/health/live' });
  await once(request, 'response');
  request.resume();
  await once(request, 'end');
  const goAway = once(session, 'goaway');
  server.signal('SIGTERM');
  const [code] = await goAway;
  expect(code).toBe(0);
  expect(await ended).toEqual({ code: 0, signal: null });
});

test('a server that is alone has nobody to move to: it says goodbye and goes', async () => {
  const { url, ended } = await start('--drain-timeout', '60', '--resume-grace-ms', '60000');
  const socket = await SocketPeer.enter(url, { id: 'socket' }, { resumable: true });
  server.signal('SIGTERM');
  expect(await socket.closed).toBe(1_012);
  expect(await ended).toEqual({ code: 0, signal: null });
});
