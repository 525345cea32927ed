import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { OriginList } from '../access/origin-list.ts';
import { CrossOrigin } from './cross-origin.ts';

const OURS = 'https://app.example.org';
const FOREIGN = 'https://evil.test';

let server: Server;

afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

/** A server for pages of these origins, by its URL. */
async function start(allowedOrigins: string[], sockets?: WebSocketServer): Promise<string> {
  const origins = new OriginList(allowedOrigins);
  const policy = { allowsAnyOrigin: origins.isAny, allowsOrigin: (origin?: string) => origins.allows(origin) };
  const crossOrigin = new CrossOrigin(policy);
  const listener: RequestListener = (request, response) => {
    if (request.method === 'OPTIONS') return crossOrigin.replyToPreflight(request, response);
    if (crossOrigin.refuse(request, response)) return;
    crossOrigin.openTo(request, response);
    response.end('done');
  };
  server = createServer(listener);
  server.on('upgrade', (request, socket, head) => {
    if (crossOrigin.refuseUpgrade(request, socket)) return;
    sockets?.handleUpgrade(request, socket, head, (webSocket) => webSocket.send('hello'));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function ask(url: string, method: string, headers: Record<string, string>) {
  const { status, headers: answer } = await fetch(url, { method, headers });
  return { status, origin: answer.get('access-control-allow-origin'), vary: answer.get('vary'), answer };
}

describe('with a list', () => {
  test('a page of it may read answers, and caches know that others may not', async () => {
    const url = await start([OURS]);
    const { answer, ...rest } = await ask(url, 'POST', { origin: OURS });
    expect(rest).toEqual({ status: 200, origin: OURS, vary: 'Origin' });
    expect(answer.get('access-control-expose-headers')).toMatch(/grpc-status.*retry-after-ms/i);
    expect(answer.get('access-control-allow-credentials')).toBeNull();
  });

  test('another page is refused, before and after a preflight request', async () => {
    const url = await start([OURS]);
    for (const method of ['POST', 'OPTIONS']) {
      const { answer, ...rest } = await ask(url, method, { origin: FOREIGN });
      expect(rest).toEqual({ status: 403, origin: null, vary: 'Origin' });
      expect(answer.get('access-control-allow-methods')).toBeNull();
    }
  });

  test('who is no page passes', async () => {
    const { status, origin, vary } = await ask(await start([OURS]), 'POST', {});
    expect({ status, origin, vary }).toEqual({ status: 200, origin: null, vary: 'Origin' });
  });
});

describe('without a list', () => {
  test('every page may call and read, with a token', async () => {
    const url = await start(['*']);
    expect(await ask(url, 'POST', { origin: FOREIGN })).toMatchObject({ status: 200, origin: '*', vary: null });
    const { answer, ...rest } = await ask(url, 'OPTIONS', { origin: FOREIGN });
    expect(rest).toEqual({ status: 204, origin: '*', vary: null });
    expect(answer.get('access-control-allow-headers')).toMatch(/Content-Type.*X-Grpc-Web.*room.*authorization/i);
    expect(answer.get('access-control-allow-methods')).toBe('POST, GET');
    expect(answer.get('access-control-max-age')).toBe('7200');
  });
});

test('a preflight request for a server in a private network is answered where it is asked for', async () => {
  const url = await start([OURS]);
  const asked = { origin: OURS, 'access-control-request-private-network': 'true' };
  const granted = async (headers: Record<string, string>) =>
    (await ask(url, 'OPTIONS', headers)).answer.get('access-control-allow-private-network');
  expect(await granted(asked)).toBe('true');
  expect(await granted({ origin: OURS })).toBeNull();
  expect(await granted({ ...asked, origin: FOREIGN })).toBeNull();
});

test('WebSockets open for pages of the list and for what is no page', async () => {
  const sockets = new WebSocketServer({ noServer: true });
  const url = await start([OURS], sockets);
  const outcome = (origin: string | undefined) =>
    new Promise((resolve) => {
      const socket = new WebSocket(url, origin === undefined ? {} : { origin });
      socket.on('message', (data) => {
        resolve(String(data));
        socket.terminate();
      });
      socket.on('error', ({ message }) => resolve(message));
    });
  expect(await outcome(OURS)).toBe('hello');
  expect(await outcome(undefined)).toBe('hello');
  expect(await outcome(FOREIGN)).toBe('Unexpected server response: 403');
});
