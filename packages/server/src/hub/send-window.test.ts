import { expect, test } from 'vitest';
import { SendWindow } from './send-window.ts';

function setUp() {
  const window = new SendWindow<string>();
  const carriedOut: number[] = [];
  const send = (seq: number): string =>
    window.answer(
      seq,
      () => {
        carriedOut.push(seq);
        return `done ${seq}`;
      },
      () => 'forgotten',
    );
  return { send, carriedOut };
}

test('each number is carried out once and answered alike each time', () => {
  const { send, carriedOut } = setUp();
  const first = [1, 2, 3].map(send);
  expect([1, 2, 3].map(send)).toEqual(first);
  expect(carriedOut).toEqual([1, 2, 3]);
});

test('a number that was left out and comes late is still carried out, once', () => {
  const { send, carriedOut } = setUp();
  for (const seq of [1, 5, 3, 3, 5]) send(seq);
  expect(carriedOut).toEqual([1, 5, 3]);
});

test('a number far behind is not carried out, whether it came or not', () => {
  const { send, carriedOut } = setUp();
  for (const seq of [1, 2, 1_000_000, 1, 3, 999_000]) send(seq);
  expect(carriedOut).toEqual([1, 2, 1_000_000]);
  expect(send(1)).toBe('forgotten');
});

test('a long run of numbers is remembered for the last of them', () => {
  const { send, carriedOut } = setUp();
  for (let seq = 1; seq <= 2_000; seq += 1) send(seq);
  for (let seq = 1_745; seq <= 2_000; seq += 1) send(seq);
  expect(carriedOut).toHaveLength(2_000);
});
