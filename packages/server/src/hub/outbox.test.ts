import { create } from '@bufbuild/protobuf';
import { OfferRequestSchema, type SignalingNotification } from '@remotemedia/protocol/webrtc';
import { expect, test } from 'vitest';
import { MAX_SENT_NOTIFICATIONS, MAX_UNSENT_DIRECTED, MAX_UNSENT_NEWS, MAX_UNSENT_PER_SENDER } from './hub-limits.ts';
import { offered, peerDisconnected, peerLeft } from './notices.ts';
import { Outbox } from './outbox.ts';
import type { Admission } from './sender-shares.ts';

const left = peerLeft('x');
const ada = 'ada';
const bob = 'bob';

/** Whether a message of that sender was taken, in a word. */
function say(outbox: Outbox, from: string, notification: SignalingNotification = offer(from)): Admission {
  const added = outbox.pushFrom(from, { notification, number: 0 }, 0);
  return typeof added === 'string' ? added : 'admitted';
}

function offer(from: string, sdp = ''): ReturnType<typeof offered> {
  return offered(from, 'id', create(OfferRequestSchema, { toPeerId: 'x', sdp, type: 'offer' }));
}

function filled(count: number, keepsSent = true): Outbox {
  const outbox = new Outbox({ firstSeq: 1, keepsSent });
  for (let index = 0; index < count; index += 1) outbox.push(left);
  return outbox;
}

function takeAll(outbox: Outbox): number[] {
  const seqs: number[] = [];
  for (let item = outbox.take(); item; item = outbox.take()) seqs.push(item.seq);
  return seqs;
}

test('what is pushed is taken once, in order, numbered from firstSeq', () => {
  const outbox = new Outbox({ firstSeq: 7, keepsSent: true });
  for (let index = 0; index < 3; index += 1) outbox.push(left);
  expect(takeAll(outbox)).toEqual([7, 8, 9]);
  expect(outbox.take()).toBeUndefined();
  outbox.push(left);
  expect(takeAll(outbox)).toEqual([10]);
});

test('rewind brings back what came after a number', () => {
  const outbox = filled(5);
  takeAll(outbox);
  outbox.rewind(3);
  expect(takeAll(outbox)).toEqual([4, 5]);
  outbox.rewind(5);
  expect(takeAll(outbox)).toEqual([]);
});

test('rewind to a number ahead of what was taken takes that for read', () => {
  const outbox = filled(5);
  outbox.take();
  outbox.rewind(3);
  expect(takeAll(outbox)).toEqual([4, 5]);
});

test('rewind before anything was pushed, or before the first number, starts at the first', () => {
  const outbox = new Outbox({ firstSeq: 2, keepsSent: true });
  outbox.rewind(0);
  outbox.rewind(1);
  outbox.push(left);
  outbox.rewind(0);
  expect(takeAll(outbox)).toEqual([2]);
});

test('rewind to what was acknowledged before is data loss', () => {
  const outbox = filled(5);
  takeAll(outbox);
  outbox.rewind(3);
  expect(() => outbox.rewind(2)).toThrow(/\[data-loss\] messages 3 to 3 are no longer kept/);
});

test.each([6, 1e18, Number.POSITIVE_INFINITY, Number.NaN])(
  'rewind to %d, which was never given, is out of range',
  (seq) => {
    const outbox = filled(5);
    expect(() => outbox.rewind(seq)).toThrow(/out-of-range/);
    expect(takeAll(outbox)).toEqual([1, 2, 3, 4, 5]);
  },
);

test('only so much is kept after it was sent', () => {
  const outbox = new Outbox({ firstSeq: 1, keepsSent: true });
  for (let index = 0; index < MAX_SENT_NOTIFICATIONS + 10; index += 1) {
    outbox.push(left);
    outbox.take();
  }
  expect(() => outbox.rewind(9)).toThrow(/data-loss/);
  outbox.rewind(10);
  expect(takeAll(outbox)).toHaveLength(MAX_SENT_NOTIFICATIONS);
});

test('nothing is kept after it was sent where nothing can be resumed', () => {
  const outbox = filled(3, false);
  takeAll(outbox);
  expect(() => outbox.rewind(2)).toThrow(/data-loss/);
});

test('only so many news wait', () => {
  const outbox = filled(MAX_UNSENT_NEWS);
  expect(outbox.push(left)).toBeUndefined();
  outbox.take();
  expect(outbox.push(left)).toBeDefined();
});

test('a sender has a share, which is free again when its messages were taken', () => {
  const outbox = filled(1);
  for (let index = 0; index < MAX_UNSENT_PER_SENDER; index += 1) say(outbox, ada);
  expect(say(outbox, ada)).toBe('share-used-up');
  expect(say(outbox, bob)).toBe('admitted');
  expect(outbox.push(left)).toBeDefined();
  outbox.take();
  expect(say(outbox, ada)).toBe('share-used-up');
  outbox.take();
  expect(say(outbox, ada)).toBe('admitted');
});

