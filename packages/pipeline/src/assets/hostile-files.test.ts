import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { fetchBytes } from './fetch-bytes.ts';
import { SharedLoads } from './shared-loads.ts';

let server: Server;
let base = '';

beforeAll(async () => {
  server = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end('<!doctype html>');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const get = (url: string) => fetchBytes(new URL(url), new AbortController().signal, () => {});

it('takes no web page for a model', async () => {
  await expect(get(`${base}/model.onnx`)).rejects.toMatchObject({ code: 'data-loss' });
  await expect(get(`${base}/model.onnx`)).rejects.toThrow(`${base}/model.onnx was answered with a web page`);
});

it.each(['/dev/zero', '/proc', '/tmp'])('reads nothing that is no file, such as %s', async (path) => {
  await expect(get(`file://${path}`)).rejects.toMatchObject({ code: 'invalid-argument' });
});

it('keeps so many loads and no more', async () => {
  const loads = new SharedLoads<string>();
  const wait = { signal: undefined, onProgress: () => {} };
  let made = 0;
  const ask = (key: number) =>
    loads.get(
      String(key),
      async () => {
        made += 1;
        return key.toString();
      },
      wait,
    );
  for (let key = 0; key < 200; key += 1) await ask(key);
  await ask(199);
  expect(made).toBe(200);
  await ask(0);
  expect(made).toBe(201);
});

it('goes on loading when somebody who hears of it throws', async () => {
  const loads = new SharedLoads<string>();
  const thrower = () => {
    throw new Error('not my day');
  };
  const thrown: unknown[] = [];
  const report = (error: unknown) => thrown.push(error);
  process.on('uncaughtException', report);
  const load = async (_signal: AbortSignal, onProgress: (loaded: number, total: number | undefined) => void) => {
    await Promise.resolve();
    onProgress(1, 2);
    return 'done';
  };
  expect(await loads.get('a', load, { signal: undefined, onProgress: thrower })).toBe('done');
  await new Promise((resolve) => setTimeout(resolve, 0));
  process.off('uncaughtException', report);
  expect(thrown).toHaveLength(1);
});
