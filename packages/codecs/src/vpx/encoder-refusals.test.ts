import { expect, test } from 'vitest';
import { VpxEncoder } from './encoder.ts';
import { completeEncoderConfig, type VpxEncoderConfig } from './encoder-config.ts';
import type { VpxImage } from './image.ts';
import { testImage, vpxModule } from './vpx-fixtures-contract.ts';

const usual: VpxEncoderConfig = { codec: 'vp8', width: 32, height: 32 };

test.each<[string, object, string]>([
  ['codec', { codec: 'h264' }, 'invalid-argument'],
  ['width', { width: 0 }, 'out-of-range'],
  ['width', { width: 16384 }, 'out-of-range'],
  ['height', { height: 1.5 }, 'out-of-range'],
  ['height', { height: '9' }, 'invalid-argument'],
  ['picture', { width: 16383, height: 16383 }, 'resource-exhausted'],
  ['framerate', { framerate: Number.NaN }, 'out-of-range'],
  ['framerate', { framerate: 0 }, 'out-of-range'],
  ['bitrate', { bitrate: 0 }, 'out-of-range'],
  ['bitrate', { bitrate: Number.POSITIVE_INFINITY }, 'out-of-range'],
  ['bitrateMode', { bitrateMode: 'cbr' }, 'invalid-argument'],
  ['temporalLayers', { temporalLayers: 4 }, 'invalid-argument'],
  ['cpuUsed', { cpuUsed: 17 }, 'out-of-range'],
  ['cpuUsed', { codec: 'vp9', cpuUsed: 10 }, 'out-of-range'],
  ['contentHint', { contentHint: 'text' }, 'invalid-argument'],
  ['errorResilient', { errorResilient: 1 }, 'invalid-argument'],
  ['keyFrameInterval', { keyFrameInterval: 0 }, 'out-of-range'],
  ['minQuantizer', { minQuantizer: 64 }, 'out-of-range'],
  ['minQuantizer', { minQuantizer: 30, maxQuantizer: 20 }, 'out-of-range'],
  ['noiseSensitivity', { codec: 'vp9', noiseSensitivity: 2 }, 'out-of-range'],
  ['staticThreshold', { staticThreshold: -1 }, 'out-of-range'],
  ['aqMode', { aqMode: 4 }, 'out-of-range'],
  ['tileColumns', { tileColumns: 7 }, 'out-of-range'],
  ['dropFrames', { dropFrames: 'yes' }, 'invalid-argument'],
  ['matrix', { rgbConversion: { matrix: 'constructor' } }, 'invalid-argument'],
])('a bad %s is refused by name: %o', (field, change, code) => {
  const attempt = () => completeEncoderConfig({ ...usual, ...change });
  expect(attempt).toThrow(expect.objectContaining({ code, message: expect.stringContaining(field) }));
});

test('defaults follow the size, the codec and the mode, as WebRTC has them', () => {
  const complete = (config: Partial<VpxEncoderConfig>) => completeEncoderConfig({ ...usual, ...config });
  expect(complete({ width: 1280, height: 720 })).toMatchObject({ bitrate: 2_000_000, framerate: 30, cpuUsed: 6 });
  expect(complete({ width: 320, height: 180 }).cpuUsed).toBe(4);
  const speeds = [
    [320, 180],
    [640, 360],
    [1920, 1080],
  ].map(([width = 0, height = 0]) => complete({ codec: 'vp9', width, height }).cpuUsed);
  expect(speeds).toEqual([5, 7, 9]);
  expect(complete({ contentHint: 'detail' })).toMatchObject({ minQuantizer: 12, staticThreshold: 100 });
  expect(complete({ bitrateMode: 'quantizer' })).toMatchObject({ minQuantizer: 0, maxQuantizer: 63, aqMode: 0 });
});

const image = testImage('I420', 32, 32, 0);

