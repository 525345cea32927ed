import { expect, it } from 'vitest';
import type { PixelsMessage } from '../../payloads.ts';
import { displaySizeOf } from './display-size.ts';
import { encodedColors } from './encoded-colors.ts';
import { toI420 } from './to-i420.ts';

/** A picture of two by two pixels. */
function pixels(
  format: PixelsMessage['format'],
  data: readonly number[],
  layout: PixelsMessage['layout'],
): PixelsMessage {
  const visibleRect = { x: 0, y: 0, width: 2, height: 2 };
  return { format, data: Uint8Array.from(data), layout, codedWidth: 2, codedHeight: 2, visibleRect, colorSpace: {} };
}

it('averages chroma samples that fall together', () => {
  const planes = [0, 4, 8].map((offset) => ({ offset, stride: 2 }));
  const { format, data } = toI420(pixels('I444', [1, 2, 3, 4, 10, 20, 30, 40, 0, 0, 0, 255], planes));
  expect([format, ...data]).toEqual(['I420', 1, 2, 3, 4, 25, 64]);
});

it('leaves out the lowest bits of deeper samples', () => {
  const planes = [
    { offset: 0, stride: 4 },
    { offset: 8, stride: 2 },
    { offset: 10, stride: 2 },
  ];
  const samples = [4, 8, 1023, 1020, 512, 516].flatMap((value) => [value & 255, value >> 8]);
  expect([...toI420(pixels('I420P10', samples, planes)).data]).toEqual([1, 2, 255, 255, 128, 129]);
});

it('grows one side to the proportion that is asked for', () => {
  const config = { codec: 'vp8', displayAspectWidth: 2, displayAspectHeight: 1 };
  expect(displaySizeOf({ width: 320, height: 240 }, config)).toEqual({ width: 480, height: 240 });
  expect(displaySizeOf({ width: 640, height: 240 }, config)).toEqual({ width: 640, height: 320 });
  expect(displaySizeOf({ width: 320, height: 240 }, { codec: 'vp8' })).toEqual({ width: 320, height: 240 });
});

it('names the colours that RGB becomes', () => {
  const rgb = pixels('RGBA', Array(16).fill(0), [{ offset: 0, stride: 8 }]);
  const srgb = { primaries: 'bt709', transfer: 'iec61966-2-1', matrix: 'rgb', fullRange: true } as const;
  expect(encodedColors({ ...rgb, colorSpace: srgb })).toEqual({
    primaries: 'bt709',
    transfer: 'bt709',
    matrix: 'bt709',
    fullRange: false,
  });
});
