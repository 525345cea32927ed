import { EventEmitter, once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AnyNodeDefinition, AssetForm } from '../node/node-definition.ts';
import { nodeOf, planOf } from '../run/test-nodes-contract.ts';
import { type LoadAssetsOptions, loadAssets } from './index.ts';

/** The smallest WebAssembly there is: a header and nothing else. */
const WASM = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0);

let server: Server;
let base = '';
let served = 0;
const hanging: ServerResponse[] = [];
const comes = new EventEmitter();

function hang(response: ServerResponse): void {
  hanging.push(response);
  comes.emit('request');
}

/** The next answer that is not given. */
async function nextHanging(): Promise<ServerResponse> {
  if (hanging.length === 0) await once(comes, 'request');
  return hanging.shift() ?? expect.unreachable();
}

beforeAll(async () => {
  server = createServer((request, response) => {
    served += 1;
    if (request.url === '/page.wasm') response.end('<!doctype html>');
    else if (request.url?.startsWith('/ok')) response.writeHead(200, { 'content-length': WASM.length }).end(WASM);
    else if (request.url?.startsWith('/hangs')) hang(response);
    else response.writeHead(request.url === '/broken' ? 503 : 404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
});

/** Loads the file `code` for one node that wants it in this form. */
function load(form: AssetForm, more: Partial<LoadAssetsOptions> = {}, name = 'code') {
  const definition: AnyNodeDefinition = nodeOf('Model', () => ({ process: () => {} }), { assets: { [name]: form } });
  const plan = planOf([{ id: 'm', type: 'Model' }]);
  return loadAssets({ plan, find: (type) => (type === 'Model' ? definition : undefined), ...more });
}

describe('a file of a node', () => {
  it('comes in the form that the node asks for', async () => {
    const url = `${base}/ok.wasm`;
    expect(await load('url', { sources: { code: url } })).toEqual({ code: url });
    expect(await load('bytes', { sources: { code: new URL(url) } })).toEqual({ code: WASM });
    const { code } = await load('module', { sources: { code: url } });
    expect(code).toBeInstanceOf(WebAssembly.Module);
    expect(await load('module', { sources: { code: code as WebAssembly.Module } })).toEqual({ code });
    expect((await load('module', { sources: { code: WASM } }))['code']).toBeInstanceOf(WebAssembly.Module);
    expect(await load('bytes', { sources: { code: WASM.buffer } })).toEqual({ code: WASM });
  });

  it('is fetched and compiled once for everybody', async () => {
    const sources = { code: `${base}/ok-once.wasm` };
    const before = served;
    const all = await Promise.all([1, 2, 3].map(() => load('module', { sources })));
    all.push(await load('module', { sources }));
    expect(served - before).toBe(1);
    expect(new Set(all.map(({ code }) => code)).size).toBe(1);
  });

  it('comes with the SDK where nothing else is said', async () => {
    expect((await load('module', {}, 'rnnoise'))['rnnoise']).toBeInstanceOf(WebAssembly.Module);
    expect((await load('module', {}, 'opus'))['opus']).toBeInstanceOf(WebAssembly.Module);
  });

  it('is not fetched when no node needs it', async () => {
    const before = served;
    const plan = planOf([{ id: 'p', type: 'Pass' }]);
    expect(await load('bytes', { plan, sources: { code: `${base}/ok.wasm` } })).toEqual({});
    expect(served).toBe(before);
  });

  it('says how far it is', async () => {
    const seen: unknown[] = [];
    await load('bytes', { sources: { code: `${base}/ok-progress` }, onProgress: (progress) => seen.push(progress) });
    expect(seen.at(-1)).toEqual({ name: 'code', loadedBytes: 8, totalBytes: 8 });
  });
});

describe('a file that cannot be had', () => {
  const who = 'node "m" (Model) needs the file code';

  it.each([
    ['/nowhere', 'not-found', 'was answered with status 404'],
    ['/broken', 'unavailable', 'was answered with status 503'],
    ['/page.wasm', 'data-loss', 'begin with "<!doctype html>"'],
  ])('%s is %s', async (path, code, detail) => {
    const loading = load('module', { sources: { code: `${base}${path}` } });
    await expect(loading).rejects.toMatchObject({ code, detail: expect.stringContaining(who) });
    await expect(load('module', { sources: { code: `${base}${path}` } })).rejects.toThrow(detail);
  });

  it('is named where nobody knows its address', async () => {
    await expect(load('bytes')).rejects.toMatchObject({ code: 'failed-precondition' });
    await expect(load('bytes')).rejects.toThrow('give it as assets: { "code": address }');
    await expect(load('bytes', {}, 'sileroModel')).rejects.toThrow('{ assets: sileroAssets }');
    await expect(load('url', {}, 'vision')).rejects.toThrow('@remotemedia/models/segmentation');
  });

  it('is named with the address that is wrong', async () => {
    await expect(load('bytes', { sources: { code: 'nothing' } })).rejects.toThrow(
      'expected the address of code, got nothing',
    );
    await expect(load('url', { sources: { code: WASM } })).rejects.toMatchObject({ code: 'invalid-argument' });
    await expect(load('bytes', { sources: { code: new URL('file:///nowhere.bin') } })).rejects.toMatchObject({
      code: 'not-found',
    });
  });

  it('is tried again', async () => {
    const before = served;
    const sources = { code: `${base}/again` };
    await expect(load('bytes', { sources })).rejects.toThrow('404');
    await expect(load('bytes', { sources })).rejects.toThrow('404');
    expect(served - before).toBe(2);
  });
});

describe('a wait', () => {
  it('is called off for one, and the file still comes for the others', async () => {
    const sources = { code: `${base}/hangs` };
    const controller = new AbortController();
    const mine = load('bytes', { sources, signal: controller.signal });
    const others = load('bytes', { sources });
    controller.abort();
    await expect(mine).rejects.toMatchObject({ code: 'cancelled' });
    (await nextHanging()).end(WASM);
    expect(await others).toEqual({ code: WASM });
  });

  it('of the last one ends the download', async () => {
    const sources = { code: new URL(`${base}/hangs-too`) };
    const controller = new AbortController();
    const mine = load('bytes', { sources, signal: controller.signal });
    const refused = expect(mine).rejects.toMatchObject({ code: 'cancelled' });
    const response = await nextHanging();
    const closed = once(response, 'close');
    controller.abort();
    await Promise.all([refused, closed]);
    const again = load('bytes', { sources, signal: controller.signal });
    await expect(again).rejects.toMatchObject({ code: 'cancelled' });
    expect(hanging).toEqual([]);
  });
});
