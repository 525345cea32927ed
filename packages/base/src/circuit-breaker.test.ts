import { expect, it } from 'vitest';
import { CircuitBreaker } from './circuit-breaker.ts';
import { ManualClock } from './manual-clock.ts';
import { SdkError } from './sdk-error.ts';

const error = new SdkError('unavailable', 'no path');

function brokenBreaker() {
  const clock = new ManualClock();
  const breaker = new CircuitBreaker({ clock });
  for (let count = 0; count < 5; count += 1) breaker.failed(error);
  return { clock, breaker };
}

it('opens at the fifth failure in a row, and not when a success came between', () => {
  const breaker = new CircuitBreaker({ clock: new ManualClock() });
  for (let count = 0; count < 4; count += 1) breaker.failed(error);
  breaker.succeeded();
  for (let count = 0; count < 4; count += 1) breaker.failed(error);
  expect(breaker.state).toEqual({ kind: 'closed', failures: 4 });
  breaker.failed(error);
  expect(breaker.allows()).toBe(false);
});

it('lets a try through after 30 s and closes after two successes', async () => {
  const { clock, breaker } = brokenBreaker();
  await clock.advance(29_999);
  expect(breaker.allows()).toBe(false);
  await clock.advance(1);
  expect(breaker.allows()).toBe(true);
  breaker.succeeded();
  expect(breaker.state).toEqual({ kind: 'half-open', successes: 1 });
  breaker.succeeded();
  expect(breaker.state).toEqual({ kind: 'closed', failures: 0 });
});

it('opens again at any failure while half-open', async () => {
  const { clock, breaker } = brokenBreaker();
  await clock.advance(30_000);
  breaker.allows();
  breaker.failed(error);
  expect(breaker.state).toEqual({ kind: 'open', untilMs: clock.now() + 30_000, error });
});

it('stays open for good after a cause that no try can mend, until somebody resets it', () => {
  const breaker = new CircuitBreaker({ clock: new ManualClock() });
  breaker.trip(error);
  expect(breaker.allows()).toBe(false);
  breaker.reset();
  expect(breaker.allows()).toBe(true);
});
