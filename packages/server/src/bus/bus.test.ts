import { systemClock } from '@remotemedia/base';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Bus } from './bus.ts';
import { toBusSettings } from './bus-options.ts';
import { MemoryBroker } from './memory-broker.ts';
import { NatsBus } from './nats-bus.ts';
import { NATS_SERVER, NatsProcess } from './testing/nats-process.ts';

interface Broker {
  connect(): Bus;
  stop(): Promise<void>;
  start(): Promise<void>;
  close(): Promise<void>;
}

function memoryBroker(): Broker {
  const broker = new MemoryBroker(systemClock);
  return {
    connect: () => broker.connect(),
    stop: async () => broker.stop(),
    start: async () => broker.start(),
    close: async () => {},
  };
}

async function natsBroker(): Promise<Broker> {
  const nats = await NatsProcess.start();
  const connect = () => new NatsBus({ ...toBusSettings({ servers: nats.url }), clock: systemClock, log: () => {} });
  return { connect, stop: () => nats.kill(), start: () => nats.start(), close: () => nats.kill() };
}

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const text = (message: Uint8Array): string => new TextDecoder().decode(message);

const kinds = [
  { name: 'in memory', open: async () => memoryBroker(), isMissing: false },
  { name: 'NATS', open: natsBroker, isMissing: NATS_SERVER === undefined },
];

describe.each(kinds)('a bus $name (skipped where nats-server is not installed)', ({ open, isMissing }) => {
  if (isMissing) return test.skip('is as the port says', () => {});
  let broker: Broker;
  let buses: Bus[] = [];

  async function connect(): Promise<Bus> {
    const bus = broker.connect();
    buses.push(bus);
    await vi.waitFor(() => expect(bus.state).toBe('connected'));
    return bus;
  }

  /** What was subscribed before is known to the broker once a request of the same bus was answered. */
  async function settle(bus: Bus): Promise<void> {
    const undo = bus.subscribe(`settle.${buses.indexOf(bus)}`, (_, answer) => answer?.(bytes('')));
    await bus.request(`settle.${buses.indexOf(bus)}`, bytes(''), { timeoutMs: 5_000 });
    undo();
  }

  beforeAll(async () => {
    broker = await open();
  });
  afterEach(async () => {
    await Promise.all(buses.map((bus) => bus.close()));
    buses = [];
  });
  afterAll(() => broker.close());

  test('what is published arrives at all who subscribed, in order, and at nobody else', async () => {
    const [one, other, sender] = [await connect(), await connect(), await connect()];
    const got: string[] = [];
    one.subscribe('room.a', (message) => got.push(`one ${text(message)}`));
    other.subscribe('room.a', (message) => got.push(`other ${text(message)}`));
    other.subscribe('room.b', (message) => got.push(`b ${text(message)}`));
    await Promise.all([settle(one), settle(other)]);
    for (let index = 0; index < 100; index += 1) sender.publish('room.a', bytes(String(index)));
    await vi.waitFor(() => expect(got).toHaveLength(200));
    const expected = Array.from({ length: 100 }, (_, index) => String(index));
    expect(got.filter((line) => line.startsWith('one')).map((line) => line.slice(4))).toEqual(expected);
    expect(got.filter((line) => line.startsWith('other')).map((line) => line.slice(6))).toEqual(expected);
  });

  test('a request gets the first answer', async () => {
    const [one, other] = [await connect(), await connect()];
    one.subscribe('stay.x', (message, answer) => {
      answer?.(bytes(`${text(message)} yes`));
      answer?.(bytes('again'));
    });
    await settle(one);
    expect(text(await other.request('stay.x', bytes('is it?'), { timeoutMs: 5_000 }))).toBe('is it? yes');
  });

  test('an answer is taken in its place among the messages', async () => {
    const [one, other] = [await connect(), await connect()];
    const got: string[] = [];
    other.subscribe('room.a', (message) => got.push(text(message)));
    one.subscribe('stay.x', (_, answer) => {
      one.publish('room.a', bytes('before'));
      answer?.(bytes('answer'));
      one.publish('room.a', bytes('after'));
    });
    await Promise.all([settle(one), settle(other)]);
    await other.request('stay.x', bytes(''), { timeoutMs: 5_000, take: (message) => got.push(text(message)) });
    await vi.waitFor(() => expect(got).toEqual(['before', 'answer', 'after']));
  });

  test('a request that nobody listens to fails at once, one that nobody answers after its time', async () => {
    const [one, other] = [await connect(), await connect()];
    const undo = one.subscribe('stay.x', () => {});
    await settle(one);
    await expect(other.request('nobody', bytes(''), { timeoutMs: 60_000 })).rejects.toMatchObject({
      code: 'unavailable',
    });
    await expect(other.request('stay.x', bytes(''), { timeoutMs: 20 })).rejects.toMatchObject({
      code: 'deadline-exceeded',
    });
    undo();
    undo();
    await settle(one);
    await expect(other.request('stay.x', bytes(''), { timeoutMs: 60_000 })).rejects.toMatchObject({
      code: 'unavailable',
    });
  });

  test('a bus that is closed no longer listens, and may be closed twice', async () => {
    const [one, other] = [await connect(), await connect()];
    one.subscribe('stay.x', (_, answer) => answer?.(bytes('here')));
    await settle(one);
    await one.close();
    await one.close();
    await vi.waitFor(() =>
      expect(other.request('stay.x', bytes(''), { timeoutMs: 100 })).rejects.toMatchObject({ code: 'unavailable' }),
    );
  });

  describe('while the broker is down', () => {
    test('requests fail at once, and it comes back by itself with its subscriptions', async () => {
      const [one, other] = [await connect(), await connect()];
      const states: string[] = [];
      other.onState((state) => states.push(state));
      one.subscribe('stay.x', (_, answer) => answer?.(bytes('here')));
      one.subscribe('stay.silent', () => {});
      await settle(one);
      const waiting = other.request('stay.silent', bytes(''), { timeoutMs: 60_000 });
      const failed = expect(waiting).rejects.toMatchObject({ code: 'deadline-exceeded' });
      await broker.stop();
      await failed;
      await vi.waitFor(() => expect([one.state, other.state]).toEqual(['away', 'away']), 5_000);
      other.publish('stay.x', bytes('lost'));
      await expect(other.request('stay.x', bytes(''), { timeoutMs: 60_000 })).rejects.toMatchObject({
        code: 'unavailable',
      });
      const late = broker.connect();
      buses.push(late);
      expect(late.state).toBe('away');
      await broker.start();
      await vi.waitFor(() => expect([one.state, other.state, late.state]).toEqual(Array(3).fill('connected')), 10_000);
      await settle(one);
      expect(text(await late.request('stay.x', bytes(''), { timeoutMs: 5_000 }))).toBe('here');
      expect(states).toEqual(['away', 'connected']);
    }, 30_000);
  });
});

