import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, it, onTestFinished } from 'vitest';
import { urlsOf } from './addresses.mjs';
import { freePort } from './free-port.mjs';

async function start(...args) {
  const child = spawn(process.execPath, [join(import.meta.dirname, '../start.mjs'), ...args]);
  const [[status], stderr] = await Promise.all([once(child, 'exit'), text(child.stderr)]);
  return { status, sentence: stderr.trim().split('\n')[0] };
}

it('says that the port is in use, and fails, before it does anything else', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  onTestFinished(() => void other.close());
  await once(other, 'listening');
  const { port } = other.address();
  expect(await start('--port', String(port))).toEqual({
    status: 1,
    sentence: `Port ${port} is in use: end what uses it, or take another one with "npm start -- --port ${port + 1}".`,
  });
});

it.each([
  [['--port', 'http'], '--port takes a number from 0 to 65535, not "http".'],
  [['--port', '65536'], '--port takes a number from 0 to 65535, not "65536".'],
  [['--host', '192.0.2.1', '--port', '0'], '192.0.2.1 is not an address of this machine.'],
  [['--prot', '80'], "Unknown option '--prot'."],
])('refuses %s in one sentence', async (args, sentence) => {
  expect(await start(...args)).toEqual({ status: 1, sentence });
});

it('finds a free port for 0', async () => {
  expect(await freePort(0, 'localhost')).toBeGreaterThan(1023);
});

it('names localhost, and the other addresses only when they lead to the server', () => {
  expect(urlsOf('localhost', 8080)).toEqual(['http://localhost:8080/']);
  expect(urlsOf('::1', 8080)).toEqual(['http://[::1]:8080/']);
  expect(urlsOf('0.0.0.0', 8080)[0]).toBe('http://localhost:8080/');
});
