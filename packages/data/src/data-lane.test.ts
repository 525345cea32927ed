import { ManualClock, type SdkError } from '@remotemedia/base';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { DataLane } from './data-lane.ts';
import { describeDataLane } from './data-lane-contract.ts';
import { fakePair, openFakeChannels } from './fake-channels-contract.ts';
import type { LaneMessage } from './lane-message.ts';
import type { DataLaneOptions } from './lane-options.ts';

describe('over channels in memory', () => describeDataLane(openFakeChannels));

const options = { delivery: { mode: 'reliable' }, maxMessageBytes: () => 262_144 } as const;
const lanes: DataLane[] = [];
afterEach(() => {
  for (const lane of lanes.splice(0)) lane.close();
});

/** A lane whose frames move only when the test says so, and what the other end gets. */
function stalled(more: Partial<DataLaneOptions> = {}) {
  const { near, far } = fakePair();
  near.moves = false;
  near.open();
  far.open();
  const lane = new DataLane(near.asChannel, { ...options, ...more });
  const receiver = new DataLane(far.asChannel, { ...options, ...more });
  lanes.push(lane, receiver);
  const messages: LaneMessage[] = [];
  receiver.on('message', (message) => messages.push(message));
  // A turn of the event loop after each: the other end's receipts come back.
  const moveAll = async () => {
    for (; near.frames.length > 0; await turn()) near.move();
  };
  return { lane, near, messages, moveAll };
}

const turn = () => new Promise((resolve) => setTimeout(resolve));

const settled = async (promise: Promise<unknown>) => {
  let isSettled = false;
  promise.then(
    () => (isSettled = true),
    () => (isSettled = true),
  );
  await turn();
  return isSettled;
};

/** Sends as much as goes without waiting. */
async function fill(lane: DataLane): Promise<void> {
  while (lane.stats.waiting === 0) {
    void lane.send(new Uint8Array(8_000)).catch(() => {});
    await Promise.resolve();
    await Promise.resolve();
  }
}

it('waits for the channel to open', async () => {
  const { near, far } = fakePair();
  const lane = new DataLane(near.asChannel, options);
  const receiver = new DataLane(far.asChannel, options);
  lanes.push(lane, receiver);
  const message = new Promise((resolve) => receiver.on('message', resolve));
  const onOpen = vi.fn();
  lane.on('open', onOpen);
  const sent = lane.send('early');
  expect(await settled(sent)).toBe(false);
  near.open();
  far.open();
  await sent;
  expect(await message).toEqual({ kind: 'text', data: 'early' });
  expect(onOpen).toHaveBeenCalledTimes(1);
});

it('lets a sender wait while the buffer is full, and go on when it is half empty', async () => {
  const { lane, near, moveAll } = stalled({ framing: 'data-buffer' });
  await lane.whenOpen();
  for (let sent = 0; sent < 3; sent += 1) await lane.send(new Uint8Array(65_000));
  const waiting = lane.send('next');
  expect(await settled(waiting)).toBe(false);
  expect(lane.stats.waiting).toBe(1);
  near.move();
  expect(await settled(waiting)).toBe(false);
  near.move();
  await waiting;
  await moveAll();
  expect(lane.stats.bufferedBytes).toBe(0);
});

it('grows its marks when the buffer runs dry again and again before it is filled', async () => {
  const { lane, near } = stalled({ framing: 'data-buffer' });
  await lane.whenOpen();
  const before = lane.stats.highMarkBytes;
  for (let sent = 0; sent < 20; sent += 1) lane.send(new Uint8Array(65_000)).catch(() => {});
  await turn();
  for (let time = 0; time < 4; time += 1) {
    near.bufferedAmount = 0;
    near.dispatchEvent(new Event('bufferedamountlow'));
  }
  expect(lane.stats).toMatchObject({ highMarkBytes: 2 * before, lowMarkBytes: before });
});

it('has no more under way than its window, however empty the buffer', async () => {
  const { lane, near } = stalled();
  await fill(lane);
  const windowBytes = lane.stats.windowBytes ?? 0;
  near.bufferedAmount = 0;
  near.dispatchEvent(new Event('bufferedamountlow'));
  expect(lane.stats.waiting).toBe(1);
  expect(lane.stats.bytesSent).toBeGreaterThanOrEqual(windowBytes);
  expect(lane.stats.bytesSent).toBeLessThan(windowBytes + 32_768);
  while (lane.stats.waiting > 0) {
    near.move();
    await turn();
  }
});

it('gives up a message whose caller aborts, and sends those behind it', async () => {
  const { lane, messages, moveAll } = stalled();
  await fill(lane);
  const controller = new AbortController();
  const aborted = lane.send('aborted', { signal: controller.signal });
  const behind = lane.send('behind');
  controller.abort();
  await expect(aborted).rejects.toMatchObject({ code: 'cancelled' });
  await moveAll();
  await behind;
  await moveAll();
  expect(messages.filter(({ kind }) => kind === 'text')).toEqual([{ kind: 'text', data: 'behind' }]);
});

it('takes a message back of which a part was sent', async () => {
  const { lane, near, messages, moveAll } = stalled();
  const controller = new AbortController();
  const huge = lane.send(new Uint8Array(1_000_000), { signal: controller.signal });
  expect(await settled(huge)).toBe(false);
  controller.abort();
  await expect(huge).rejects.toMatchObject({ code: 'cancelled' });
  expect(new Uint8Array(near.frames.at(-1) as ArrayBuffer)).toHaveLength(5);
  void lane.send('after');
  await moveAll();
  expect(messages).toEqual([{ kind: 'text', data: 'after' }]);
});

