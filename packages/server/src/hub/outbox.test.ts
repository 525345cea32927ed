import { expect, test } from 'vitest';
import { MAX_SENT_NOTIFICATIONS, MAX_UNSENT_NOTIFICATIONS } from './hub-limits.ts';
import { offered, peerLeft } from './notices.ts';
import { Outbox } from './outbox.ts';

const left = peerLeft('x');

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

test('only so many wait', () => {
  const outbox = filled(MAX_UNSENT_NOTIFICATIONS);
  expect(outbox.push(left)).toBe(false);
  outbox.take();
  expect(outbox.push(left)).toBe(true);
});

test('only so many bytes wait, and are kept', () => {
  const outbox = new Outbox({ firstSeq: 1, keepsSent: true });
  const sdp = 'x'.repeat(65_536);
  const big = offered('a', 'a_b', {
    $typeName: 'remotemedia.v1.webrtc.OfferRequest',
    toPeerId: 'b',
    sdp,
    type: 'offer',
  });
  let count = 0;
  while (outbox.push(big)) count += 1;
  expect(count).toBe(63);
  expect(takeAll(outbox)).toHaveLength(63);
  outbox.rewind(63 - 15);
  expect(takeAll(outbox)).toHaveLength(15);
  expect(() => outbox.rewind(1)).toThrow(/data-loss/);
});
