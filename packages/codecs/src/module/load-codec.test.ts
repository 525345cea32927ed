import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadCodec } from './load-codec.ts';

const bytes = readFileSync(new URL('../opus/opus.wasm', import.meta.url));
let server: Server;
let base = '';
let served = 0;

beforeAll(async () => {
  server = createServer((request, response) => {
    served += 1;
    if (request.url === '/opus.wasm') response.writeHead(200, { 'content-type': 'application/wasm' }).end(bytes);
    else if (request.url === '/octets.wasm') response.writeHead(200).end(bytes);
    else if (request.url === '/page.wasm') {
      response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>Start</title>');
    } else if (request.url === '/short.wasm') {
      response.writeHead(200, { 'content-type': 'application/wasm' }).end(bytes.subarray(0, 5000));
    } else if (request.url === '/flaky.wasm' && served % 2 === 1) response.writeHead(503).end();
    else if (request.url === '/flaky.wasm') response.writeHead(200, { 'content-type': 'application/wasm' }).end(bytes);
    else if (request.url !== '/never.wasm') response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address && typeof address === 'object') base = `http://127.0.0.1:${address.port}`;
});

afterAll(() => server.closeAllConnections());

test('the file beside the code is compiled once', async () => {
  const [one, other] = await Promise.all([loadCodec('opus'), loadCodec('opus')]);
  expect(one).toBe(other);
  expect(WebAssembly.Module.exports(one).map(({ name }) => name)).toContain('bridge_encode_float');
});

test('a module passes through, and bytes are compiled once', async () => {
  const module = await loadCodec('opus');
  expect(await loadCodec('opus', { source: module })).toBe(module);
  expect(await loadCodec('opus', { source: bytes })).toBe(await loadCodec('opus', { source: bytes }));
});

test('an address is fetched once, whatever its MIME type', async () => {
  const before = served;
  for (const name of ['opus', 'octets', 'opus']) await loadCodec('opus', { source: `${base}/${name}.wasm` });
  expect(served - before).toBe(2);
});

test.each([
  ['gone.wasm', /\[not-found\].*gone\.wasm was answered with status 404/],
  ['page.wasm', /\[data-loss\].*page\.wasm \(served as text\/html\) is no WebAssembly.*begins with "<!doctype html>/],
  ['short.wasm', /short\.wasm/],
])('what came instead of %s is told', async (name, message) => {
  await expect(loadCodec('opus', { source: new URL(name, `${base}/`) })).rejects.toThrow(message);
});

test('a failure is not remembered', async () => {
  served += served % 2;
  const source = `${base}/flaky.wasm`;
  await expect(loadCodec('opus', { source })).rejects.toThrow(/\[unavailable\].*status 503/);
  expect(await loadCodec('opus', { source })).toBeInstanceOf(WebAssembly.Module);
});

test('a file that is not there, bytes that are something else, and a server that is not there are told apart', async () => {
  const missing = new URL('./missing.wasm', import.meta.url);
  await expect(loadCodec('opus', { source: missing })).rejects.toThrow(/\[not-found\].*missing\.wasm cannot be read/);
  const source = new TextEncoder().encode('hello');
  await expect(loadCodec('opus', { source })).rejects.toThrow(
    /\[data-loss\] the source of opus is no WebAssembly.*5 bytes/,
  );
  await expect(loadCodec('opus', { source: 'http://127.0.0.1:1/x.wasm' })).rejects.toThrow(
    /\[unavailable\].*127\.0\.0\.1:1/,
  );
});

test('an abort ends the wait, and only that one', async () => {
  const source = `${base}/never.wasm`;
  const controller = new AbortController();
  const waiting = loadCodec('opus', { source, signal: controller.signal });
  controller.abort();
  await expect(waiting).rejects.toMatchObject({ code: 'cancelled' });
  await expect(loadCodec('opus', { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'cancelled' });
  expect(await loadCodec('opus', { signal: new AbortController().signal })).toBeInstanceOf(WebAssembly.Module);
});
