import { type AddressInfo, createServer } from 'node:net';
import { expect, test } from 'vitest';
import { exchange } from '../testing/raw-socket.ts';
import { Http1Server } from './http1-server.ts';

test.each([
  ['header', 'GET / HTTP/1.1\r\nHost: x\r\n'],
  ['body', 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n1'],
])('a request whose %s never ends is answered with 408', async (_what, start) => {
  const limits = { headersTimeoutMs: 200, requestTimeoutMs: 300, checkIntervalMs: 50 };
  const http = new Http1Server(
    (request) => void request.resume(),
    () => {},
    limits,
  );
  const listener = createServer({ allowHalfOpen: true }, (socket) => http.accept(socket));
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  const { port } = listener.address() as AddressInfo;
  expect(await exchange(`http://127.0.0.1:${port}`, start)).toMatch(/^HTTP\/1.1 408 Request Timeout/);
  http.close();
  await new Promise((resolve) => listener.close(resolve));
});
