import { describe, expect, it } from 'vitest';
import { sleep, withDeadline } from './deadline.ts';
import { ManualClock } from './manual-clock.ts';
import { SdkError } from './sdk-error.ts';

const never = () => new Promise<never>(() => {});

describe('withDeadline()', () => {
  it('gives what the work gives and leaves no timer', async () => {
    const clock = new ManualClock();
    await expect(withDeadline(async () => 7, { timeoutMs: 100, clock })).resolves.toBe(7);
    expect(clock.pending).toBe(0);
  });

  it('says what took too long, and tells the work', async () => {
    const clock = new ManualClock();
    let told: unknown;
    const work = (signal: AbortSignal) => {
      signal.addEventListener('abort', () => {
        told = signal.reason;
      });
      return never();
    };
    const outcome = expect(withDeadline(work, { timeoutMs: 100, what: 'ringing', clock })).rejects.toMatchObject({
      code: 'deadline-exceeded',
      message: '[deadline-exceeded] ringing took longer than 100 ms',
    });
    await clock.advance(100);
    await outcome;
    expect(told).toBeInstanceOf(SdkError);
  });

  it('gives up with the caller, with the caller’s own error if it is one of ours', async () => {
    const clock = new ManualClock();
    const plain = new AbortController();
    const waits = withDeadline(never, { signal: plain.signal, timeoutMs: 100, clock });
    plain.abort();
    await expect(waits).rejects.toMatchObject({ code: 'cancelled' });
    const reason = new SdkError('aborted', 'replaced');
    await expect(withDeadline(never, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    expect(clock.pending).toBe(0);
  });
});

describe('sleep()', () => {
  it('waits as long as it is told', async () => {
    const clock = new ManualClock();
    let awake = false;
    void sleep(50, { clock }).then(() => {
      awake = true;
    });
    await clock.advance(49);
    expect(awake).toBe(false);
    await clock.advance(1);
    expect(awake).toBe(true);
  });

  it('ends early without a timer left', async () => {
    const clock = new ManualClock();
    const controller = new AbortController();
    const slept = sleep(50, { clock, signal: controller.signal });
    controller.abort();
    await expect(slept).rejects.toMatchObject({ code: 'cancelled' });
    expect(clock.pending).toBe(0);
  });
});
