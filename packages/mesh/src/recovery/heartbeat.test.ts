import { ManualClock } from '@remotemedia/base';
import type { JsonValue } from '@remotemedia/data';
import { describe, expect, it } from 'vitest';
import { Heartbeat } from './heartbeat.ts';

/** Two pages that hear each other until the way between them is cut. */
function setUp(way = { isCut: false }) {
  const clock = new ManualClock();
  const page = (name: string, deliver: (body: JsonValue) => void) => {
    const listeners = new Set<(body: JsonValue) => void>();
    const log: string[] = [];
    const state = { isHidden: false };
    const heartbeat = new Heartbeat({
      control: {
        send: (_topic, body) => {
          log.push(String(body));
          if (!way.isCut) queueMicrotask(() => deliver(body));
        },
        on: (_topic, listener) => {
          listeners.add(listener);
          return () => listeners.delete(listener);
        },
      },
      clock,
      isHidden: () => state.isHidden,
      onSilent: ({ isProbed }) => found.push(`${name} ${isProbed ? 'doubts' : 'misses'} at ${clock.now()}`),
      onHeard: () => {},
    });
    const receive = (body: JsonValue) => {
      for (const listener of listeners) listener(body);
      heartbeat.heard();
    };
    return { heartbeat, log, state, receive };
  };
  const found: string[] = [];
  const ada = page('ada', (body) => bob.receive(body));
  const bob = page('bob', (body) => ada.receive(body));
  ada.heartbeat.start();
  bob.heartbeat.start();
  return { clock, ada, bob, found, way };
}

describe('Heartbeat', () => {
  it('finds a page that is gone silent within six seconds', async () => {
    const { clock, bob, found, way } = setUp();
    await clock.advance(60_000);
    expect(found).toEqual([]);
    way.isCut = true;
    bob.heartbeat.close();
    await clock.advance(6_000);
    expect(found).toHaveLength(1);
  });

  it('asks nothing while something comes anyway', async () => {
    const { clock, ada } = setUp();
    await clock.advance(1);
    ada.log.length = 0;
    for (let round = 0; round < 20; round += 1) {
      await clock.advance(500);
      ada.heartbeat.heard();
    }
    expect(ada.log.filter((said) => said === 'ask')).toEqual([]);
  });

  it('has patience with a page that nobody sees, on either side', async () => {
    const { clock, ada, bob, found, way } = setUp();
    await clock.advance(5_000);
    bob.state.isHidden = true;
    bob.heartbeat.tell();
    await clock.advance(0);
    way.isCut = true;
    await clock.advance(65_000);
    expect(found).toEqual([]);
    await clock.advance(5_000);
    expect(new Set(found.map((line) => line.slice(0, 3)))).toEqual(new Set(['ada', 'bob']));
    ada.heartbeat.close();
  });

  it('never misses a peer that does not know how to answer', async () => {
    const { clock, found, way } = setUp({ isCut: true });
    await clock.advance(120_000);
    expect(way.isCut).toBe(true);
    expect(found).toEqual([]);
  });

  it('has little patience when there is doubt', async () => {
    const { clock, ada, found, way } = setUp();
    await clock.advance(5_000);
    way.isCut = true;
    ada.heartbeat.probe();
    await clock.advance(600);
    expect(found).toEqual(['ada doubts at 5350']);
  });

  it('leaves no timer', async () => {
    const { clock, ada, bob } = setUp();
    await clock.advance(5_000);
    ada.heartbeat.close();
    bob.heartbeat.close();
    expect(clock.pending).toBe(0);
  });
});
