import { type Clock, ManualClock } from '@remotemedia/base';
import { describe, expect, it } from 'vitest';
import { Pulse } from './pulse.ts';

/** A pulse that is heard every second at the least. */
function pulse({
  isAsked = true,
  clock = new ManualClock(),
  timers = clock as Clock,
  reach = () => new Promise<void>(() => {}),
} = {}) {
  const died: string[] = [];
  let asked = 0;
  const ask = () => {
    asked += 1;
    return isAsked;
  };
  const made = new Pulse({ clock: timers, firstMs: 5_000, ask, reach, onDead: ({ code }) => died.push(code) });
  return { clock, pulse: made, died, asked: () => asked };
}

/** Timers as in a page that nobody sees: they run once a minute. */
function throttled(clock: ManualClock): Clock {
  const nextMs = (delayMs: number) => Math.ceil((clock.now() + delayMs) / 60_000) * 60_000 - clock.now();
  return { now: () => clock.now(), after: (delayMs, callback) => clock.after(nextMs(delayMs), callback) };
}

describe('Pulse', () => {
  it('is dead when the first message does not come', async () => {
    const { clock, died } = pulse();
    await clock.advance(4_999);
    expect(died).toEqual([]);
    await clock.advance(1);
    expect(died).toEqual(['unavailable']);
    expect(clock.pending).toBe(0);
  });

  it('asks after a silent interval, and is dead when no answer comes', async () => {
    const { clock, pulse: made, died, asked } = pulse();
    made.heard(1_000);
    for (let beat = 0; beat < 20; beat += 1) {
      await clock.advance(1_000);
      expect(asked()).toBe(beat + 1);
      await clock.advance(2_900);
      made.heard();
    }
    await clock.advance(1_000);
    await clock.advance(2_999);
    expect(died).toEqual([]);
    await clock.advance(1);
    expect(died).toEqual(['unavailable']);
  });

  it('waits for more than the interval where signs of life come by themselves', async () => {
    const { clock, pulse: made, died } = pulse({ isAsked: false });
    made.heard(2_000);
    await clock.advance(5_499);
    expect(died).toEqual([]);
    await clock.advance(1);
    expect(died).toEqual(['unavailable']);
  });

  it('has as long again as the server took to answer in another way, when it is doubted', async () => {
    const clock = new ManualClock();
    const { pulse: made, died } = pulse({
      clock,
      reach: () => new Promise((resolve) => clock.after(400, resolve)),
    });
    made.heard(60_000);
    made.suspect();
    await clock.advance(799);
    made.heard();
    await clock.advance(10_000);
    expect(died).toEqual([]);
    made.suspect();
    await clock.advance(799);
    expect(died).toEqual([]);
    await clock.advance(1);
    expect(died).toEqual(['unavailable']);
  });

  it('is not given up sooner while the server cannot be reached in another way either', async () => {
    const { clock, pulse: made, died } = pulse({ reach: () => Promise.reject(new Error('no path')) });
    made.heard(60_000);
    made.suspect();
    await clock.advance(1_499);
    expect(died).toEqual([]);
    await clock.advance(1);
    expect(died).toEqual(['unavailable']);
  });

  it('has until the next sign of life is due where they come by themselves, however soon the server answers', async () => {
    const { clock, pulse: made, died } = pulse({ isAsked: false, reach: () => Promise.resolve() });
    made.heard(2_000);
    for (let beat = 0; beat < 3; beat += 1) {
      made.suspect();
      await clock.advance(2_000);
      made.heard();
    }
    expect(died).toEqual([]);
    await clock.advance(1_500);
    made.suspect();
    await clock.advance(749);
    expect(died).toEqual([]);
    await clock.advance(1);
    expect(died).toEqual(['unavailable']);
  });

  it('gets no more time by being doubted again', async () => {
    const { clock, pulse: made, died } = pulse({ reach: () => Promise.reject(new Error('no path')) });
    made.heard(60_000);
    for (let passed = 0; passed < 3_000; passed += 500) {
      made.suspect();
      await clock.advance(500);
    }
    expect(died).toEqual(['unavailable']);
  });

  it('looks no more once it is closed, whoever doubts it', async () => {
    const { clock, pulse: made, asked } = pulse();
    made.heard(60_000);
    made.suspect();
    made.close();
    made.suspect();
    made.heard(1_000);
    expect([clock.pending, asked()]).toEqual([0, 1]);
  });

  it('must show soon that it lives when that is doubted', async () => {
    const { clock, pulse: made, died, asked } = pulse();
    made.suspect();
    expect(asked()).toBe(0);
    made.heard(60_000);
    made.suspect();
    expect(asked()).toBe(1);
    await clock.advance(1_400);
    made.heard();
    await clock.advance(10_000);
    expect(died).toEqual([]);
    made.suspect();
    await clock.advance(1_500);
    expect(died).toEqual(['unavailable']);
  });

  it('lives on in a page whose timers run once a minute, as long as it is answered', async () => {
    const clock = new ManualClock();
    const { pulse: made, died, asked } = pulse({ clock, timers: throttled(clock) });
    made.heard(2_000);
    for (let minute = 1; minute < 10; minute += 1) {
      await clock.advance(60_000);
      expect(asked()).toBe(minute);
      made.heard();
    }
    expect(died).toEqual([]);
    await clock.advance(180_000);
    expect(died).toEqual(['unavailable']);
  });

  it('is asked again, not given up, by one that slept', async () => {
    const clock = new ManualClock();
    let isAsleep = false;
    const sleeping: Clock = {
      now: () => clock.now(),
      after: (delayMs, callback) => clock.after(isAsleep ? 3_600_000 : delayMs, callback),
    };
    const { pulse: made, died } = pulse({ clock, timers: sleeping });
    made.heard(1_000);
    isAsleep = true;
    await clock.advance(1_000);
    isAsleep = false;
    await clock.advance(3_600_000);
    expect(died).toEqual([]);
    made.heard();
    await clock.advance(1_000);
    expect(died).toEqual([]);
    made.close();
    expect(clock.pending).toBe(0);
  });
});
