import { expect, test } from 'vitest';
import { VideoDecoder } from './video-decoder.ts';
import { VideoEncoder } from './video-encoder.ts';
import { frameOf, imageOf } from './video-frame.ts';

const WIDTH = 98;
const HEIGHT = 54;

/** A frame of I420 with slopes, which no codec finds hard. */
function slopes(time: number) {
  const data = new Uint8Array(WIDTH * HEIGHT * 1.5).map((_, at) => 40 + ((at + 3 * time) % 150));
  return { width: WIDTH, height: HEIGHT, format: 'I420', data, timestampUs: time * 33_333 } as const;
}

test.each(['vp8', 'vp9'] as const)('%s: frames go in, packets and frames come out', async (codec) => {
  using encoder = await VideoEncoder.create({ codec, width: WIDTH, height: HEIGHT });
  using decoder = await VideoDecoder.create({ codec });
  const packets: Uint8Array[] = [];
  for (let time = 0; time < 4; time++) packets.push(encoder.encode({ ...slopes(time), isKeyframe: time === 2 }));
  const frames = packets.map((packet, time) => decoder.decode(packet, time * 33_333));
  expect(frames.map((frame) => frame?.isKeyframe)).toEqual([true, false, true, false]);
  for (const [time, frame] of frames.entries()) {
    expect(frame).toMatchObject({ width: WIDTH, height: HEIGHT, format: 'I420', timestampUs: time * 33_333 });
    const { data } = slopes(time);
    expect(frame?.data).toHaveLength(data.length);
    const distance = data.reduce((sum, value, at) => sum + Math.abs(value - (frame?.data[at] ?? 0)), 0) / data.length;
    expect(distance).toBeLessThan(6);
  }
});

test('the defaults are those of upstream: VP9, 1280 x 720, a key frame each 60', async () => {
  using encoder = await VideoEncoder.create();
  using decoder = await VideoDecoder.create();
  const isKey: boolean[] = [];
  for (let time = 0; time < 62; time++) {
    const frame = decoder.decode(encoder.encode(slopes(time)));
    expect(frame).toMatchObject({ width: 1280, height: 720 });
    isKey.push(frame?.isKeyframe === true);
  }
  expect(isKey.flatMap((key, time) => (key ? [time] : []))).toEqual([0, 60]);
}, 60_000);

test('each format is read as planes without gaps, and another amount of bytes is refused', () => {
  const layoutOf = (format: 'I420' | 'I420A' | 'NV12' | 'RGBA', sizeBytes: number) =>
    imageOf({ width: 5, height: 3, format, data: new Uint8Array(sizeBytes), timestampUs: 0 }).layout;
  const I420 = [
    { offset: 0, stride: 5 },
    { offset: 15, stride: 3 },
    { offset: 21, stride: 3 },
  ];
  expect(layoutOf('I420', 27)).toEqual(I420);
  expect(layoutOf('I420A', 42)).toEqual([...I420, { offset: 27, stride: 5 }]);
  expect(layoutOf('NV12', 27)).toEqual([I420[0], { offset: 15, stride: 6 }]);
  expect(layoutOf('RGBA', 60)).toEqual([{ offset: 0, stride: 20 }]);
  expect(() => layoutOf('RGBA', 59)).toThrow(expect.objectContaining({ code: 'out-of-range' }));
  expect(() => layoutOf('PNG' as 'RGBA', 60)).toThrow(expect.objectContaining({ code: 'invalid-argument' }));
});

test('every sampling of a picture is packed', () => {
  const plane = (value: number) => ({ data: new Uint8Array(80).fill(value), stride: 8 });
  const picture = { width: 5, height: 3, displayWidth: 5, displayHeight: 3, colorSpace: {}, corrupted: false };
  for (const [format, chromaBytes] of [
    ['I420', 6],
    ['I422', 9],
    ['I440', 10],
    ['I444', 15],
  ] as const) {
    const planes = [plane(1), plane(2), plane(3)];
    const { data } = frameOf({ ...picture, format, planes }, 0, true);
    expect([1, 2, 3].map((value) => data.filter((sample) => sample === value).length)).toEqual([
      15,
      chromaBytes,
      chromaBytes,
    ]);
  }
});

test('a closed one says so', async () => {
  const encoder = await VideoEncoder.create({ codec: 'vp8', width: 16, height: 16 });
  const decoder = await VideoDecoder.create({ codec: 'vp8' });
  for (const one of [encoder, decoder, encoder, decoder]) one.close();
  expect(() => encoder.encode(slopes(0))).toThrow(expect.objectContaining({ code: 'failed-precondition' }));
  expect(() => decoder.decode(new Uint8Array(20))).toThrow(expect.objectContaining({ code: 'failed-precondition' }));
});
