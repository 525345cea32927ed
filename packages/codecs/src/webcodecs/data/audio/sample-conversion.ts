import type { SampleArray } from './sample-arrays.ts';
import type { SampleType } from './sample-formats.ts';

/** A run of samples in an array, each `step` after the one before. */
export interface SampleRun {
  /** Where they are. */
  readonly samples: SampleArray;
  /** Index of the first. */
  readonly start: number;
  /** Distance from one to the next: 1 in a plane, the number of channels in interleaved samples. */
  readonly step: number;
}

/** What an integer type's range is: the middle, and the distances to both ends. */
const RANGES = {
  u8: { middle: 128, below: 128, above: 127 },
  s16: { middle: 0, below: 32_768, above: 32_767 },
  s32: { middle: 0, below: 2_147_483_648, above: 2_147_483_647 },
} as const;

/**
 * Copies `count` samples, changed into the other type on the way. Between types each goes through a 32-bit float in which
 * both ends of an integer's range are exactly −1 and 1; fractions are cut off, not rounded. That is what Chromium does, bit
 * for bit; the specification leaves it open (WebCodecs §9.2.5).
 */
export function copySamples(
  from: SampleRun,
  fromType: SampleType,
  to: SampleRun,
  toType: SampleType,
  count: number,
): void {
  if (fromType === toType) move(from, to, count);
  else if (toType === 'f32') toFloats(from, fromType, to, count);
  else if (fromType === 'f32') fromFloats(from, to, toType, count);
  else {
    const floats: SampleRun = { samples: new Float32Array(count), start: 0, step: 1 };
    toFloats(from, fromType, floats, count);
    fromFloats(floats, to, toType, count);
  }
}

function move(from: SampleRun, to: SampleRun, count: number): void {
  if (from.step === 1 && to.step === 1) {
    to.samples.set(from.samples.subarray(from.start, from.start + count), to.start);
    return;
  }
  for (let i = 0, at = from.start, into = to.start; i < count; i += 1, at += from.step, into += to.step)
    to.samples[into] = from.samples[at] ?? 0;
}

function toFloats({ samples, start, step }: SampleRun, type: SampleType, to: SampleRun, count: number): void {
  if (type === 'f32') return;
  const { middle, below, above } = RANGES[type];
  const down = Math.fround(1 / below);
  const up = Math.fround(1 / above);
  const into = to.samples;
  for (let i = 0, at = start, out = to.start; i < count; i += 1, at += step, out += to.step) {
    const value = Math.fround((samples[at] ?? 0) - middle);
    into[out] = value * (value < 0 ? down : up);
  }
}

/** NaN becomes 0, which is what typed arrays make of it. */
function fromFloats({ samples, start, step }: SampleRun, to: SampleRun, type: SampleType, count: number): void {
  if (type === 'f32') return;
  const { middle, below, above } = RANGES[type];
  const up = Math.fround(above);
  const into = to.samples;
  for (let i = 0, at = start, out = to.start; i < count; i += 1, at += step, out += to.step) {
    const value = samples[at] ?? 0;
    if (value < 0) into[out] = value <= -1 ? middle - below : Math.fround(Math.fround(value * below) + middle);
    else if (value >= 1) into[out] = middle + above;
    else into[out] = Math.fround(Math.fround(value * up) + middle);
  }
}