describe.skipIf(NATS_SERVER === undefined)(
  'NATS that asks who is there (skipped where nats-server is not installed)',
  () => {
    const kinds: [string, string[], string, string][] = [
      ['a password', ['--user', 'ada', '--pass', 's@fe'], 'ada:s%40fe@', 'ada:hunter2@'],
      ['a token', ['--auth', 't0ken'], 't0ken@', 'hunter2@'],
    ];
    test.each(kinds)('is shown %s of the address, which is never logged', async (_, flags, right, wrong) => {
      const nats = await NatsProcess.start(...flags);
      const lines: string[] = [];
      const log = ({ message, cause }: { message: string; cause?: unknown }) =>
        void lines.push(`${message} ${cause ?? ''}`);
      const open = (who: string) => {
        const servers = nats.url.replace('//', `//${who}`);
        return new NatsBus({ ...toBusSettings({ servers }), clock: systemClock, log });
      };
      const [good, bad] = [open(right), open(wrong)];
      await vi.waitFor(() => expect(good.state).toBe('connected'));
      await vi.waitFor(() => expect(lines.join('\n')).toMatch(/cannot be reached/));
      expect(bad.state).toBe('away');
      expect(lines.join('\n')).not.toMatch(/hunter2|s@fe|s%40fe|t0ken/);
      await Promise.all([good.close(), bad.close()]);
      await nats.kill();
    });
  },
);
