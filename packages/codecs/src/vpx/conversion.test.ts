import { expect, test } from 'vitest';
import { VpxDecoder } from './decoder.ts';
import { VpxEncoder } from './encoder.ts';
import type { VpxEncoderConfig } from './encoder-config.ts';
import type { VpxImage } from './image.ts';
import { samplesOf, testImage, vpxModule } from './vpx-fixtures-contract.ts';

/** What becomes of a frame on its way into the codec: VP9 at quantizer 0 loses nothing. */
function planesOf(image: VpxImage, config: Partial<VpxEncoderConfig> = {}): Uint8Array[] {
  const { width, height } = image.visibleRect ?? { width: image.codedWidth, height: image.codedHeight };
  const all: VpxEncoderConfig = { codec: 'vp9', width, height, bitrateMode: 'quantizer', ...config };
  using encoder = new VpxEncoder(vpxModule('vp9', 'encoder'), all);
  using decoder = new VpxDecoder(vpxModule('vp9', 'decoder'), { codec: 'vp9' });
  const encoded = encoder.encode(image, { timestampUs: 0, quantizer: 0 });
  const picture = encoded && decoder.decode(encoded.data);
  return picture ? samplesOf(picture) : [];
}

/** Pixels that have everything: grey, the primaries, their mixtures, noise. */
function colourfulImage(format: VpxImage['format'], width: number, height: number): VpxImage {
  const data = new Uint8Array(4 * width * height);
  let state = 5;
  for (let at = 0; at < data.length; at++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    const kind = (at >> 5) % 4;
    data[at] = kind === 0 ? state >>> 24 : kind === 1 ? ((state >>> 31) * 255) & 255 : (at * 3) & 255;
  }
  return { format, data, layout: [{ offset: 0, stride: 4 * width }], codedWidth: width, codedHeight: height };
}

const LUMA_WEIGHTS = { smpte170m: [0.299, 0.114], bt709: [0.2126, 0.0722], 'bt2020-ncl': [0.2627, 0.0593] } as const;

/** Y, U and V of the mean of some pixels, by the definition (ITU-R BT.601-7, BT.709-6, BT.2020-2). */
function defined(rgb: readonly number[], matrix: keyof typeof LUMA_WEIGHTS, fullRange: boolean): number[] {
  const [kr, kb] = LUMA_WEIGHTS[matrix];
  const [r = 0, g = 0, b = 0] = rgb;
  const y = kr * r + (1 - kr - kb) * g + kb * b;
  const chroma = [(b - y) / (2 - 2 * kb), (r - y) / (2 - 2 * kr)];
  const [luma, scale] = fullRange ? [y, 1] : [16 + (y * 219) / 255, 224 / 255];
  return [luma, ...chroma.map((value) => 128 + value * scale)];
}

test.each(
  (['smpte170m', 'bt709', 'bt2020-ncl'] as const).flatMap((matrix) =>
    [false, true].flatMap((fullRange) =>
      [
        [64, 32],
        [37, 23],
        [1, 1],
        [9, 2],
      ].map(([width = 1, height = 1]) => ({ matrix, fullRange, width, height })),
    ),
  ),
)('RGB of $width x $height becomes $matrix (full range: $fullRange) within rounding', (wanted) => {
  const { width, height, matrix, fullRange } = wanted;
  for (const format of ['RGBA', 'BGRX'] as const) {
    const image = colourfulImage(format, width, height);
    const [luma, u, v] = planesOf(image, { rgbConversion: { matrix, fullRange } });
    const pixel = (x: number, y: number): number[] => {
      const at = 4 * (Math.min(y, height - 1) * width + Math.min(x, width - 1));
      const [first = 0, second = 0, third = 0] = image.data.subarray(at, at + 3);
      return format === 'RGBA' ? [first, second, third] : [third, second, first];
    };
    let worst = 0;
    const compare = (got: number | undefined, exact: number | undefined) => {
      worst = Math.max(worst, Math.abs((got ?? -1) - Math.min(255, exact ?? -1)));
    };
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) compare(luma?.[y * width + x], defined(pixel(x, y), matrix, fullRange)[0]);
    }
    const across = (width + 1) >> 1;
    for (let y = 0; y < height; y += 2) {
      for (let x = 0; x < width; x += 2) {
        const four = [pixel(x, y), pixel(x + 1, y), pixel(x, y + 1), pixel(x + 1, y + 1)];
        const mean = [0, 1, 2].map((index) => four.reduce((sum, one) => sum + (one[index] ?? 0) / 4, 0));
        const exact = defined(mean, matrix, fullRange);
        compare(u?.[(y >> 1) * across + (x >> 1)], exact[1]);
        compare(v?.[(y >> 1) * across + (x >> 1)], exact[2]);
      }
    }
    expect(worst).toBeLessThan(0.53);
  }
});

