import type { Plane } from '../pixels/picture.ts';
import { type Axis, WEIGHT_BITS } from './axis.ts';
import { addRow, addTwoRows, putRow } from './filter-columns.ts';
import { MIDDLE_BITS, rowFilter } from './filter-rows.ts';

/**
 * Scales a plane: rows first, then columns. Of the scaled rows only those are kept that the next row of the result is made
 * of, so that all of them stay in the processor's cache.
 */
export function filterPlane(source: Plane, target: Plane, across: Axis, down: Axis, bitDepth: number): void {
  const rowLength = across.length * source.shape.channels;
  const filterRow = rowFilter(source.shape.channels);
  const { taps, starts, weights } = down;
  const rows = new Int16Array(taps * rowLength);
  const sums = new Int32Array(rowLength);
  const half = 1 << (WEIGHT_BITS + MIDDLE_BITS - bitDepth - 1);
  const place = (row: number) => (row % taps) * rowLength;
  let next = 0;
  for (let y = 0; y < down.length; y += 1) {
    const start = starts[y] as number;
    for (next = Math.max(next, start); next < start + taps; next += 1)
      filterRow(source, next, rows, place(next), across, bitDepth);
    sums.fill(half);
    for (let tap = 0; tap < taps; tap += 2) {
      const weight = weights[y * taps + tap] as number;
      const from = place(start + tap);
      if (tap + 1 === taps) addRow(sums, rows, from, weight);
      else addTwoRows(sums, rows, from, weight, place(start + tap + 1), weights[y * taps + tap + 1] as number);
    }
    putRow(sums, target.samples, y * rowLength, bitDepth);
  }
}
