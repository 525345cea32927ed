import { describe, expect, it } from 'vitest';
import { AsyncQueue } from './async-queue.ts';
import { backoffMs } from './backoff.ts';
import { Disposables } from './disposal.ts';
import { codeOfStatus, SdkError, statusNumber } from './sdk-error.ts';
import { SerialQueue } from './serial-queue.ts';

describe('SdkError', () => {
  it('says its code first and keeps what it was made of', () => {
    const cause = new TypeError('Failed to fetch');
    const error = SdkError.from(cause, 'unavailable');
    expect(error).toMatchObject({
      code: 'unavailable',
      message: '[unavailable] Failed to fetch',
      detail: 'Failed to fetch',
      cause,
    });
    expect(SdkError.from(error)).toBe(error);
    expect(SdkError.from('text')).toMatchObject({ code: 'unknown', detail: 'text' });
    expect(SdkError.from(new DOMException('stop', 'AbortError'))).toMatchObject({ code: 'cancelled' });
  });

  it('says when to try again, also when it comes back from from()', () => {
    const busy = new SdkError('resource-exhausted', 'try again in 250 ms', { retryAfterMs: 250 });
    expect(SdkError.from(busy, 'internal').retryAfterMs).toBe(250);
    expect(new SdkError('internal', 'broken', { cause: busy }).retryAfterMs).toBeUndefined();
    expect('cause' in busy).toBe(false);
  });

  it('has the numbers of gRPC', () => {
    expect([statusNumber('cancelled'), statusNumber('not-found'), statusNumber('unauthenticated')]).toEqual([1, 5, 16]);
    expect([codeOfStatus(8), codeOfStatus(14), codeOfStatus(0), codeOfStatus(99)]).toEqual([
      'resource-exhausted',
      'unavailable',
      'unknown',
      'unknown',
    ]);
  });
});

describe('SerialQueue', () => {
  it('runs one task after another, also after one that failed', async () => {
    const queue = new SerialQueue();
    const done: number[] = [];
    const slow = queue.run(async () => {
      await new Promise((resolve) => setTimeout(resolve, 5));
      done.push(1);
    });
    const bad = queue.run(() => {
      throw new Error('no');
    });
    const last = queue.run(() => done.push(2));
    expect(queue.size).toBe(3);
    await expect(bad).rejects.toThrow('no');
    await Promise.all([slow, last]);
    expect(done).toEqual([1, 2]);
    expect(queue.size).toBe(0);
  });

  it('refuses what waits once it is closed', async () => {
    const queue = new SerialQueue();
    const waiting = queue.run(() => 1);
    queue.close();
    await expect(waiting).rejects.toMatchObject({ code: 'cancelled' });
  });
});

describe('AsyncQueue', () => {
  it('hands over in order, then ends', async () => {
    const queue = new AsyncQueue<number>();
    queue.push(1);
    setTimeout(() => {
      queue.push(2);
      queue.end();
      queue.push(3);
    }, 1);
    const got: number[] = [];
    for await (const value of queue) got.push(value);
    expect(got).toEqual([1, 2]);
  });

  it('ends with the error it is given, after what came before', async () => {
    const queue = new AsyncQueue<number>();
    queue.push(1);
    queue.end(new Error('lost'));
    const got: number[] = [];
    const read = async () => {
      for await (const value of queue) got.push(value);
    };
    await expect(read()).rejects.toThrow('lost');
    expect(got).toEqual([1]);
  });
});

describe('backoffMs()', () => {
  const policy = { initialMs: 1_000, maxMs: 30_000, multiplier: 2 };

  it('grows from try to try up to the cap, jitter on top', () => {
    expect([0, 1, 2, 10].map((attempt) => backoffMs(policy, attempt, () => 0))).toEqual([1_000, 2_000, 4_000, 30_000]);
    expect(backoffMs(policy, 10, () => 1)).toBe(37_500);
  });
});

describe('Disposables', () => {
  it('takes back once, newest first, and at once when it is too late to keep', () => {
    const owner = new Disposables();
    const undone: string[] = [];
    owner.add(() => undone.push('a'));
    owner.add(() => undone.push('b'));
    owner.dispose();
    owner.dispose();
    owner.add(() => undone.push('late'));
    expect(undone).toEqual(['b', 'a', 'late']);
  });
});
