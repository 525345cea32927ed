import { expect, it } from 'vitest';
import { Fifo } from './fifo.ts';

it('gives out in order what came in, whatever is mixed with what', () => {
  const fifo = new Fifo<number>();
  const taken: (number | undefined)[] = [];
  let next = 0;
  for (let round = 0; round < 60; round += 1) {
    for (let i = 0; i < 100; i += 1) {
      fifo.push(next);
      next += 1;
    }
    for (let i = 0; i < (round % 2 ? 120 : 70); i += 1) taken.push(fifo.shift());
    expect(fifo.peek()).toBe(taken.length);
  }
  expect(fifo.length).toBe(next - taken.length);
  taken.push(...fifo.takeAll());
  expect(taken).toEqual(Array.from({ length: next }, (_, index) => index));
  expect([fifo.length, fifo.shift(), fifo.peek()]).toEqual([0, undefined, undefined]);
});
