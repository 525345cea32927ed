import { expect, it } from 'vitest';
import type { VideoPixelFormat } from '../video/pixel-formats.ts';
import { combineLayout } from '../video/plane-layout.ts';
import type { PixelRect } from '../video/rectangles.ts';
import type { VideoColorSpaceInit } from '../video/video-color-space.ts';
import { convertPixels } from './convert-pixels.ts';

type Yuv = readonly [y: number, u: number, v: number];

/** Published to four digits or more in ITU-R BT.601, BT.709 and BT.2020, limited range. */
const FORMULAS = {
  smpte170m: ([y, u, v]: Yuv) => [
    1.1643836 * (y - 16) + 1.5960268 * (v - 128),
    1.1643836 * (y - 16) - 0.3917623 * (u - 128) - 0.8129676 * (v - 128),
    1.1643836 * (y - 16) + 2.0172321 * (u - 128),
  ],
  bt709: ([y, u, v]: Yuv) => [
    1.1643836 * (y - 16) + 1.7927411 * (v - 128),
    1.1643836 * (y - 16) - 0.2132486 * (u - 128) - 0.5329093 * (v - 128),
    1.1643836 * (y - 16) + 2.1124018 * (u - 128),
  ],
  'bt2020-ncl': ([y, u, v]: Yuv) => [
    1.1643836 * (y - 16) + 1.6786741 * (v - 128),
    1.1643836 * (y - 16) - 0.1873261 * (u - 128) - 0.6504243 * (v - 128),
    1.1643836 * (y - 16) + 2.1417723 * (u - 128),
  ],
} as const;

for (const matrix of ['smpte170m', 'bt709', 'bt2020-ncl'] as const)
  it(`is right to half a step in ${matrix}`, () => {
    const values: Yuv[] = [];
    for (let y = 0; y < 256; y += 5)
      for (let u = 0; u < 256; u += 17) for (let v = 0; v < 256; v += 17) values.push([y, u, v]);
    const bytes = Uint8Array.from([0, 1, 2].flatMap((plane) => values.map((yuv) => yuv[plane] ?? 0)));
    const rgba = convert('I444', bytes, { x: 0, y: 0, width: values.length, height: 1 }, { matrix, fullRange: false });
    const errors = values.flatMap((yuv, pixel) =>
      FORMULAS[matrix](yuv).map((exact, channel) => {
        const clamped = Math.min(Math.max(exact, 0), 255);
        return Math.abs((rgba[pixel * 4 + channel] ?? 0) - clamped);
      }),
    );
    expect(Math.max(...errors)).toBeLessThanOrEqual(0.501);
  });

it('uses all values of full range', () => {
  const fullRange = { matrix: 'bt709', fullRange: true } as const;
  expect(one('I444', [0, 128, 128], fullRange)).toEqual([0, 0, 0, 255]);
  expect(one('I444', [255, 128, 128], fullRange)).toEqual([255, 255, 255, 255]);
  expect(one('I444P12', [4095, 2048, 2048], fullRange)).toEqual([255, 255, 255, 255]);
  expect(one('I444P10', [64, 512, 512], { matrix: 'bt709', fullRange: false })).toEqual([0, 0, 0, 255]);
});

it('takes colours that nobody names for BT.601', () => {
  expect(one('I444', [90, 60, 200], {})).toEqual(one('I444', [90, 60, 200], { matrix: 'smpte170m', fullRange: false }));
});

it('gives each chroma value to the pixels it covers, whatever the layout', () => {
  const rows = (format: VideoPixelFormat, bytes: number[]): number[] => {
    const { planes: layout } = combineLayout(format, { x: 0, y: 0, width: 4, height: 4 }, undefined);
    const target = { bytes: new Uint8Array(36), offset: 0, stride: 12, format: 'RGBA', colorSpace: 'srgb' } as const;
    const rect = { x: format === 'I444' ? 1 : 0, y: 0, width: 3, height: 3 };
    const colorSpace = { matrix: 'bt709', fullRange: true, transfer: 'bt709', primaries: 'bt709' } as const;
    convertPixels({ bytes: Uint8Array.from(bytes), layout, format, rect, colorSpace }, target);
    return [...target.bytes].filter((_, index) => index % 4 === 2);
  };
  const luma = new Array(16).fill(0);
  const blues = [0, 1, 2].flatMap((row) => (row < 2 ? [19, 19, 37] : [56, 56, 74]));
  expect(rows('I420', [...luma, 138, 148, 158, 168, 0, 0, 0, 0])).toEqual(blues);
  expect(rows('NV12', [...luma, 138, 0, 148, 0, 158, 0, 168, 0])).toEqual(blues);
  const tall = [138, 148, 138, 148, 158, 168, 158, 168];
  expect(rows('I422', [...luma, ...tall, ...new Array(8).fill(0)])).toEqual(blues);
  const full = [0, 138, 138, 148, 0, 138, 138, 148, 0, 158, 158, 168, 0, 0, 0, 0];
  expect(rows('I444', [...luma, ...full, ...new Array(16).fill(0)])).toEqual(blues);
});

/** One pixel. */
function one(format: 'I444' | 'I444P10' | 'I444P12', yuv: Yuv, colorSpace: VideoColorSpaceInit): number[] {
  const values = format === 'I444' ? Uint8Array.from(yuv) : Uint16Array.from(yuv);
  return [...convert(format, new Uint8Array(values.buffer), { x: 0, y: 0, width: 1, height: 1 }, colorSpace)];
}

function convert(
  format: VideoPixelFormat,
  bytes: Uint8Array<ArrayBuffer>,
  rect: PixelRect,
  colorSpace: VideoColorSpaceInit,
): Uint8Array {
  const { planes: layout } = combineLayout(format, rect, undefined);
  const stride = rect.width * 4;
  const target = { bytes: new Uint8Array(stride), offset: 0, stride, format: 'RGBA', colorSpace: 'srgb' } as const;
  convertPixels({ bytes, layout, format, rect, colorSpace }, target);
  return target.bytes;
}
