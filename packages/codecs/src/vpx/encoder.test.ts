import { expect, test } from 'vitest';
import { VpxDecoder } from './decoder.ts';
import type { VpxEncoded, VpxEncodeOptions } from './encode-options.ts';
import { VpxEncoder } from './encoder.ts';
import type { VpxEncoderConfig, VpxEncoderUpdate } from './encoder-config.ts';
import type { VpxImage } from './image.ts';
import { parseVp9Header } from './vp9-header.ts';
import type { VpxCodec } from './vpx-codec.ts';
import { lumaPsnr, md5, samplesOf, testImage, vpxModule } from './vpx-fixtures-contract.ts';

const CODECS: readonly VpxCodec[] = ['vp8', 'vp9'];

type Stay = Omit<VpxEncoded, 'data'> & { readonly data: Uint8Array };

/** Encodes test pictures, some of them after a change; the packets are copies. */
function encode(
  config: VpxEncoderConfig,
  count: number,
  steps: Record<number, VpxEncoderUpdate | Partial<VpxEncodeOptions>> = {},
): Stay[] {
  using encoder = new VpxEncoder(vpxModule(config.codec, 'encoder'), config);
  const packets: Stay[] = [];
  for (let time = 0; time < count; time++) {
    const step = steps[time] ?? {};
    const isOption = 'keyFrame' in step || 'quantizer' in step;
    if (!isOption && Object.keys(step).length > 0) encoder.update(step as VpxEncoderUpdate);
    const { width, height } = encoder.config;
    const options = { timestampUs: time * 33_333, ...(isOption ? step : {}) } as VpxEncodeOptions;
    const encoded = encoder.encode(testImage('I420', width, height, time), options);
    if (encoded) packets.push({ ...encoded, data: encoded.data.slice() });
  }
  return packets;
}

function decode(codec: VpxCodec, packets: readonly { data: Uint8Array }[]) {
  using decoder = new VpxDecoder(vpxModule(codec, 'decoder'), { codec });
  return packets.map(({ data }) => {
    const picture = decoder.decode(data);
    return picture ? { width: picture.width, height: picture.height, samples: samplesOf(picture) } : undefined;
  });
}

const keys = (packets: readonly Stay[]) => packets.map(({ keyFrame }) => Number(keyFrame)).join('');
const totalBytes = (packets: readonly Stay[]) => packets.reduce((sum, { data }) => sum + data.length, 0);

test.each(CODECS)('%s: what is decoded looks like what was encoded', (codec) => {
  const packets = encode({ codec, width: 160, height: 90, bitrate: 1_000_000 }, 10);
  for (const [time, picture] of decode(codec, packets).entries()) {
    const { data } = testImage('I420', 160, 90, time);
    expect(lumaPsnr(data.subarray(0, 160 * 90), picture?.samples[0] ?? new Uint8Array())).toBeGreaterThan(32);
  }
});

test.each(CODECS)('%s: the first frame is a key frame, and others on demand or after the interval', (codec) => {
  const size = { width: 64, height: 48 };
  expect(keys(encode({ codec, ...size }, 8, { 5: { keyFrame: true } }))).toBe('10000100');
  expect(keys(encode({ codec, ...size, keyFrameInterval: 3 }, 8))).toBe('10010010');
});

test.each(CODECS)('%s: another bitrate is followed in mid-stream', (codec) => {
  const config = { codec, width: 176, height: 144, bitrate: 600_000 };
  const packets = encode(config, 60, { 30: { bitrate: 60_000 } });
  expect(totalBytes(packets.slice(40))).toBeLessThan(totalBytes(packets.slice(10, 30)) / 3);
  expect(keys(packets)).toBe(`1${'0'.repeat(59)}`);
});

test.each(CODECS)('%s: half the frames a second have twice the bits each', (codec) => {
  using encoder = new VpxEncoder(vpxModule(codec, 'encoder'), { codec, width: 176, height: 144, bitrate: 120_000 });
  const sizeAt = (framerate: number, from: number): number => {
    encoder.update({ framerate });
    let bytes = 0;
    for (let time = from; time < from + 60; time++) {
      const options = { timestampUs: (time * 1e6) / framerate };
      const { data } = encoder.encode(testImage('I420', 176, 144, time), options) ?? {};
      if (time >= from + 30) bytes += data?.length ?? 0;
    }
    return bytes;
  };
  const atThirty = sizeAt(30, 0);
  const ratio = sizeAt(15, 60) / atThirty;
  expect(ratio).toBeGreaterThan(1.5);
  expect(ratio).toBeLessThan(2.6);
});

