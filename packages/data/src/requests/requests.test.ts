import { ManualClock, SdkError } from '@remotemedia/base';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { DataLane } from '../data-lane.ts';
import { fakePair } from '../fake-channels-contract.ts';
import { RequestHandlers } from './request-handlers.ts';
import { Requests } from './requests.ts';

const lanes: DataLane[] = [];
afterEach(() => {
  for (const lane of lanes.splice(0)) lane.close();
});

function open() {
  const pair = fakePair();
  pair.near.open();
  pair.far.open();
  const [near, far] = [pair.near, pair.far].map(
    (channel) => new DataLane(channel.asChannel, { delivery: { mode: 'reliable' }, maxMessageBytes: () => 262_144 }),
  ) as [DataLane, DataLane];
  lanes.push(near, far);
  const clock = new ManualClock();
  const handlers = new RequestHandlers();
  const answering = new Requests(far, handlers, { peerId: 'asker', clock });
  const asking = new Requests(near, new RequestHandlers(), { clock });
  return { near, far, clock, handlers, asking, answering };
}

describe('Requests', () => {
  it('brings an answer of any kind, and hides from the messages', async () => {
    const { asking, handlers, far } = open();
    const onMessage = vi.fn();
    far.on('message', onMessage);
    handlers.register('echo', ({ kind, data, peerId }) =>
      kind === 'text' ? { data, peerId: peerId ?? '' } : (data as Uint8Array),
    );
    expect(await asking.request('echo', 'x')).toEqual({ kind: 'json', data: { data: 'x', peerId: 'asker' } });
    const large = new Uint8Array(500_000).fill(7);
    const answer = await asking.request('echo', large);
    expect(answer.kind).toBe('binary');
    expect(answer.data).toHaveLength(500_000);
    expect(onMessage).not.toHaveBeenCalled();
  });

  it('brings an SdkError with its code and sentence, and nothing of any other error', async () => {
    const { asking, handlers } = open();
    handlers.register('known', () => {
      throw new SdkError('permission-denied', 'not you');
    });
    handlers.register('unknown', () => Promise.reject(new Error('password is 1234')));
    await expect(asking.request('known', '')).rejects.toMatchObject({ code: 'permission-denied', detail: 'not you' });
    const error = await asking.request('unknown', '').catch((caught) => caught);
    expect(error).toMatchObject({ code: 'internal' });
    expect(error.message).not.toContain('1234');
    await expect(asking.request('missing', '')).rejects.toMatchObject({ code: 'unimplemented' });
  });

  it("aborts the handler's signal when the caller gives up or its time is over", async () => {
    const { asking, handlers, clock } = open();
    const signals: AbortSignal[] = [];
    handlers.register('slow', ({ signal }) => {
      signals.push(signal);
      return new Promise(() => {});
    });
    const controller = new AbortController();
    const aborted = asking.request('slow', '', { signal: controller.signal });
    const late = asking.request('slow', '', { timeoutMs: 500 });
    const outcomes = Promise.allSettled([aborted, late]);
    await expect.poll(() => signals.length).toBe(2);
    controller.abort();
    await clock.advance(501);
    expect(await outcomes).toMatchObject([
      { reason: { code: 'cancelled' } },
      { reason: { code: 'deadline-exceeded' } },
    ]);
    await expect.poll(() => signals.every(({ aborted }) => aborted)).toBe(true);
    expect(clock.pending).toBe(0);
  });

  it('ends with the lane, for both sides', async () => {
    const { asking, handlers, near } = open();
    let handling: AbortSignal | undefined;
    handlers.register('slow', ({ signal }) => {
      handling = signal;
      return new Promise(() => {});
    });
    const asked = asking.request('slow', '');
    const outcome = asked.catch((error) => error);
    await expect.poll(() => handling).toBeDefined();
    near.close(new SdkError('unavailable', 'replaced'));
    expect(await outcome).toMatchObject({ code: 'unavailable', detail: 'replaced' });
    await expect.poll(() => handling?.aborted).toBe(true);
  });

  it('keeps no more than 256 requests open', async () => {
    const { asking, handlers, near } = open();
    handlers.register('slow', () => new Promise(() => {}));
    const outcomes = Array.from({ length: 256 }, () => asking.request('slow', '').catch(() => {}));
    await expect(asking.request('slow', '')).rejects.toMatchObject({ code: 'resource-exhausted' });
    near.close();
    await Promise.all(outcomes);
  });

  it('does not fall over what a hostile peer sends', async () => {
    const { asking, handlers, near } = open();
    handlers.register('echo', ({ data }) => data as string);
    for (const tag of ['', '?', '=', '!', '! x', '=zzz', '!1 999', '-', '? echo', '?zz', `?${'9'.repeat(90)} echo`]) {
      await near.post({ toString: 1 }, tag);
    }
    await expect(asking.request('echo', 'still here')).resolves.toMatchObject({ data: 'still here' });
  });

  it('refuses two handlers of one method, and names that cannot be sent', () => {
    const handlers = new RequestHandlers();
    const undo = handlers.register('a', () => '');
    expect(() => handlers.register('a', () => '')).toThrow(SdkError);
    expect(() => handlers.register('', () => '')).toThrow(SdkError);
    undo();
    handlers.register('a', () => '');
  });
});
