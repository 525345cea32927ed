import { once } from 'node:events';
import { connect as connectHttp2 } from 'node:http2';
import { type RequestOptions, request } from 'node:https';
import { connect as connectTcp } from 'node:net';
import { connect as connectTls, type SecureVersion } from 'node:tls';
import { ManualClock } from '@remotemedia/base';
import { afterEach, expect, test } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import type { LogLine } from '../log.ts';
import { exchange } from '../testing/raw-socket.ts';
import { CertificateSource } from '../tls/certificate-source.ts';
import { toTlsSettings } from '../tls/tls-options.ts';
import { OnePort, type OnePortOptions } from './one-port.ts';

const GET = 'GET /page HTTP/1.1\r\nHost: example.org:8443\r\nConnection: close\r\n\r\n';

let port: OnePort | undefined;
afterEach(async () => {
  await port?.close();
  port = undefined;
});

/** A port that answers every request with the HTTP version and scheme it came with. */
async function open({ allowCleartext = false, ...more }: Partial<OnePortOptions> & { allowCleartext?: boolean } = {}) {
  const clock = new ManualClock();
  const lines: LogLine[] = [];
  const settings = toTlsSettings({ development: true, allowCleartext });
  if (!settings) throw new Error('no TLS');
  const source = await CertificateSource.open({ ...settings, clock, log: (line) => lines.push(line) });
  const sockets = new WebSocketServer({ noServer: true });
  const opened = new OnePort({
    handle: (incoming, response) => {
      const isEncrypted = 'encrypted' in incoming.socket && incoming.socket.encrypted === true;
      response.end(`HTTP/${incoming.httpVersion} ${isEncrypted ? 'TLS' : 'cleartext'}`);
    },
    upgrade: (incoming, socket, head) => sockets.handleUpgrade(incoming, socket, head, (ws) => ws.send('hello')),
    tls: { source, allowCleartext },
    clock,
    sniffTimeoutMs: 5_000,
    pingIntervalMs: 4_000,
    ...more,
  });
  port = opened;
  const number = await opened.listen('127.0.0.1', 0);
  return { clock, number, url: `http://127.0.0.1:${number}`, ca: source.credentials.cert, opened };
}

/** Body of a request over HTTPS and HTTP/1.1. */
function fetchTls(number: number, options: RequestOptions): Promise<string> {
  return new Promise((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port: number, ...options }, (response) => {
      let body = '';
      response.on('data', (chunk) => {
        body += chunk;
      });
      response.once('end', () => resolve(body));
    });
    asked.once('error', reject);
    asked.end();
  });
}

/** Body of a request over HTTP/2. */
async function fetchHttp2(url: string, ca?: string): Promise<string> {
  const session = connectHttp2(url, ca === undefined ? {} : { ca });
  try {
    return await new Promise((resolve, reject) => {
      session.once('error', reject);
      const stream = session.request({ ':path': '/' });
      let body = '';
      stream.on('data', (chunk) => {
        body += chunk;
      });
      stream.once('end', () => resolve(body));
      stream.once('error', reject);
    });
  } finally {
    session.destroy();
  }
}

test('HTTP/1.1 and HTTP/2 are served over TLS, whichever the client can', async () => {
  const { number, ca } = await open();
  expect(await fetchTls(number, { ca })).toBe('HTTP/1.1 TLS');
  expect(await fetchHttp2(`https://127.0.0.1:${number}`, ca)).toBe('HTTP/2.0 TLS');
});

test('the certificate is for localhost, too, and nobody else vouches for it', async () => {
  const { number, ca } = await open();
  expect(await fetchTls(number, { ca, servername: 'localhost' })).toBe('HTTP/1.1 TLS');
  await expect(fetchTls(number, {})).rejects.toMatchObject({ code: 'DEPTH_ZERO_SELF_SIGNED_CERT' });
  await expect(fetchTls(number, { ca, servername: 'example.org' })).rejects.toMatchObject({
    code: 'ERR_TLS_CERT_ALTNAME_INVALID',
  });
});

test('WebSockets are served over TLS', async () => {
  const { number, ca } = await open();
  const socket = new WebSocket(`wss://127.0.0.1:${number}`, { ca });
  expect(await new Promise((resolve) => socket.once('message', (data) => resolve(String(data))))).toBe('hello');
  socket.terminate();
});

test('the first bytes of TLS may arrive one by one', async () => {
  const { number, ca } = await open();
  const raw = connectTcp(number, '127.0.0.1');
  raw.setNoDelay(true);
  // Between the client and the server: passes on what the client says in small pieces.
  const { Duplex } = await import('node:stream');
  const slow = new Duplex({
    read() {},
    write(chunk: Buffer, _encoding, done) {
      for (const byte of chunk) raw.write(Buffer.from([byte]));
      done();
    },
    final: (done) => raw.end(done),
  });
  raw.on('data', (chunk) => slow.push(chunk));
  raw.on('error', () => {});
  const socket = connectTls({ socket: slow, ca, host: '127.0.0.1', ALPNProtocols: ['http/1.1'] });
  socket.write(GET);
  const answer = await new Promise((resolve) => socket.once('data', (data) => resolve(String(data))));
  expect(answer).toMatch(/^HTTP\/1.1 200 OK/);
  raw.destroy();
});