test('grey has no colour, and black and white are the ends of the range', () => {
  for (const [fullRange, black, white] of [
    [false, 16, 235],
    [true, 0, 255],
  ] as const) {
    for (const [value, luma] of [
      [0, black],
      [255, white],
    ]) {
      const data = new Uint8Array(4 * 16 * 16).fill(value ?? 0);
      const layout = [{ offset: 0, stride: 64 }];
      const image = { format: 'RGBX', data, layout, codedWidth: 16, codedHeight: 16 } as const;
      const planes = planesOf(image, { rgbConversion: { fullRange } });
      expect(planes.map((plane) => [...new Set(plane)])).toEqual([[luma], [128], [128]]);
    }
  }
});

test('planes of I420 and NV12 arrive as they are, opacity is left out', () => {
  const image = testImage('I420', 37, 23, 4);
  const planes = planesOf(image);
  expect(planes.flatMap((plane) => [...plane])).toEqual([...image.data]);
  expect(planesOf(testImage('NV12', 37, 23, 4))).toEqual(planes);
  const withAlpha = { ...image, format: 'I420A', data: Uint8Array.of(...image.data, ...image.data) } as const;
  expect(planesOf({ ...withAlpha, layout: [...image.layout, { offset: 0, stride: 37 }] })).toEqual(planes);
});

test('strides of any length, gaps and an own one for each plane change nothing', () => {
  const image = testImage('I420', 21, 15, 2);
  const strides = [24, 200, 13];
  const data = new Uint8Array(7 + 40 * 300).fill(99);
  let offset = 7;
  const layout = image.layout.map((plane, index) => {
    const stride = strides[index] ?? 0;
    const [rowBytes, rows] = index === 0 ? [21, 15] : [11, 8];
    const start = offset;
    for (let row = 0; row < rows; row++) {
      const from = plane.offset + row * plane.stride;
      data.set(image.data.subarray(from, from + rowBytes), start + row * stride);
    }
    offset = start + rows * stride + 3;
    return { offset: start, stride };
  });
  expect(planesOf({ ...image, data, layout })).toEqual(planesOf(image));
});

test.each([
  { x: 2, y: 4, width: 20, height: 10 },
  { x: 3, y: 5, width: 17, height: 9 },
  { x: 31, y: 21, width: 1, height: 1 },
])('only the visible part is encoded: $width x $height at $x, $y', (visibleRect) => {
  const { x, y, width, height } = visibleRect;
  const image = testImage('I420', 32, 22, 1);
  const whole = planesOf(image);
  const cut = (plane: Uint8Array | undefined, shift: 0 | 1): number[] => {
    const values: number[] = [];
    for (let row = 0; row < (height + shift) >> shift; row++) {
      const start = ((y >> shift) + row) * (32 >> shift) + (x >> shift);
      values.push(...(plane ?? new Uint8Array()).subarray(start, start + ((width + shift) >> shift)));
    }
    return values;
  };
  const expected = [cut(whole[0], 0), cut(whole[1], 1), cut(whole[2], 1)];
  expect(planesOf({ ...image, visibleRect }).map((plane) => [...plane])).toEqual(expected);
  const pixels = testImage('RGBA', 32, 22, 1);
  const part = new Uint8Array(4 * width * height);
  for (let row = 0; row < height; row++) {
    const start = 4 * ((y + row) * 32 + x);
    part.set(pixels.data.subarray(start, start + 4 * width), 4 * width * row);
  }
  const small = {
    ...pixels,
    data: part,
    layout: [{ offset: 0, stride: 4 * width }],
    codedWidth: width,
    codedHeight: height,
  };
  expect(planesOf({ ...pixels, visibleRect })).toEqual(planesOf(small));
});

test('a frame of another size is scaled: means when smaller, lines between samples when larger', () => {
  const image = testImage('I420', 32, 16, 0);
  const at = (x: number, y: number) => image.data[y * 32 + x] ?? 0;
  const [half] = planesOf(image, { width: 16, height: 8 });
  for (let y = 0; y < 8; y++) {
    for (let x = 0; x < 16; x++) {
      const mean = (at(2 * x, 2 * y) + at(2 * x + 1, 2 * y) + at(2 * x, 2 * y + 1) + at(2 * x + 1, 2 * y + 1)) / 4;
      expect(Math.abs((half?.[y * 16 + x] ?? 0) - mean)).toBeLessThanOrEqual(0.5);
    }
  }
  const slope = { ...image, data: image.data.map((_, index) => (index < 512 ? 4 * (index % 32) : 128)) };
  const [double] = planesOf(slope, { width: 64, height: 16 });
  expect([...(double?.subarray(2, 12) ?? [])]).toEqual([3, 5, 7, 9, 11, 13, 15, 17, 19, 21]);
});

test.each([
  [1, 1, 40, 30],
  [300, 7, 3, 50],
  [5, 5, 5, 6],
])('a plain frame of %i x %i stays plain at %i x %i', (codedWidth, codedHeight, width, height) => {
  const data = new Uint8Array(4 * codedWidth * codedHeight).fill(255);
  const layout = [{ offset: 0, stride: 4 * codedWidth }];
  const planes = planesOf({ format: 'RGBA', data, layout, codedWidth, codedHeight }, { width, height });
  expect(planes.map((plane) => [...new Set(plane)])).toEqual([[235], [128], [128]]);
});