test('what was sent and has to be sent again counts again', () => {
  const outbox = new Outbox({ firstSeq: 1, keepsSent: true });
  for (let index = 0; index < MAX_UNSENT_PER_SENDER; index += 1) say(outbox, ada);
  takeAll(outbox);
  outbox.rewind(0);
  expect(say(outbox, ada)).toBe('share-used-up');
  outbox.rewind(1);
  expect(say(outbox, ada)).toBe('admitted');
  expect(takeAll(outbox)).toHaveLength(MAX_UNSENT_PER_SENDER);
  expect(say(outbox, ada)).toBe('admitted');
});

test('all shares together have a limit, and news come through all the same', () => {
  const outbox = new Outbox({ firstSeq: 1, keepsSent: true });
  for (let index = 0; index < MAX_UNSENT_DIRECTED; index += 1) {
    const from = `s${index}`;
    expect(say(outbox, from)).toBe('admitted');
  }
  expect(say(outbox, ada)).toBe('full');
  expect(outbox.push(left)).toBeDefined();
});

test('a dismissal is not repeated while it waits as the last word of its sender', () => {
  const outbox = new Outbox({ firstSeq: 1, keepsSent: true });
  const gone = peerDisconnected('ada');
  for (let index = 0; index < 1_000; index += 1) expect(say(outbox, ada, gone)).toBe('admitted');
  say(outbox, bob, peerDisconnected('bob'));
  say(outbox, ada);
  say(outbox, ada, gone);
  expect(takeAll(outbox)).toEqual([1, 2, 3, 4]);
  say(outbox, ada, gone);
  expect(takeAll(outbox)).toEqual([5]);
});

test('only so many bytes of one sender wait, and are kept', () => {
  const outbox = new Outbox({ firstSeq: 1, keepsSent: true });
  const fill = (from: string): number => {
    let count = 0;
    while (say(outbox, from, offer(from, 'x'.repeat(65_536))) === 'admitted') count += 1;
    return count;
  };
  expect([fill(ada), fill(bob), fill('eve')]).toEqual([7, 7, 7]);
  expect(takeAll(outbox)).toHaveLength(21);
  outbox.rewind(21 - 15);
  expect(takeAll(outbox)).toHaveLength(15);
  expect(() => outbox.rewind(1)).toThrow(/data-loss/);
});

test('a peer that acknowledges has what it was sent kept until it does, on the share of whoever sent it', () => {
  const outbox = new Outbox({ firstSeq: 1, keepsSent: true });
  outbox.push(left);
  takeAll(outbox);
  outbox.acknowledge(1);
  for (let index = 0; index < MAX_UNSENT_PER_SENDER; index += 1) say(outbox, ada);
  expect(takeAll(outbox)).toHaveLength(MAX_UNSENT_PER_SENDER);
  expect(say(outbox, ada)).toBe('share-used-up');
  outbox.acknowledge(11);
  for (let index = 0; index < 10; index += 1) expect(say(outbox, ada)).toBe('admitted');
  expect(say(outbox, ada)).toBe('share-used-up');
  outbox.rewind(11);
  expect(takeAll(outbox)).toHaveLength(MAX_UNSENT_PER_SENDER);
  expect(() => outbox.rewind(10)).toThrow(/data-loss/);
});

test('an acknowledgement of what was never sent, or of less than the last, changes nothing', () => {
  const outbox = filled(5);
  outbox.take();
  for (const seq of [-1, 0, 0.5, 99, Number.NaN]) outbox.acknowledge(seq);
  outbox.rewind(0);
  expect(takeAll(outbox)).toEqual([1, 2, 3, 4, 5]);
});

test('what is held is not sent before it is released, and nothing behind it is', () => {
  const outbox = filled(2);
  outbox.hold();
  outbox.push(left);
  outbox.hold();
  expect(takeAll(outbox)).toEqual([1]);
  outbox.release(2);
  expect(takeAll(outbox)).toEqual([2]);
  outbox.release(3);
  expect(takeAll(outbox)).toEqual([3]);
});

test('entries of another instance are sent under their numbers, and new ones after them', () => {
  const outbox = filled(3);
  const other = new Outbox({ firstSeq: outbox.firstSeq, keepsSent: true });
  other.restore(outbox.entries, outbox.nextSeq);
  other.push(left);
  other.rewind(1);
  expect(takeAll(other)).toEqual([2, 3, 4]);
});

test('a peer that reads news faster than it acknowledges them goes on; the oldest are forgotten', () => {
  const outbox = filled(1);
  takeAll(outbox);
  outbox.acknowledge(1);
  for (let index = 0; index < 3 * MAX_UNSENT_NEWS; index += 1) {
    expect(outbox.push(left)).toBeDefined();
    takeAll(outbox);
  }
  expect(outbox.entries).toHaveLength(MAX_UNSENT_NEWS);
  expect(() => outbox.rewind(1)).toThrow(/data-loss/);
  for (let index = 0; index < MAX_UNSENT_NEWS; index += 1) outbox.push(left);
  expect(outbox.push(left)).toBeUndefined();
});
