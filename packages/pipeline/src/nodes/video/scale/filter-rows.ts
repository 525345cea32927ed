import type { Plane } from '../pixels/picture.ts';
import { type Axis, WEIGHT_BITS } from './axis.ts';

/** Bits of a value between the two directions: what fits a signed 16-bit number with room for overshoot. */
export const MIDDLE_BITS = 14;

/** Scales row `row` of a plane to `to`, from `into` on. */
type RowFilter = (source: Plane, row: number, to: Int16Array, into: number, axis: Axis, bitDepth: number) => void;

/** The filter for so many values in each place: one for each count, as loops within loops cost twice the time. */
export function rowFilter(channels: 1 | 2 | 4): RowFilter {
  return channels === 1 ? filterSingles : channels === 2 ? filterPairs : filterQuads;
}

const filterSingles: RowFilter = ({ samples, width }, row, to, into, { taps, starts, weights, length }, bitDepth) => {
  const shift = WEIGHT_BITS + bitDepth - MIDDLE_BITS;
  const half = 1 << (shift - 1);
  let weight = 0;
  for (let x = 0; x < length; x += 1) {
    const start = row * width + (starts[x] as number);
    let sum = half;
    for (let at = start; at < start + taps; at += 1, weight += 1)
      sum += (samples[at] as number) * (weights[weight] as number);
    to[into + x] = sum >> shift;
  }
};

const filterPairs: RowFilter = ({ samples, width }, row, to, into, { taps, starts, weights, length }, bitDepth) => {
  const shift = WEIGHT_BITS + bitDepth - MIDDLE_BITS;
  const half = 1 << (shift - 1);
  let weight = 0;
  for (let x = 0; x < length; x += 1) {
    let at = (row * width + (starts[x] as number)) * 2;
    let a = half;
    let b = half;
    for (let tap = 0; tap < taps; tap += 1, at += 2, weight += 1) {
      const share = weights[weight] as number;
      a += (samples[at] as number) * share;
      b += (samples[at + 1] as number) * share;
    }
    to[into + x * 2] = a >> shift;
    to[into + x * 2 + 1] = b >> shift;
  }
};

const filterQuads: RowFilter = ({ samples, width }, row, to, into, { taps, starts, weights, length }, bitDepth) => {
  const shift = WEIGHT_BITS + bitDepth - MIDDLE_BITS;
  const half = 1 << (shift - 1);
  let weight = 0;
  for (let x = 0; x < length; x += 1) {
    let at = (row * width + (starts[x] as number)) * 4;
    let a = half;
    let b = half;
    let c = half;
    let d = half;
    for (let tap = 0; tap < taps; tap += 1, at += 4, weight += 1) {
      const share = weights[weight] as number;
      a += (samples[at] as number) * share;
      b += (samples[at + 1] as number) * share;
      c += (samples[at + 2] as number) * share;
      d += (samples[at + 3] as number) * share;
    }
    const place = into + x * 4;
    to[place] = a >> shift;
    to[place + 1] = b >> shift;
    to[place + 2] = c >> shift;
    to[place + 3] = d >> shift;
  }
};
