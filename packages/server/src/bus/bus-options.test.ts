import { expect, test } from 'vitest';
import { toBusSettings } from './bus-options.ts';

test('addresses are taken apart, with whatever NATS asks for', () => {
  const { addresses, prefix } = toBusSettings({
    servers: ['nats://ada:s%40fe@nats.example.org:4223', 'tls://t0ken@[::1]', 'nats://localhost'],
  });
  expect(prefix).toBe('remotemedia');
  expect(addresses).toEqual([
    { server: 'nats.example.org:4223', isTls: false, user: 'ada', password: 's@fe', token: undefined },
    { server: '[::1]:4222', isTls: true, user: undefined, password: undefined, token: 't0ken' },
    { server: 'localhost:4222', isTls: false, user: undefined, password: undefined, token: undefined },
  ]);
});

test.each([
  [{ servers: [] }, /nats.servers must have 1–64/],
  [{ servers: 'http://localhost' }, /nats.servers must be nats:/],
  [{ servers: 'nats://user:hunter2@' }, /nats.servers must be nats:/],
  [{ servers: 'nats://a:%zz@localhost' }, /the password in nats.servers/],
  [{ servers: 'nats://localhost', prefix: 'a.b' }, /nats.prefix/],
  [{ servers: 'nats://localhost', instanceId: '' }, /nats.instanceId/],
])('%j is refused by name', (options, message) => {
  expect(() => toBusSettings(options)).toThrow(message);
  expect(() => toBusSettings(options)).not.toThrow(/hunter2/);
});