it('lets a small message of another tag pass a huge one, and none of the same', async () => {
  const { lane, messages, moveAll } = stalled();
  void lane.send(new Uint8Array(1_000_000), { tag: 'huge' });
  void lane.send('second', { tag: 'huge' });
  void lane.send('small', { tag: 'chat' });
  void lane.send(new Uint8Array(400_000), { tag: 'medium' });
  await turn();
  await moveAll();
  expect(messages.map(({ tag }) => tag)).toEqual(['chat', 'medium', 'huge', 'huge']);
});

it('gives a huge message its turns under a stream of small ones', async () => {
  const { lane, near, messages } = stalled();
  void lane.send(new Uint8Array(300_000), { tag: 'huge' });
  for (let index = 0; index < 60; index += 1) {
    void lane.send(new Uint8Array(30_000), { tag: 'chat' }).catch(() => {});
    near.move();
    await turn();
  }
  expect(messages.findIndex(({ tag }) => tag === 'huge')).toBeGreaterThan(0);
});

it('refuses more than 1024 waiting messages', async () => {
  const { lane } = stalled();
  await fill(lane);
  const outcomes = Array.from({ length: 1_024 }, () => lane.send('x').catch(() => {}));
  await expect(lane.send('x')).rejects.toMatchObject({ code: 'resource-exhausted' });
  lane.close();
  await Promise.all(outcomes);
});

it('fails a message that the platform refuses, and it alone', async () => {
  const { lane, near, messages, moveAll } = stalled();
  near.sendError = new TypeError('too long');
  await expect(lane.send('refused')).rejects.toMatchObject({ code: 'unavailable' });
  await lane.send('next');
  await moveAll();
  expect(messages).toEqual([{ kind: 'text', data: 'next' }]);
});

describe('an unreliable lane', () => {
  const unreliable = (clock: ManualClock) =>
    stalled({ delivery: { mode: 'unreliable', maxAgeMs: 100, maxBufferedBytes: 10_000 }, clock });

  it('drops the oldest when more waits than it may hold', async () => {
    const { lane, messages, moveAll } = unreliable(new ManualClock());
    const drops: unknown[] = [];
    lane.on('drop', (drop) => drops.push(drop));
    await lane.send(new Uint8Array(20_000), { tag: 'first' });
    for (let index = 0; index < 4; index += 1) await lane.send(new Uint8Array(4_000), { tag: `t${index}` });
    expect(drops).toMatchObject([
      { reason: 'size', tag: 't0' },
      { reason: 'size', tag: 't1' },
    ]);
    await moveAll();
    expect(messages.map(({ tag }) => tag)).toEqual(['first', 't2', 't3']);
    expect(lane.stats).toMatchObject({ droppedBySize: 2, droppedByAge: 0, messagesSent: 3, waiting: 0 });
  });

  it('drops what got too old', async () => {
    const clock = new ManualClock();
    const { lane, messages, moveAll } = unreliable(clock);
    await lane.send(new Uint8Array(20_000), { tag: 'first' });
    await lane.send('old', { tag: 'old' });
    await clock.advance(101);
    await lane.send('new', { tag: 'new' });
    await moveAll();
    expect(messages.map(({ tag }) => tag)).toEqual(['first', 'new']);
    expect(lane.stats.droppedByAge).toBe(1);
  });
});

it.each([
  [undefined, 65_536],
  [0, Number.POSITIVE_INFINITY],
])('takes a maximum of %s for %s bytes', async (announced, maxBytes) => {
  const { lane } = stalled({ delivery: { mode: 'unreliable' }, maxMessageBytes: () => announced });
  const sent = lane.send(new Uint8Array(70_000));
  if (maxBytes > 70_000) await sent;
  else await expect(sent).rejects.toMatchObject({ code: 'out-of-range' });
});

it('ends with the channel, and leaves no listener behind', async () => {
  const { near } = fakePair();
  const add = vi.spyOn(near, 'addEventListener');
  const remove = vi.spyOn(near, 'removeEventListener');
  const lane = new DataLane(near.asChannel, options);
  const reasons: (SdkError | undefined)[] = [];
  lane.on('close', (reason) => reasons.push(reason));
  const opening = lane.whenOpen();
  near.dispatchEvent(new Event('close'));
  lane.close();
  await expect(opening).rejects.toMatchObject({ code: 'unavailable' });
  expect(reasons).toHaveLength(1);
  expect(add.mock.calls.length).toBeGreaterThan(0);
  expect(remove).toHaveBeenCalledTimes(add.mock.calls.length);
});

describe('receipts', () => {
  /** Sends nine messages, each of which is under way for `tripMs` and followed by 4 ms of silence. */
  async function sendOver(tripMs: number) {
    const clock = new ManualClock();
    const { near, far } = fakePair();
    near.moves = false;
    near.open();
    far.open();
    const lane = new DataLane(near.asChannel, { ...options, clock });
    lanes.push(lane, new DataLane(far.asChannel, { ...options, clock }));
    const given = vi.spyOn(far, 'send');
    const taken = vi.spyOn(near, 'send');
    for (let count = 0; count < 9; count += 1) {
      await lane.send(new Uint8Array(20_000));
      await clock.advance(tripMs);
      while (near.frames.length > 0) near.move();
      await turn();
      await clock.advance(4);
    }
    return {
      receipts: given.mock.calls.length,
      asked: taken.mock.calls.filter(([frame]) => frame.length === 1).length,
    };
  }

  it('come seldom from a peer that is near, which is asked once', async () => {
    const { receipts, asked } = await sendOver(0);
    expect(asked).toBe(1);
    expect(receipts).toBeLessThanOrEqual(3);
  });

  it('come often from a peer that is far', async () => {
    expect(await sendOver(30)).toEqual({ receipts: 9, asked: 0 });
  });
});