test.each<[string, Partial<Record<keyof VpxImage, unknown>>, string]>([
  ['another format', { format: 'I444' }, 'invalid-argument'],
  ['no format of ours', { format: 'toString' }, 'invalid-argument'],
  ['too little data', { data: image.data.subarray(1) }, 'out-of-range'],
  ['a plane too few', { layout: image.layout.slice(0, 2) }, 'invalid-argument'],
  [
    'a stride that is too short',
    { layout: image.layout.map(({ offset }) => ({ offset, stride: 15 })) },
    'out-of-range',
  ],
  ['a negative offset', { layout: image.layout.map(({ stride }) => ({ offset: -4, stride })) }, 'invalid-argument'],
  [
    'an offset with a fraction',
    { layout: image.layout.map(({ stride }) => ({ offset: 0.5, stride })) },
    'invalid-argument',
  ],
  [
    'a stride without an end',
    { layout: image.layout.map(() => ({ offset: 0, stride: Infinity })) },
    'invalid-argument',
  ],
  ['nothing to see', { visibleRect: { x: 0, y: 0, width: 0, height: 4 } }, 'out-of-range'],
  ['a part outside', { visibleRect: { x: 20, y: 0, width: 13, height: 4 } }, 'out-of-range'],
  ['a part without a number', { visibleRect: { x: Number.NaN, y: 0, width: 13, height: 4 } }, 'out-of-range'],
  ['a negative part', { visibleRect: { x: -2, y: 0, width: 13, height: 4 } }, 'out-of-range'],
  ['no whole size', { codedWidth: 31.5 }, 'out-of-range'],
  ['a size beyond all', { codedWidth: 2 ** 40, codedHeight: 2 ** 40 }, 'resource-exhausted'],
])('a frame with %s is refused, and the encoder goes on', (_, change, code) => {
  using encoder = new VpxEncoder(vpxModule('vp8', 'encoder'), usual);
  const bad = { ...image, ...change } as VpxImage;
  expect(() => encoder.encode(bad, { timestampUs: 0 })).toThrow(expect.objectContaining({ code }));
  expect(encoder.encode(image, { timestampUs: 0 })?.keyFrame).toBe(true);
});

test('a frame with more pixels than any codec takes is refused before it is copied', () => {
  using encoder = new VpxEncoder(vpxModule('vp8', 'encoder'), usual);
  const data = new Uint8Array(4 * 6000 * 6000);
  const huge = {
    format: 'RGBA',
    data,
    layout: [{ offset: 0, stride: 24_000 }],
    codedWidth: 6000,
    codedHeight: 6000,
  } as const;
  expect(() => encoder.encode(huge, { timestampUs: 0 })).toThrow(
    expect.objectContaining({ code: 'resource-exhausted' }),
  );
});

test('bad times and quantizers are refused', () => {
  using encoder = new VpxEncoder(vpxModule('vp8', 'encoder'), { ...usual, bitrateMode: 'quantizer' });
  for (const options of [
    { timestampUs: Number.NaN },
    { timestampUs: 2 ** 60 },
    { timestampUs: 0, durationUs: -1 },
    { timestampUs: 0, quantizer: 64 },
    { timestampUs: 0, quantizer: 1.5 },
  ]) {
    expect(() => encoder.encode(image, options)).toThrow(expect.objectContaining({ code: 'out-of-range' }));
  }
});

test('a bad update changes nothing', () => {
  using encoder = new VpxEncoder(vpxModule('vp8', 'encoder'), usual);
  const before = encoder.config;
  expect(() => encoder.update({ width: -1, bitrate: 5 })).toThrow(expect.objectContaining({ code: 'out-of-range' }));
  expect(encoder.config).toBe(before);
  encoder.encode(image, { timestampUs: 0 });
});

test('the code of another codec is refused', () => {
  expect(() => new VpxEncoder(vpxModule('vp8', 'decoder'), usual)).toThrow(
    expect.objectContaining({ code: 'invalid-argument' }),
  );
});
