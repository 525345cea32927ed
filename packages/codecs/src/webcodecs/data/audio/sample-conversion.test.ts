import { expect, it } from 'vitest';
import type { SampleArray } from './sample-arrays.ts';
import { copySamples } from './sample-conversion.ts';
import type { SampleType } from './sample-formats.ts';

function converted(from: SampleArray, fromType: SampleType, to: SampleArray, toType: SampleType): number[] {
  copySamples({ samples: from, start: 0, step: 1 }, fromType, { samples: to, start: 0, step: 1 }, toType, from.length);
  return [...to];
}

it('maps both ends of a range to both ends, and silence to silence', () => {
  const ends = Int16Array.of(-32_768, 0, 32_767);
  expect(converted(ends, 's16', new Float32Array(3), 'f32')).toEqual([-1, 0, 1]);
  expect(converted(ends, 's16', new Uint8Array(3), 'u8')).toEqual([0, 128, 255]);
  expect(converted(ends, 's16', new Int32Array(3), 's32')).toEqual([-(2 ** 31), 0, 2 ** 31 - 1]);
  expect(converted(Uint8Array.of(0, 128, 255), 'u8', new Int16Array(3), 's16')).toEqual([...ends]);
});

it('cuts fractions off and stops at the ends', () => {
  const floats = Float32Array.of(-2, -1.9 / 32_768, 1.9 / 32_767, 2, Infinity, Number.NaN);
  expect(converted(floats, 'f32', new Int16Array(6), 's16')).toEqual([-32_768, -1, 1, 32_767, 32_767, 0]);
});
