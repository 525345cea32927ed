import { mkdirSync, mkdtempSync, rmSync, unlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type RemoteMediaServer, type ServerOptions, startServer, VERSION } from '../index.ts';
import { exchange } from '../testing/raw-socket.ts';

let server: RemoteMediaServer;
let demoDir: string;
const start = async (options: ServerOptions = {}): Promise<RemoteMediaServer> => {
  server = await startServer({ port: 0, demoDir, ...options });
  return server;
};
beforeAll(() => {
  demoDir = mkdtempSync(join(tmpdir(), 'demo-'));
  mkdirSync(join(demoDir, 'assets'));
  writeFileSync(join(demoDir, 'index.html'), '<!doctype html><title>demo</title>');
  writeFileSync(join(demoDir, 'assets/index-B4x_9-aQ.js'), 'console.log(1)');
  writeFileSync(join(demoDir, 'assets/gone-B4x_9-aQ.js'), 'console.log(2)');
  writeFileSync(join(demoDir, 'favicon.svg'), '<svg/>');
});
afterEach(() => server.close());
afterAll(() => rmSync(demoDir, { recursive: true }));

test('/health says how the server is, to any page', async () => {
  const { url } = await start();
  const response = await fetch(`${url}/health`);
  expect(response.headers.get('access-control-allow-origin')).toBe('*');
  expect(await response.json()).toEqual({
    status: 'healthy',
    version: VERSION,
    uptime_seconds: 0,
    connected_peers: 0,
    rooms: 0,
  });
});

test.each([
  ['/health/live', { status: 'live' }],
  ['/health/ready', { status: 'ready' }],
])('%s answers %j', async (path, expected) => {
  const { url } = await start();
  const response = await fetch(url + path);
  expect(response.status).toBe(200);
  expect(response.headers.get('cache-control')).toBe('no-store');
  expect(await response.json()).toEqual(expected);
});

test('/metrics has the metrics, unless they are switched off or kept to a token', async () => {
  const { url, close } = await start();
  const response = await fetch(`${url}/metrics`);
  expect(response.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
  expect(await response.text()).toMatch(/^grpc_webrtc_signaling_peers_total 0$/m);
  await close();
  const kept = await start({ metricsToken: 'for-operators-only' });
  expect((await fetch(`${kept.url}/metrics`)).status).toBe(401);
  await kept.close();
  const off = await start({ metrics: false });
  expect(await (await fetch(`${off.url}/metrics`)).text()).not.toContain('grpc_webrtc');
});

test('/openrpc.json describes the JSON-RPC methods', async () => {
  const { url } = await start();
  expect(await (await fetch(`${url}/openrpc.json`)).json()).toMatchObject({
    openrpc: expect.stringMatching(/^1\./),
    methods: expect.arrayContaining([expect.objectContaining({ name: 'peer.announce' })]),
  });
});

test('pages of other origins than those of the list may not call', async () => {
  const { url } = await start({ access: { allowedOrigins: ['https://app.example.org'] } });
  const call = (origin: string): Promise<Response> =>
    fetch(`${url}/remotemedia.v1.webrtc.WebRtcSignalingWeb/Send`, {
      method: 'POST',
      headers: { origin, 'content-type': 'application/json' },
      body: '{}',
    });
  expect((await call('https://evil.example.org')).status).toBe(403);
  const allowed = await call('https://app.example.org');
  expect(allowed.status).not.toBe(403);
  expect(allowed.headers.get('access-control-allow-origin')).toBe('https://app.example.org');
  const health = await fetch(`${url}/health`, { headers: { origin: 'https://evil.example.org' } });
  expect({ status: health.status, allowed: health.headers.get('access-control-allow-origin') }).toEqual({
    status: 200,
    allowed: null,
  });
});

test('/config.json lists the STUN and TURN servers', async () => {
  const turn = { urls: ['turn:example.org:3478'], username: 'u', credential: 'c' };
  const { url } = await start({ stunServers: ['stun:example.org:3478'], iceServers: [turn] });
  const config = await (await fetch(`${url}/config.json`)).json();
  expect(config).toEqual({ iceServers: [{ urls: ['stun:example.org:3478'] }, turn], version: VERSION });
});

test('/config.json has no password where nobody gets in without a token', async () => {
  const turn = { urls: ['turn:example.org:3478'], username: 'u', credential: 'c' };
  const stun = { urls: ['stun:example.org:3478'] };
  const { url } = await start({ iceServers: [stun, turn], access: { tokens: ['a-token-of-some-length'] } });
  expect(await (await fetch(`${url}/config.json`)).json()).toEqual({ iceServers: [stun], version: VERSION });
});

test('pages of other origins may call', async () => {
  const { url } = await start();
  const path = '/remotemedia.v1.webrtc.WebRtcSignalingWeb/Send';
  const preflight = await fetch(url + path, { method: 'OPTIONS' });
  expect(preflight.status).toBe(204);
  expect(preflight.headers.get('access-control-allow-origin')).toBe('*');
  expect(preflight.headers.get('access-control-allow-methods')).toContain('POST');
  expect(preflight.headers.get('access-control-allow-headers')).toMatch(
    /Content-Type.*X-Grpc-Web.*Grpc-Timeout.*room/i,
  );
  expect(preflight.headers.get('access-control-allow-credentials')).toBeNull();
  const answer = await fetch(url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{}',
  });
  expect(answer.headers.get('access-control-allow-origin')).toBe('*');
  expect(answer.headers.get('access-control-expose-headers')).toMatch(/grpc-status/i);
  expect(await answer.json()).toMatchObject({ code: 'unauthenticated' });
});

