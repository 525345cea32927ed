import { expect, test } from 'vitest';
import { loadCodec } from '../module/load-codec.ts';
import { VpxDecoder } from './decoder.ts';
import { VpxEncoder } from './encoder.ts';
import type { VpxImage } from './image.ts';
import type { VpxPicture } from './picture.ts';
import type { VpxCodec } from './vpx-codec.ts';

const CODECS = ['vp8', 'vp9'] as const;
const NATIVE_NAMES = { vp8: 'vp8', vp9: 'vp09.00.10.08' } as const;
const WIDTH = 320;
const HEIGHT = 180;
const LUMA_BYTES = WIDTH * HEIGHT;

interface Chunk {
  readonly data: Uint8Array<ArrayBuffer>;
  readonly keyFrame: boolean;
}

/** A scene of soft shapes in motion, with some grain. */
function scene(time: number): VpxImage {
  const data = new Uint8Array((LUMA_BYTES * 3) / 2);
  let state = time + 1;
  for (let y = 0; y < HEIGHT; y++) {
    for (let x = 0; x < WIDTH; x++) {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      const wave = 60 * Math.sin((x + 3 * time) / 23) + 40 * Math.cos((y - 2 * time) / 17);
      data[y * WIDTH + x] = 126 + wave + (state >>> 30);
    }
  }
  for (let at = LUMA_BYTES; at < data.length; at++) data[at] = 128 + 50 * Math.sin(at / 900 + time / 9);
  const half = WIDTH / 2;
  const layout = [
    { offset: 0, stride: WIDTH },
    { offset: LUMA_BYTES, stride: half },
    { offset: (LUMA_BYTES * 5) / 4, stride: half },
  ];
  return { format: 'I420', data, layout, codedWidth: WIDTH, codedHeight: HEIGHT };
}

const scenes = Array.from({ length: 45 }, (_, time) => scene(time));

/** The samples without gaps. */
function packed({ planes, width, height }: VpxPicture): Uint8Array {
  const data = new Uint8Array((LUMA_BYTES * 3) / 2);
  let to = 0;
  for (const [index, plane] of planes.entries()) {
    const rowBytes = index === 0 ? width : width / 2;
    for (let row = 0; row < (index === 0 ? height : height / 2); row++, to += rowBytes) {
      data.set(plane.data.subarray(row * plane.stride, row * plane.stride + rowBytes), to);
    }
  }
  return data;
}

async function ourChunks(codec: VpxCodec, bitrate: number, temporalLayers: 1 | 3 = 1): Promise<Chunk[]> {
  const config = { codec, width: WIDTH, height: HEIGHT, bitrate, temporalLayers, cpuUsed: codec === 'vp9' ? 7 : 6 };
  using encoder = new VpxEncoder(await loadCodec(`${codec}-encoder`), config);
  return scenes.flatMap((image, time) => {
    const encoded = encoder.encode(image, { timestampUs: Math.round((time * 1e6) / 30) });
    return encoded ? [{ data: encoded.data.slice(), keyFrame: encoded.keyFrame }] : [];
  });
}

async function nativeChunks(codec: VpxCodec, bitrate: number): Promise<Chunk[]> {
  const chunks: Chunk[] = [];
  const encoder = new VideoEncoder({
    output: (chunk) => {
      const data = new Uint8Array(chunk.byteLength);
      chunk.copyTo(data);
      chunks.push({ data, keyFrame: chunk.type === 'key' });
    },
    error: (error) => expect.fail(String(error)),
  });
  const config = { codec: NATIVE_NAMES[codec], width: WIDTH, height: HEIGHT, bitrate, framerate: 30 };
  encoder.configure({ ...config, bitrateMode: 'constant', latencyMode: 'quality' });
  for (const [time, { data, layout }] of scenes.entries()) {
    const init = {
      format: 'I420',
      codedWidth: WIDTH,
      codedHeight: HEIGHT,
      timestamp: Math.round((time * 1e6) / 30),
    } as const;
    const frame = new VideoFrame(data.slice(), { ...init, layout: layout.map((plane) => ({ ...plane })) });
    encoder.encode(frame);
    frame.close();
  }
  await encoder.flush();
  encoder.close();
  return chunks;
}

async function ourPictures(codec: VpxCodec, chunks: readonly Chunk[]): Promise<Uint8Array[]> {
  using decoder = new VpxDecoder(await loadCodec(`${codec}-decoder`), { codec });
  return chunks.flatMap(({ data }) => {
    const picture = decoder.decode(data);
    return picture ? [packed(picture)] : [];
  });
}

