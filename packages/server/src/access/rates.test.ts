import { ManualClock, SdkError } from '@remotemedia/base';
import { beforeEach, describe, expect, test } from 'vitest';
import type { MessageGate } from '../hub/rate-guard.ts';
import { type RateOptions, toRateSettings } from './rate-options.ts';
import { Rates } from './rates.ts';

const HERE = '192.0.2.1';
let clock: ManualClock;

beforeEach(() => {
  clock = new ManualClock();
});

/** Rates of which only these limits are on. */
function only(options: RateOptions): Rates {
  const off = Object.fromEntries(
    ['Connection', 'Address', 'Room'].flatMap((of) => [
      [`messagesPer${of}`, 0],
      [`bytesPer${of}`, false],
      [`joinsPer${of}`, 0],
      [`connectionsPer${of}`, 0],
    ]),
  );
  return new Rates(toRateSettings({ ...off, ...options }), clock);
}

function sender(address: string = HERE, room: string = 'a', connection: object = {}) {
  return (sizeBytes: number = 100) => ({ connection, address, room, sizeBytes });
}

const gates = new WeakMap<Rates, WeakMap<object, MessageGate>>();

/** Counts a message at its connection's gate. */
function takeMessage(
  rates: Rates,
  { connection, address, room, sizeBytes }: ReturnType<ReturnType<typeof sender>>,
): void {
  const known = gates.get(rates) ?? new WeakMap<object, MessageGate>();
  gates.set(rates, known);
  const gate = known.get(connection) ?? rates.openGate({ address, room });
  known.set(connection, gate);
  gate.take(sizeBytes, clock.now());
}

function refusal(action: () => void): SdkError | undefined {
  try {
    action();
    return undefined;
  } catch (error) {
    if (error instanceof SdkError) return error;
    throw error;
  }
}

/** How many of `count` get through. */
function passed(count: number, action: () => void): number {
  return Array.from({ length: count }, () => refusal(action)).filter((error) => !error).length;
}

describe('a burst and then a steady rate', () => {
  test('passes, and says when the next message will', async () => {
    const rates = only({ messagesPerConnection: { perSecond: 4, burst: 10 } });
    const message = sender();
    expect(passed(20, () => takeMessage(rates, message()))).toBe(10);
    const error = refusal(() => takeMessage(rates, message()));
    expect(error).toMatchObject({ code: 'resource-exhausted', retryAfterMs: 250 });
    expect(error?.detail).toBe('too many messages; try again in 250 ms');
    await clock.advance(249);
    expect(refusal(() => takeMessage(rates, message()))?.retryAfterMs).toBe(1);
    await clock.advance(1);
    expect(passed(2, () => takeMessage(rates, message()))).toBe(1);
    await clock.advance(60_000);
    expect(passed(20, () => takeMessage(rates, message()))).toBe(10);
  });

  test('is never refused again after the wait it was told, whatever the fractions', async () => {
    for (const perSecond of [3, 7, 0.3, 13.7, 999]) {
      const rates = only({ messagesPerConnection: { perSecond, burst: 1 } });
      const message = sender();
      for (let round = 0; round < 20; round++) {
        takeMessage(rates, message());
        await clock.advance(refusal(() => takeMessage(rates, message()))?.retryAfterMs ?? 0);
      }
    }
  });

  test('counts bytes, and lets a message through that is bigger than the burst, once', async () => {
    const rates = only({ bytesPerConnection: { perSecond: 1_000, burst: 1_000 } });
    const message = sender();
    takeMessage(rates, message(3_000));
    expect(refusal(() => takeMessage(rates, message(1)))?.retryAfterMs).toBe(2_001);
    await clock.advance(3_000);
    takeMessage(rates, message(1_000));
  });
});

describe('whose messages count together', () => {
  test.each([
    ['messagesPerConnection', [10, 10, 10]],
    ['messagesPerAddress', [10, 0, 10]],
    ['messagesPerRoom', [10, 10, 0]],
  ] as const)('%s', (limit, expected) => {
    const rates = only({ [limit]: { perSecond: 1, burst: 10 } });
    const first = sender(HERE, 'a');
    const sameAddress = sender(HERE, 'b');
    const sameRoom = sender('192.0.2.2', 'a');
    const through = [first, sameAddress, sameRoom].map((by) => passed(15, () => takeMessage(rates, by())));
    expect(through).toEqual(expected);
  });

  test('what one limit refuses is not counted against the others', () => {
    const rates = only({
      messagesPerConnection: { perSecond: 1, burst: 2 },
      messagesPerAddress: { perSecond: 1, burst: 5 },
    });
    const [flooding, calm] = [sender(), sender()];
    expect(passed(100, () => takeMessage(rates, flooding()))).toBe(2);
    expect(passed(2, () => takeMessage(rates, calm()))).toBe(2);
  });

  test('joins count for the address and for the room, connections for the address', () => {
    const rates = only({
      joinsPerAddress: { perSecond: 1, burst: 3 },
      joinsPerRoom: { perSecond: 2, burst: 5 },
      connectionsPerAddress: { perSecond: 4, burst: 4 },
    });
    expect(passed(9, () => rates.takeJoin({ address: HERE, room: 'a' }))).toBe(3);
    expect(refusal(() => rates.takeJoin({ address: HERE, room: 'b' }))?.retryAfterMs).toBe(1_000);
    expect(passed(9, () => rates.takeJoin({ address: '192.0.2.2', room: 'a' }))).toBe(2);
    expect(refusal(() => rates.takeJoin({ address: '192.0.2.3', room: 'a' }))?.retryAfterMs).toBe(500);
    expect(passed(9, () => rates.takeConnection(HERE))).toBe(4);
    expect(refusal(() => rates.takeConnection(HERE))?.detail).toContain('connections; try again in 250 ms');
  });
});