test.each<[SecureVersion, boolean]>([
  ['TLSv1.1', false],
  ['TLSv1.2', true],
  ['TLSv1.3', true],
])('%s is spoken: %s', async (version, isSpoken) => {
  const { number, ca } = await open();
  const options = { ca, minVersion: version, maxVersion: version, ciphers: 'DEFAULT@SECLEVEL=0' };
  const answer = await fetchTls(number, options).then(
    () => true,
    () => false,
  );
  expect(answer).toBe(isSpoken);
});

test('a client that knows no protocol of ours is refused in the handshake', async () => {
  const { number, ca } = await open();
  const socket = connectTls({ host: '127.0.0.1', port: number, ca, ALPNProtocols: ['spdy/3'] });
  const error = await new Promise<NodeJS.ErrnoException>((resolve) => socket.once('error', resolve));
  expect(error.code).toMatch(/ALERT|ECONNRESET/);
});

test('pages asked for in cleartext are redirected, everything else in cleartext is refused', async () => {
  const { url } = await open();
  expect(await exchange(url, GET)).toMatch(/^HTTP\/1.1 308 [\s\S]*location: https:\/\/example.org:8443\/page\r\n/i);
  expect(await exchange(url, GET.replace('GET', 'POST'))).toMatch(/^HTTP\/1.1 403 [\s\S]*this port speaks TLS only/);
  expect(await exchange(url, GET.replace('example.org', 'a b'))).toMatch(/^HTTP\/1.1 40[03] /);
  expect(await exchange(url, GET.replace('\r\nC', '\r\nAuthorization: Bearer x\r\nC'))).toMatch(/^HTTP\/1.1 403 /);
  const upgrade = 'GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n';
  expect(await exchange(url, upgrade)).toMatch(/^HTTP\/1.1 403 /);
  expect(await fetchHttp2(url).catch(() => '')).toBe('');
});

test('cleartext is served beside TLS where that is asked for', async () => {
  const { number, url, ca } = await open({ allowCleartext: true });
  expect(await exchange(url, GET)).toContain('HTTP/1.1 cleartext');
  expect(await fetchHttp2(url)).toBe('HTTP/2.0 cleartext');
  expect(await fetchTls(number, { ca })).toBe('HTTP/1.1 TLS');
});

test('a handshake that goes on for ten seconds is dropped, and so is one that fails', async () => {
  const { clock, number, opened } = await open();
  const slow = connectTcp(number, '127.0.0.1');
  slow.on('error', () => {});
  slow.write(Buffer.from('16030100c8010000c40303', 'hex'));
  await expect.poll(() => opened.openSockets).toBe(1);
  await expect.poll(() => clock.pending).toBe(1);
  await clock.advance(9_999);
  expect(opened.openSockets).toBe(1);
  await clock.advance(1);
  await expect.poll(() => opened.openSockets).toBe(0);
  await exchange(`http://127.0.0.1:${number}`, Buffer.from('160301000c01000008ffffffffffffffff', 'hex'));
  await expect.poll(() => opened.openSockets).toBe(0);
  expect(clock.pending).toBe(0);
});

test('a port that drains ends HTTP/1.1 connections with their next answer and lets no call begin on HTTP/2', async () => {
  const { number, url, opened } = await open({ allowCleartext: true });
  const session = connectHttp2(url);
  session.on('error', () => {});
  const told = new Promise((resolve) => session.once('goaway', resolve));
  await new Promise((resolve) => session.once('remoteSettings', resolve));
  const idle = connectTcp(number, '127.0.0.1');
  const idleClosed = new Promise((resolve) => idle.once('close', resolve));
  idle.write(GET.replace('Connection: close\r\n', ''));
  await new Promise((resolve) => idle.once('data', resolve));
  opened.drain();
  expect(await told).toBe(0);
  await idleClosed;
  expect(await exchange(url, GET.replace('Connection: close\r\n', ''))).toMatch(/connection: close/i);
  expect(await fetchHttp2(url)).toBe('HTTP/2.0 cleartext');
});

test('the connection of a WebSocket that is refused in cleartext is closed, also if its client keeps its half open', async () => {
  const { number, opened } = await open();
  const client = connectTcp({ port: number, host: '127.0.0.1', allowHalfOpen: true });
  client.on('error', () => {});
  const answer = once(client, 'data');
  client.write('GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n');
  expect(String(await answer)).toMatch(/^HTTP\/1.1 403 /);
  await expect.poll(() => opened.openSockets, { timeout: 3_000 }).toBe(0);
  client.destroy();
});
