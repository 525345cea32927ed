import { expect, it } from 'vitest';
import { WaterMarks } from './water-marks.ts';

const refill = (marks: WaterMarks, times: number, leftBytes: number) => {
  for (let time = 0; time < times; time += 1) marks.refill(leftBytes);
};

it('grows when the buffer runs dry again and again, up to 2 MiB', () => {
  const marks = new WaterMarks();
  refill(marks, 3, 0);
  refill(marks, 1, 1_000);
  refill(marks, 3, 0);
  expect(marks.highBytes).toBe(131_072);
  refill(marks, 1, 0);
  expect(marks.highBytes).toBe(262_144);
  refill(marks, 1_000, 0);
  expect(marks.highBytes).toBe(2_097_152);
});

it('comes back when it is filled in time', () => {
  const marks = new WaterMarks();
  refill(marks, 4, 0);
  refill(marks, 255, 1_000);
  expect(marks.highBytes).toBe(262_144);
  refill(marks, 1_000, 1_000);
  expect(marks.highBytes).toBe(131_072);
});