test.each(['/', '/r/standup', '/r/my.room', '/anything'])('%s is the demo', async (path) => {
  const { url } = await start();
  const response = await fetch(url + path);
  expect(response.status).toBe(200);
  expect(await response.text()).toContain('<title>demo</title>');
  expect(response.headers.get('cache-control')).toBe('no-cache');
  expect(response.headers.get('x-content-type-options')).toBe('nosniff');
  expect(response.headers.get('referrer-policy')).toBe('no-referrer');
  expect(response.headers.get('permissions-policy')).toBe('camera=(self), microphone=(self), display-capture=(self)');
  const policy = response.headers.get('content-security-policy');
  expect(policy).toContain("script-src 'self' 'wasm-unsafe-eval';");
  expect(policy).toContain("style-src 'self';");
  expect(policy).not.toContain('unsafe-inline');
  expect(policy).toContain("connect-src 'self' ws: wss: http: https:;");
  expect(policy).toContain("media-src 'self' blob: mediastream:;");
  expect(policy).toContain("frame-ancestors 'none'");
});

test('files with a hash in their name are kept for good, others are asked for again', async () => {
  const { url } = await start();
  const hashed = await fetch(`${url}/assets/index-B4x_9-aQ.js`);
  expect(hashed.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
  const icon = await fetch(`${url}/favicon.svg`);
  expect(icon.headers.get('cache-control')).toBe('no-cache');
  const etag = icon.headers.get('etag') ?? '';
  expect((await fetch(`${url}/favicon.svg`, { headers: { 'if-none-match': etag } })).status).toBe(304);
});

test.each(['/missing.js', '/assets/missing-12345678.js', '/../package.json', '/%2e%2e/package.json', '/%'])(
  '%s is not there',
  async (path) => {
    const { url } = await start();
    const answer = await exchange(url, `GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
    if (path === '/%') expect(answer).toContain('<title>demo</title>');
    else expect(answer).toMatch(/^HTTP\/1.1 404 /);
  },
);

test.each(['bytes=5-2', 'bytes=9-1,3-2', 'bytes=--1', 'bytes=99999-', 'items=1', 'bytes=3-9'])(
  'the range %s does no harm',
  async (range) => {
    const { url } = await start();
    const { status } = await fetch(`${url}/favicon.svg`, { headers: { range } });
    expect([200, 206, 416]).toContain(status);
    expect((await fetch(`${url}/health`)).status).toBe(200);
  },
);

test('a file that vanished breaks its own response only', async () => {
  const { url } = await start();
  unlinkSync(join(demoDir, 'assets/gone-B4x_9-aQ.js'));
  await expect(fetch(`${url}/assets/gone-B4x_9-aQ.js`).then((response) => response.text())).rejects.toThrow();
  expect((await fetch(`${url}/health`)).status).toBe(200);
});

test.each([
  ['POST', '/health', 405],
  ['POST', '/metrics', 405],
  ['DELETE', '/config.json', 405],
  ['POST', '/', 404],
  ['POST', '/remotemedia.v1.webrtc.WebRtcSignaling/Fly', 404],
  ['GET', '/remotemedia.v1.webrtc.WebRtcSignaling/GetPeers', 405],
])('%s %s is answered with %i', async (method, path, status) => {
  const { url } = await start();
  expect((await fetch(url + path, { method })).status).toBe(status);
});

test('HEAD has no body', async () => {
  const { url } = await start();
  const response = await fetch(`${url}/health`, { method: 'HEAD' });
  expect(response.status).toBe(200);
  expect(await response.text()).toBe('');
});

test.each([undefined, '/nowhere'])('without a built demo (%s) there is a page that says so', async (dir) => {
  const { url } = await start({ demoDir: dir });
  const response = await fetch(url);
  expect(response.status).toBe(200);
  expect(await response.text()).toContain('No demo is built here');
  expect((await fetch(`${url}/r/room`)).status).toBe(404);
});