describe('the defaults', () => {
  test('let fifty peers of one address join one room at once and set up their mesh, also twice', () => {
    const rates = new Rates(toRateSettings(), clock);
    for (let round = 0; round < 2; round++) {
      for (let peer = 0; peer < 50; peer++) {
        const message = sender();
        rates.takeConnection(HERE);
        rates.takeJoin({ address: HERE, room: 'a' });
        for (let other = 0; other < 49; other++) {
          takeMessage(rates, message(8_000));
          for (let candidate = 0; candidate < 18; candidate++) takeMessage(rates, message(300));
        }
      }
    }
  });

  test('stop a flood from one connection and from one address', async () => {
    const rates = new Rates(toRateSettings(), clock);
    const message = sender();
    expect(passed(20_000, () => takeMessage(rates, message()))).toBe(5_000);
    const crowd = Array.from({ length: 22 }, () => sender());
    const throughOfAll = crowd.map((by) => passed(5_000, () => takeMessage(rates, by())));
    expect(throughOfAll.reduce((sum, count) => sum + count)).toBe(95_000);
    await clock.advance(100);
    expect(passed(1_000, () => takeMessage(rates, crowd[0]?.() ?? message()))).toBe(50);
  });

  test('can be switched off all together', () => {
    const rates = new Rates(toRateSettings(false), clock);
    const message = sender();
    expect(passed(10_000, () => takeMessage(rates, message(1e9)))).toBe(10_000);
    expect(passed(10_000, () => rates.takeJoin({ address: HERE, room: 'a' }))).toBe(10_000);
    expect(passed(10_000, () => rates.takeConnection(HERE))).toBe(10_000);
  });
});

describe('memory', () => {
  test('addresses and rooms at rest are forgotten, and their limits are fresh when they come again', async () => {
    const rates = only({ joinsPerAddress: { perSecond: 1, burst: 3 }, maxTracked: 1_000 });
    for (let i = 0; i < 500; i++) rates.takeJoin({ address: `a${i}`, room: `r${i}` });
    expect([rates.trackedAddresses, rates.trackedRooms]).toEqual([500, 500]);
    await clock.advance(61_000);
    for (let i = 0; i < 80; i++) rates.takeJoin({ address: `b${i}`, room: `s${i}` });
    expect(rates.trackedAddresses).toBeLessThan(120);
    expect(rates.trackedRooms).toBeLessThan(120);
    expect(passed(9, () => rates.takeJoin({ address: 'a1', room: 'r1' }))).toBe(3);
  });

  test('is bounded, and a crowd of addresses does not make the server forget who used up its limit', () => {
    const rates = only({ connectionsPerAddress: { perSecond: 0.001, burst: 3 }, maxTracked: 100 });
    expect(passed(9, () => rates.takeConnection(HERE))).toBe(3);
    for (let i = 0; i < 10_000; i++) rates.takeConnection(`crowd ${i}`);
    expect(rates.trackedAddresses).toBe(100);
    expect(passed(9, () => rates.takeConnection(HERE))).toBe(0);
  });

  test('a sender whose address was forgotten counts with the newcomers of that address', async () => {
    const rates = only({ messagesPerAddress: { perSecond: 1, burst: 10 }, maxTracked: 16 });
    const old = sender();
    takeMessage(rates, old());
    await clock.advance(61_000);
    for (let i = 0; i < 16; i++) rates.takeConnection(`crowd ${i}`);
    expect(passed(6, () => takeMessage(rates, sender()()))).toBe(6);
    expect(passed(9, () => takeMessage(rates, old()))).toBe(4);
  });
});

test('a sender whose address had to make room counts with the newcomers of that address', () => {
  const rates = only({ messagesPerAddress: { perSecond: 0.001, burst: 10 }, maxTracked: 16 });
  const old = sender();
  takeMessage(rates, old());
  for (let i = 0; i < 64; i++) passed(9, () => takeMessage(rates, sender(`crowd ${i}`)()));
  expect(passed(6, () => takeMessage(rates, sender()()))).toBe(6);
  expect(passed(9, () => takeMessage(rates, old()))).toBe(4);
});

describe('options', () => {
  test.each([
    [{ messagesPerRoom: { perSecond: 0, burst: 1 } }, 'rates.messagesPerRoom'],
    [{ bytesPerAddress: { perSecond: 1, burst: 0.5 } }, 'rates.bytesPerAddress'],
    [{ joinsPerRoom: { perSecond: Number.NaN, burst: 1 } }, 'rates.joinsPerRoom'],
    [{ connectionsPerAddress: 5 }, 'rates.connectionsPerAddress'],
    [{ messagesPerConnection: null }, 'rates.messagesPerConnection'],
    [{ maxTracked: 1 }, 'rates.maxTracked'],
  ])('%j is refused by its name', (options, name) => {
    const error = refusal(() => toRateSettings(options as RateOptions));
    expect(error?.code).toBe('invalid-argument');
    expect(error?.detail).toContain(name);
  });
});
