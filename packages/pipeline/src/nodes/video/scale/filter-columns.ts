import type { Samples } from '../pixels/picture.ts';
import { WEIGHT_BITS } from './axis.ts';
import { MIDDLE_BITS } from './filter-rows.ts';

/** Adds a weighed row. */
export function addRow(sums: Int32Array, rows: Int16Array, start: number, weight: number): void {
  for (let x = 0; x < sums.length; x += 1) sums[x] = (sums[x] as number) + weight * (rows[start + x] as number);
}

/** Adds two weighed rows at once, which saves a pass over the sums. */
export function addTwoRows(
  sums: Int32Array,
  rows: Int16Array,
  start: number,
  weight: number,
  otherStart: number,
  otherWeight: number,
): void {
  for (let x = 0; x < sums.length; x += 1) {
    const added = weight * (rows[start + x] as number) + otherWeight * (rows[otherStart + x] as number);
    sums[x] = (sums[x] as number) + added;
  }
}

/** Makes values of the sums. */
export function putRow(sums: Int32Array, to: Samples, into: number, bitDepth: number): void {
  const shift = WEIGHT_BITS + MIDDLE_BITS - bitDepth;
  const last = 2 ** bitDepth - 1;
  for (let x = 0; x < sums.length; x += 1) {
    const value = (sums[x] as number) >> shift;
    to[into + x] = value < 0 ? 0 : Math.min(value, last);
  }
}
