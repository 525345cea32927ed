import { VideoFrame as OurVideoFrame, toNativeVideoFrame } from '@remotemedia/codecs';
import { describe, expect, it } from 'vitest';
import type { VideoData } from '../../data/runtime-data.ts';
import { DrivenNode } from '../flow/driven-node-contract.ts';
import { grayscale } from './grayscale.ts';
import type { Picture } from './pixels/picture.ts';
import { readPicture } from './pixels/read-picture.ts';
import { drawnPicture, noisePicture, onlyVideo, psnr, samplesOf, videoOf } from './test-pictures-contract.ts';
import { videoDecode } from './video-decode.ts';
import { videoEncode } from './video-encode.ts';
import { videoFlip } from './video-flip.ts';
import { videoFormatConverter } from './video-format-converter.ts';
import { videoScaler } from './video-scaler.ts';

/** Noise; the byte of BGRX that says nothing is what the browser makes of it. */
function noise(format: VideoPixelFormat): Picture {
  const picture = noisePicture(format, 32, 18);
  if (format !== 'BGRX') return picture;
  for (const { samples } of picture.planes) for (let at = 3; at < samples.length; at += 4) samples[at] = 255;
  return picture;
}

/** The same picture, with its pixels in the browser's hands. */
function native(item: VideoData): VideoData {
  const held = toNativeVideoFrame(item.frame);
  const frame = new OurVideoFrame(held);
  held.close();
  item.frame.close();
  return { ...item, frame };
}

describe.each([
  ['VideoFlip', videoFlip, {}],
  ['Grayscale', grayscale, {}],
  ['VideoScaler', videoScaler, { targetWidth: 20, targetHeight: 14, maintainAspectRatio: false }],
  ['VideoFormatConverter', videoFormatConverter, { targetFormat: 'NV12' }],
] as const)('%s', (_type, definition, params) => {
  it.each(['I420', 'NV12', 'RGBA', 'BGRX'] as const)(
    'makes the same of the browser’s %s as of one in memory',
    async (format) => {
      const node = await DrivenNode.create(definition, params);
      const inMemory = videoOf(noise(format));
      await node.push(inMemory);
      const expected = onlyVideo(node.take());
      const inBrowser = native(videoOf(noise(format)));
      await node.push(inBrowser);
      const { frame } = onlyVideo(node.take());
      expect(frame.format).toBe(expected.frame.format);
      expect(await samplesOf(frame)).toEqual(await samplesOf(expected.frame));
      expect([frame.timestamp, frame.duration]).toEqual([40_000, 20_000]);
      for (const each of new Set([inMemory.frame, expected.frame, inBrowser.frame, frame])) each.close();
    },
  );
});

it('scales down like a canvas', async () => {
  const picture = drawnPicture('RGBX', 64, 48, (_plane, x, y, channel) =>
    Math.round(128 + 100 * Math.sin(x / (9 + channel)) * Math.cos(y / 12)),
  );
  const input = native(videoOf(picture));
  const canvas = new OffscreenCanvas(32, 24);
  const context = canvas.getContext('2d', { alpha: false });
  const drawn = toNativeVideoFrame(input.frame);
  if (context) context.imageSmoothingQuality = 'high';
  context?.drawImage(drawn, 0, 0, 32, 24);
  drawn.close();
  const pixels = context?.getImageData(0, 0, 32, 24).data ?? new Uint8ClampedArray();
  const node = await DrivenNode.create(videoScaler, { targetWidth: 32, targetHeight: 24 });
  await node.push(input);
  const { frame } = onlyVideo(node.take());
  const scaled = await readPicture(frame, 'RGBX');
  const expected = drawnPicture('RGBX', 32, 24, (_plane, x, y, channel) => pixels[(y * 32 + x) * 4 + channel] ?? 0);
  for (let index = 3; index < pixels.length; index += 4) {
    const [plane] = scaled.planes;
    const [other] = expected.planes;
    if (plane && other) plane.samples[index] = other.samples[index] = 255;
  }
  expect(psnr(scaled, expected)).toBeGreaterThan(34);
  for (const each of [input.frame, frame]) each.close();
});

describe.each(['Vp8', 'Vp9', 'H264', 'Av1'])('%s of the browser', (codec) => {
  it('comes back as it went in', async () => {
    const assets = { vp8Encoder: '', vp9Encoder: '', vp8Decoder: '', vp9Decoder: '' };
    const encoder = await DrivenNode.create(videoEncode, { codec, keyframeInterval: 4 }, assets);
    const decoder = await DrivenNode.create(videoDecode, { expectedCodec: codec }, assets);
    const source = () =>
      drawnPicture('I420', 128, 96, (plane, x, y) =>
        Math.round(128 + 50 * Math.sin(x / 15 + plane) * Math.cos(y / 20)),
      );
    for (let index = 0; index < 8; index += 1) {
      const item = native(videoOf(source(), { timestamp: index * 40_000 }));
      await encoder.push(item);
      item.frame.close();
    }
    await encoder.flush();
    const packets = encoder.take();
    expect(packets.map((item) => item.kind === 'encodedVideo' && item.isKeyFrame)).toEqual([
      true,
      false,
      false,
      false,
      true,
      false,
      false,
      false,
    ]);
    await decoder.push(...packets);
    await decoder.flush();
    const pictures = decoder.take();
    expect(pictures).toHaveLength(8);
    for (const item of pictures) {
      if (item.kind !== 'video') throw new Error('expected pictures');
      expect(psnr(await readPicture(item.frame), source())).toBeGreaterThan(30);
      item.frame.close();
    }
    await encoder.close();
    await decoder.close();
  });
});
