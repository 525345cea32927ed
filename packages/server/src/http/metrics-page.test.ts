import { createServer, type Server } from 'node:http';
import { afterEach, expect, test } from 'vitest';
import { createMetricsPage, type MetricsText } from './metrics-page.ts';

let server: Server;
const METRICS: MetricsText = { contentType: 'text/plain; version=0.0.4', text: async () => 'peers 5\n' };
const serve = async (token?: string, metrics = METRICS): Promise<string> => {
  const page = createMetricsPage(metrics, token);
  server = createServer((request, response) => page(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/metrics`;
};
afterEach(() => {
  server.close();
  server.closeAllConnections();
});

test('the metrics are for everyone where no token is asked for', async () => {
  const response = await fetch(await serve());
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toBe('text/plain; version=0.0.4');
  expect(response.headers.get('cache-control')).toBe('no-store');
  expect(response.headers.get('access-control-allow-origin')).toBeNull();
  expect(await response.text()).toBe('peers 5\n');
});

test.each([
  ['Bearer s3cret-token', 200],
  ['bearer s3cret-token', 200],
  [undefined, 401],
  ['', 401],
  ['Bearer', 401],
  ['Bearer s3cret', 401],
  ['Bearer s3cret-token-and-more', 401],
  ['s3cret-token', 401],
  ['Basic s3cret-token', 401],
])('with a token, the header %j is answered with %i', async (authorization, status) => {
  const url = await serve('s3cret-token');
  const response = await fetch(url, { headers: authorization === undefined ? {} : { authorization } });
  expect(response.status).toBe(status);
  const text = await response.text();
  expect(text.includes('peers')).toBe(status === 200);
  expect(text).not.toContain('s3cret');
  if (status === 401) expect(response.headers.get('www-authenticate')).toMatch(/^Bearer/);
});

test('metrics that cannot be read do not break the connection', async () => {
  const response = await fetch(await serve(undefined, { ...METRICS, text: () => Promise.reject(new Error('no')) }));
  expect(response.status).toBe(500);
});