async function nativePictures(codec: VpxCodec, chunks: readonly Chunk[]): Promise<Uint8Array[]> {
  const copies: Promise<Uint8Array>[] = [];
  const copy = async (frame: VideoFrame): Promise<Uint8Array> => {
    const data = new Uint8Array(frame.allocationSize());
    await frame.copyTo(data);
    frame.close();
    return data;
  };
  const decoder = new VideoDecoder({
    output: (frame) => copies.push(copy(frame)),
    error: (error) => expect.fail(String(error)),
  });
  decoder.configure({ codec: NATIVE_NAMES[codec], codedWidth: WIDTH, codedHeight: HEIGHT });
  for (const [time, { data, keyFrame }] of chunks.entries()) {
    decoder.decode(new EncodedVideoChunk({ type: keyFrame ? 'key' : 'delta', timestamp: time * 33_333, data }));
  }
  await decoder.flush();
  decoder.close();
  return await Promise.all(copies);
}

/** Arrays of this size take minutes to be compared. */
async function digests(pictures: readonly Uint8Array[]): Promise<string[]> {
  const hashes = pictures.map((picture) => crypto.subtle.digest('SHA-256', Uint8Array.from(picture)));
  return (await Promise.all(hashes)).map((hash) => new Uint8Array(hash).join());
}

/** Mean of the luma's peak signal to noise ratio, in decibels. */
function quality(pictures: readonly Uint8Array[]): number {
  const each = pictures.map((picture, time) => {
    let squares = 0;
    const image = scenes[time]?.data ?? new Uint8Array();
    for (let at = 0; at < LUMA_BYTES; at++) squares += ((picture[at] ?? 0) - (image[at] ?? 0)) ** 2;
    return 10 * Math.log10((255 ** 2 * LUMA_BYTES) / squares);
  });
  return each.reduce((sum, value) => sum + value, 0) / each.length;
}

const totalBytes = (chunks: readonly Chunk[]) => chunks.reduce((sum, { data }) => sum + data.length, 0);

test.each(CODECS)('%s: Chromium decodes our packets to the very samples that we decode', async (codec) => {
  for (const layers of [1, 3] as const) {
    const chunks = await ourChunks(codec, 300_000, layers);
    const native = await nativePictures(codec, chunks);
    expect(native).toHaveLength(scenes.length);
    expect(await digests(await ourPictures(codec, chunks))).toEqual(await digests(native));
  }
});

test.each(CODECS)("%s: we decode Chromium's packets to the very samples that it decodes", async (codec) => {
  const chunks = await nativeChunks(codec, 300_000);
  const native = await nativePictures(codec, chunks);
  expect(await digests(await ourPictures(codec, chunks))).toEqual(await digests(native));
});

test.each(CODECS)(
  "%s: our quality is that of Chromium's encoder at the same bitrate, within half a decibel",
  async (codec) => {
    const ours = await ourChunks(codec, 300_000);
    const theirs = await nativeChunks(codec, 300_000);
    const ourQuality = quality(await ourPictures(codec, ours));
    const theirQuality = quality(await ourPictures(codec, theirs));
    expect(totalBytes(ours) / totalBytes(theirs)).toBeLessThan(1.1);
    expect(ourQuality).toBeGreaterThan(theirQuality - 0.5);
  },
);

test('colours of a canvas come back to a canvas', async () => {
  const config = { codec: 'vp9', width: 64, height: 64, bitrateMode: 'quantizer' } as const;
  using encoder = new VpxEncoder(await loadCodec('vp9-encoder'), config);
  const decoded: VideoFrame[] = [];
  const decoder = new VideoDecoder({
    output: (frame) => decoded.push(frame),
    error: (error) => expect.fail(String(error)),
  });
  decoder.configure({ codec: NATIVE_NAMES.vp9 });
  const colours = [
    [255, 0, 0],
    [0, 255, 0],
    [0, 0, 255],
    [200, 120, 40],
  ];
  for (const [index, [red = 0, green = 0, blue = 0]] of colours.entries()) {
    const data = Uint8Array.from({ length: 4 * 64 * 64 }, (_, at) => [red, green, blue, 255][at & 3] ?? 0);
    const image = {
      format: 'RGBA',
      data,
      layout: [{ offset: 0, stride: 256 }],
      codedWidth: 64,
      codedHeight: 64,
    } as const;
    const encoded = encoder.encode(image, { timestampUs: index * 33_333, keyFrame: true, quantizer: 0 });
    const chunk = { type: 'key', timestamp: index * 33_333, data: encoded?.data.slice() ?? new Uint8Array() } as const;
    decoder.decode(new EncodedVideoChunk(chunk));
  }
  await decoder.flush();
  decoder.close();
  const context = new OffscreenCanvas(64, 64).getContext('2d');
  const seen = decoded.map((frame) => {
    context?.drawImage(frame, 0, 0);
    frame.close();
    return [...(context?.getImageData(32, 32, 1, 1).data ?? [])].slice(0, 3);
  });
  // Chromium's own conversion takes 2 for blue's weight of 2.11; with the weights of BT.601 it would be 20 and more, of red and green.
  for (const [index, pixel] of seen.entries()) {
    const expected = colours[index] ?? [];
    expect(Math.max(...pixel.map((value, at) => Math.abs(value - (expected[at] ?? 0))))).toBeLessThan(13);
  }
});
