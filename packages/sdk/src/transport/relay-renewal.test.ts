import { ManualClock, type SdkError } from '@remotemedia/base';
import { expect, it, vi } from 'vitest';
import { IceServers } from './ice-servers.ts';
import { RelayRenewal } from './relay-renewal.ts';

const turn = (credential: string) => [{ urls: ['turn:turn.example.org'], username: 'ada', credential }];

function setUp() {
  const clock = new ManualClock();
  const errors: SdkError[] = [];
  const iceServers = new IceServers([]);
  const ask = vi.fn(async () => ({ iceServers: turn('new'), expiresInMs: 0 }));
  const renewal = new RelayRenewal({ iceServers, peers: () => [], ask, onError: (error) => errors.push(error), clock });
  return { clock, errors, iceServers, ask, renewal };
}

it('takes servers that were handed out at once, and keeps no watch over ones that never run out', async () => {
  const { clock, iceServers, renewal } = setUp();
  renewal.takeOwn(turn('own'));
  renewal.takeOffered({ iceServers: turn('a'), expiresInMs: 0 });
  expect(iceServers.list).toEqual(turn('a'));
  await clock.advance(1_000);
  expect(clock.pending).toBe(0);
  renewal.close();
});

it('asks the application again once its servers run out', async () => {
  const { clock, errors, ask, renewal } = setUp();
  renewal.takeOwn({ iceServers: turn('own'), expiresInMs: 1_000 });
  await vi.waitFor(() => expect(clock.pending).toBe(1), 10_000);
  renewal.close();
  renewal.close();
  expect(clock.pending).toBe(0);
  renewal.takeOwn({ iceServers: turn('own'), expiresInMs: 1_000 });
  await clock.advance(10_000);
  expect([clock.pending, ask.mock.calls.length, errors.length]).toEqual([0, 0, 0]);
});