test.each(CODECS)('%s: another size is followed in mid-stream by the same object, and decoded', (codec) => {
  const changes = { 3: { width: 96, height: 70 }, 6: { width: 128, height: 96 }, 9: { width: 300, height: 200 } };
  const packets = encode({ codec, width: 128, height: 96 }, 12, changes);
  // VP9 scales what it refers to, up to the size it began with.
  expect(keys(packets)).toBe(codec === 'vp8' ? '100100100100' : '100000000100');
  const sizes = decode(codec, packets).map((picture) => `${picture?.width}x${picture?.height}`);
  expect(sizes).toEqual(['128x96', '96x70', '128x96', '300x200'].flatMap((size) => [size, size, size]));
});

test.each(CODECS)('%s: settings that need a new beginning get a key frame, and the stream goes on', (codec) => {
  const changes: Record<number, VpxEncoderUpdate> = {
    2: { temporalLayers: 3 },
    4: { bitrateMode: 'variable' },
    6: { contentHint: 'detail' },
    8: { noiseSensitivity: 1 },
    10: { temporalLayers: 1, errorResilient: true },
  };
  const packets = encode({ codec, width: 64, height: 48 }, 12, changes);
  expect(keys(packets)).toBe('101010101010');
  expect(decode(codec, packets).every((picture) => picture?.width === 64)).toBe(true);
});

test.each(CODECS)('%s: the quantizer of each frame is the one that was given', (codec) => {
  const steps = Object.fromEntries([10, 40, 63, 0, 25].map((quantizer, time) => [time, { quantizer }]));
  const packets = encode({ codec, width: 128, height: 96, bitrateMode: 'quantizer' }, 5, steps);
  expect(packets.map(({ quantizer }) => quantizer)).toEqual([10, 40, 63, 0, 25]);
  const [, coarse, coarser, fine] = packets.map(({ data }) => data.length);
  expect(coarse).toBeGreaterThanOrEqual(coarser ?? 0);
  expect(fine).toBeGreaterThan(10 * (coarser ?? 0));
});

test.each(CODECS.flatMap((codec) => [2, 3].map((layers) => ({ codec, layers: layers as 2 | 3 }))))(
  '$codec: of $layers temporal layers the upper ones can be left out without a difference to the others',
  ({ codec, layers }) => {
    const config = { codec, width: 96, height: 80, temporalLayers: layers, bitrate: 300_000 };
    const packets = encode(config, 18, { 9: { keyFrame: true } });
    const pattern = layers === 2 ? '01' : '0212';
    const expected = `${pattern.repeat(9).slice(0, 9)}${pattern.repeat(9).slice(0, 9)}`;
    expect(packets.map(({ temporalLayerId }) => temporalLayerId).join('')).toBe(expected);
    const whole = decode(codec, packets).map((picture) => md5(...(picture?.samples ?? [])));
    for (let top = 0; top < layers; top++) {
      const isKept = (_: unknown, index: number) => (packets[index]?.temporalLayerId ?? 9) <= top;
      const part = decode(codec, packets.filter(isKept)).map((picture) => md5(...(picture?.samples ?? [])));
      expect(part).toEqual(whole.filter(isKept));
    }
  },
);

test('layers work at every speed', () => {
  for (const codec of CODECS) {
    for (let cpuUsed = 0; cpuUsed < 10; cpuUsed++) {
      const packets = encode({ codec, width: 66, height: 70, temporalLayers: 3, cpuUsed }, 5);
      expect(decode(codec, packets)).toHaveLength(5);
    }
  }
});

