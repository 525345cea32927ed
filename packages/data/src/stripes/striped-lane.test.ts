import { SdkError } from '@remotemedia/base';
import { afterEach, describe, expect, it } from 'vitest';
import { DataLane } from '../data-lane.ts';
import { type FakeChannel, fakePair } from '../fake-channels-contract.ts';
import type { LaneMessage } from '../lane-message.ts';
import { StripedLane } from './striped-lane.ts';

const lanes: DataLane[] = [];
afterEach(() => {
  for (const lane of lanes.splice(0)) lane.close();
});

/** A pair of lanes, and the channel of the near one. */
function laneOver(): { near: DataLane; far: DataLane; channel: FakeChannel } {
  const { near: channel, far } = fakePair();
  const options = { delivery: { mode: 'reliable' }, maxMessageBytes: () => 262_144 } as const;
  const pair = { near: new DataLane(channel.asChannel, options), far: new DataLane(far.asChannel, options), channel };
  lanes.push(pair.near, pair.far);
  channel.open();
  far.open();
  return pair;
}

function open() {
  const main = laneOver();
  const near = new StripedLane(main.near);
  const far = new StripedLane(main.far);
  const came: LaneMessage[] = [];
  far.on('message', (message) => came.push(message));
  const widen = () => {
    const stripe = laneOver();
    far.add(stripe.far);
    near.add(stripe.near);
    return stripe;
  };
  return { main, near, far, came, widen };
}

const settle = () => new Promise((resolve) => setTimeout(resolve, 5));
const bytesOf = (index: number) => new Uint8Array(20_000).fill(index);
const indexesOf = (came: readonly LaneMessage[]) => came.map(({ data }) => (data as Uint8Array)[0]);

describe('StripedLane', () => {
  it('is the main lane as long as there is no other', async () => {
    const { near, came } = open();
    await near.send('hello', { tag: 'x' });
    await expect.poll(() => came).toEqual([{ kind: 'text', data: 'hello', tag: 'x' }]);
  });

  it('spreads messages, and keeps their order and kinds over lanes of different speed', async () => {
    const { near, came, widen } = open();
    await near.send({ before: true });
    const slow = widen();
    widen();
    await settle();
    slow.channel.moves = false;
    const sends = Array.from({ length: 60 }, (_, index) => near.send(bytesOf(index)));
    sends.push(near.send('last', { tag: 'of all' }));
    while (came.length < 62) {
      await settle();
      slow.channel.move();
    }
    await Promise.all(sends);
    expect(came[0]).toEqual({ kind: 'json', data: { before: true } });
    expect(indexesOf(came.slice(1, 61))).toEqual(Array.from({ length: 60 }, (_, index) => index));
    expect(came.at(-1)).toEqual({ kind: 'text', data: 'last', tag: 'of all' });
    expect(slow.near.stats.messagesSent).toBeGreaterThan(0);
  });

  it('lets who sends one after the other go on while one lane takes nothing', async () => {
    const { near, came, widen } = open();
    const stuck = widen();
    widen();
    await settle();
    stuck.channel.moves = false;
    for (let index = 0; index < 60; index += 1) await near.send(bytesOf(index));
    expect(stuck.near.stats.waiting).toBe(1);
    stuck.channel.frames.length = 0;
    stuck.near.close();
    await expect.poll(() => came.length).toBe(60);
    expect(indexesOf(came)).toEqual(Array.from({ length: 60 }, (_, index) => index));
  });

  it('sends again what a broken lane lost, each once', async () => {
    const { near, came, widen } = open();
    const broken = widen();
    await settle();
    broken.channel.moves = false;
    const sends = Array.from({ length: 40 }, (_, index) => near.send(bytesOf(index)));
    await settle();
    broken.channel.frames.length = 0;
    broken.near.close();
    await Promise.all(sends);
    await expect.poll(() => came.length).toBe(40);
    expect(indexesOf(came)).toEqual(Array.from({ length: 40 }, (_, index) => index));
  });

  it('leaves out a message that its caller took back, and no other', async () => {
    const { main, near, came, widen } = open();
    const stripe = widen();
    await settle();
    for (const { channel } of [main, stripe]) channel.moves = false;
    const before = Array.from({ length: 30 }, (_, index) => near.send(bytesOf(index)));
    const controller = new AbortController();
    const aborted = near.send('aborted', { signal: controller.signal });
    const after = near.send('after');
    controller.abort();
    await expect(aborted).rejects.toMatchObject({ code: 'cancelled' });
    while (came.length < 31) {
      for (const { channel } of [main, stripe]) channel.move();
      await settle();
    }
    await Promise.all([...before, after]);
    expect(came.at(-1)).toEqual({ kind: 'text', data: 'after' });
  });

  it('ends with the main lane, and rejects those who wait', async () => {
    const { main, near, widen } = open();
    const stripe = widen();
    await settle();
    for (const { channel } of [main, stripe]) channel.moves = false;
    const outcomes = Promise.allSettled(Array.from({ length: 40 }, (_, index) => near.send(bytesOf(index))));
    await settle();
    const reason = new SdkError('unavailable', 'gone');
    main.near.close(reason);
    const rejected = (await outcomes).filter(({ status }) => status === 'rejected');
    expect(rejected.length).toBeGreaterThan(0);
    expect(rejected).toMatchObject(rejected.map(() => ({ reason })));
  });

  it('does not fall over numbers that a hostile peer makes up', async () => {
    const { main, far, came } = open();
    const faults: SdkError[] = [];
    far.on('fault', (error) => faults.push(error));
    for (const tag of ['S+', 'S#', 'S#-1', 'S#zzzzzzzzzzzzzzzz', 'S#5', 'S#5', 'S~', 'S=9', 'S#0', 'S#0']) {
      await main.near.post('x', tag);
    }
    await main.near.send('still here');
    await expect.poll(() => came.map(({ data }) => data)).toEqual(['x', 'still here']);
    expect(faults.length).toBeGreaterThan(0);
  });
});
