import { ManualClock } from '@remotemedia/base';
import { expect, it } from 'vitest';
import { Watchdog } from './watchdog.ts';

function watched() {
  const clock = new ManualClock();
  const events: string[] = [];
  const note = (event: string) => () => void events.push(event);
  const watchdog = new Watchdog({ clock, limitMs: 1_000, ask: note('ask'), onHang: note('hang') });
  return { clock, events, watchdog };
}

it('asks a thread that is silent, and gives up when it does not answer', async () => {
  const { clock, events, watchdog } = watched();
  watchdog.watch(true);
  await clock.advance(499);
  expect(events).toEqual([]);
  await clock.advance(1);
  expect(events).toEqual(['ask']);
  await clock.advance(500);
  expect(events).toEqual(['ask', 'hang']);
  expect(clock.pending).toBe(0);
});

it('is content as long as the thread says something', async () => {
  const { clock, events, watchdog } = watched();
  watchdog.watch(true);
  for (let i = 0; i < 20; i += 1) {
    await clock.advance(400);
    watchdog.heard();
  }
  expect(events).not.toContain('hang');
});

it('does not look while nothing is owed', async () => {
  const { clock, events, watchdog } = watched();
  watchdog.watch(true);
  watchdog.watch(false);
  await clock.advance(10_000);
  expect(events).toEqual([]);
  expect(clock.pending).toBe(0);
});