test.each(CODECS)('%s: timestamps that stand still or run back, and pauses of hours, do no harm', (codec) => {
  using encoder = new VpxEncoder(vpxModule(codec, 'encoder'), { codec, width: 64, height: 48, bitrate: 100_000 });
  const times = [5e6, 5e6, 5e6, 1e6, -7e6, 3.6e10, 3.6e10 + 1, -3.6e10, Number.MAX_SAFE_INTEGER];
  for (const timestampUs of times) {
    const encoded = encoder.encode(testImage('I420', 64, 48, 1), { timestampUs, durationUs: 0 });
    expect(encoded?.timestampUs).toBe(timestampUs);
    expect(encoded?.data.length).toBeLessThan(20_000);
  }
});

test.each(CODECS)('%s: frames are dropped only if that is allowed', (codec) => {
  const config = { codec, width: 320, height: 240, bitrate: 20_000 };
  expect(encode(config, 30)).toHaveLength(30);
  const packets = encode({ ...config, dropFrames: true }, 30);
  expect(packets.length).toBeLessThan(25);
  expect(decode(codec, packets).every(Boolean)).toBe(true);
});

test('VP9 says what its colours mean, and makes a key frame when that changes', () => {
  using encoder = new VpxEncoder(vpxModule('vp9', 'encoder'), { codec: 'vp9', width: 32, height: 32 });
  using decoder = new VpxDecoder(vpxModule('vp9', 'decoder'), { codec: 'vp9' });
  const image = testImage('I420', 32, 32, 0);
  const colorSpaces: (VpxImage['colorSpace'] | undefined)[] = [
    undefined,
    { primaries: 'bt709', transfer: 'bt709', matrix: 'bt709', fullRange: false },
    { primaries: 'bt709', transfer: 'bt709', matrix: 'bt709', fullRange: true },
    { primaries: 'smpte170m', transfer: 'smpte170m', matrix: 'smpte170m', fullRange: true },
    { primaries: 'bt2020', transfer: 'bt709', matrix: 'bt2020-ncl', fullRange: false },
  ];
  const keyFrames: boolean[] = [];
  for (const [time, colorSpace] of colorSpaces.entries()) {
    const encoded = encoder.encode({ ...image, colorSpace }, { timestampUs: time * 33_333 });
    keyFrames.push(encoded?.keyFrame === true);
    const picture = encoded && decoder.decode(encoded.data);
    expect(picture?.colorSpace).toEqual(colorSpace ?? colorSpaces[1]);
    expect(encoded?.colorSpace).toEqual(colorSpace ?? colorSpaces[1]);
  }
  expect(keyFrames).toEqual([true, false, true, true, true]);
  const pixels = encoder.encode(testImage('RGBA', 32, 32, 0), { timestampUs: 1e6 });
  expect(pixels?.colorSpace).toEqual(colorSpaces[1]);
  expect(pixels && parseVp9Header(pixels.data)).toMatchObject({ keyFrame: true, colorNumber: 2, fullRange: false });
});

test.each(CODECS)('%s: every setting works together with the others', (codec) => {
  const choices: VpxEncoderUpdate[] = [
    { cpuUsed: 0 },
    { cpuUsed: codec === 'vp8' ? 16 : 9 },
    { contentHint: 'detail', dropFrames: true },
    { noiseSensitivity: codec === 'vp8' ? 6 : 1, temporalLayers: 2 },
    { staticThreshold: 1000, errorResilient: true },
    { aqMode: 1 },
    { aqMode: 2, bitrateMode: 'variable' },
    { tileColumns: 6, temporalLayers: 3, contentHint: 'detail' },
    { minQuantizer: 63, maxQuantizer: 63 },
    { minQuantizer: 0, maxQuantizer: 0 },
    { bitrate: 1, temporalLayers: 3 },
    { bitrate: 1_000_000_000, framerate: 1000 },
    { framerate: 0.001 },
  ];
  for (const choice of choices) {
    const packets = encode({ codec, width: 70, height: 50, ...choice }, 5);
    expect(decode(codec, packets).length).toBeGreaterThan(0);
  }
});

test('noise in the picture is taken out where that is asked for', () => {
  for (const codec of CODECS) {
    const config = { codec, width: 320, height: 240, bitrateMode: 'quantizer' } as const;
    const steps = Object.fromEntries(Array.from({ length: 12 }, (_, time) => [time, { quantizer: 20 }]));
    const usual = totalBytes(encode(config, 12, steps));
    expect(totalBytes(encode({ ...config, noiseSensitivity: 1 }, 12, steps))).not.toBe(usual);
  }
});
