import { readFile } from 'node:fs/promises';
import { liveCodecs, type VideoPixelFormat } from '@remotemedia/codecs';
import { afterEach, describe, expect, it } from 'vitest';
import { DrivenNode } from '../flow/driven-node-contract.ts';
import { blankPicture } from './pixels/picture.ts';
import type { ScaleAlgorithm } from './scale/kernels.ts';
import { PictureScaler } from './scale/picture-scaler.ts';
import {
  drawnPicture,
  noisePicture,
  onlyVideo,
  psnr,
  samplesOf,
  videoOf,
  wavePicture,
} from './test-pictures-contract.ts';
import { videoScaler } from './video-scaler.ts';

afterEach(() => {
  expect([...liveCodecs()].filter(([name]) => name === 'VideoFrame')).toEqual([]);
});

const ALGORITHMS = ['nearest', 'bilinear', 'bicubic', 'lanczos'] as const;
const FORMATS: readonly VideoPixelFormat[] = ['I420', 'I420A', 'I422P10', 'I444P12', 'NV12', 'RGBA', 'BGRX'];

async function scale(input: ReturnType<typeof videoOf>, params: Record<string, string | number | boolean>) {
  const node = await DrivenNode.create(videoScaler, params);
  await node.push(input);
  const output = onlyVideo(node.take());
  if (output.frame !== input.frame) input.frame.close();
  return output;
}

function to(width: number, height: number, algorithm: string, keepsShape = false) {
  return { targetWidth: width, targetHeight: height, algorithm, maintainAspectRatio: keepsShape };
}

describe('VideoScaler', () => {
  describe.each(ALGORITHMS)('%s', (algorithm) => {
    it.each(FORMATS)('keeps an even area of %s even, at odd sizes', async (format) => {
      const flat = videoOf(drawnPicture(format, 33, 17, (plane, _x, _y, channel) => 40 + plane * 60 + channel * 9));
      const { frame } = await scale(flat, to(51, 7, algorithm));
      expect([frame.codedWidth, frame.codedHeight, frame.format]).toEqual([51, 7, format]);
      // Opacity weighs colours, which costs a step.
      const slack = format === 'RGBA' ? 2 : 0;
      for (const [plane, samples] of (await samplesOf(frame)).entries())
        for (const [index, value] of samples.entries()) {
          const channels =
            format === 'NV12' && plane === 1
              ? 2
              : format.endsWith('A') && plane === 0 && format !== 'I420A'
                ? 4
                : format === 'BGRX'
                  ? 4
                  : 1;
          expect(Math.abs(value - (40 + plane * 60 + (index % channels) * 9))).toBeLessThanOrEqual(slack);
        }
      frame.close();
    });

    it.each([
      [640, 64, 2],
      [64, 320, 2],
      [100, 37, 2],
      [37, 100, 2],
    ])('finds a slope again, from %d to %d pixels', async (from, length, slack) => {
      const step = 200 / from;
      const slope = videoOf(drawnPicture('I444', from, from, (_plane, x) => Math.round(20 + (x + 0.5) * step)));
      const { frame } = await scale(slope, to(length, length, algorithm));
      const [luma = []] = await samplesOf(frame);
      const ratio = from / length;
      // At the edges a filter has only one side; the nearest pixel may be half a pixel off.
      const edge = Math.ceil(3 * Math.max(1, 1 / ratio));
      const allowed = slack + (algorithm === 'nearest' ? step / 2 : 0);
      for (let x = edge; x < length - edge; x += 1)
        expect(Math.abs((luma[x] ?? 0) - (20 + (x + 0.5) * ratio * step))).toBeLessThanOrEqual(allowed);
      frame.close();
    });
  });

  it('doubles by weights of three and one quarters, and is exact there', async () => {
    const values = [10, 90, 250, 30];
    const row = videoOf(drawnPicture('I444', 4, 4, (_plane, x) => values[x] ?? 0));
    const { frame } = await scale(row, to(8, 4, 'bilinear'));
    const [luma = []] = await samplesOf(frame);
    const at = (x: number) => values[Math.min(Math.max(x, 0), 3)] ?? 0;
    const expected = Array.from({ length: 8 }, (_, x) => {
      const near = Math.floor(x / 2);
      const far = x % 2 === 0 ? near - 1 : near + 1;
      return 0.75 * at(near) + 0.25 * at(far);
    });
    for (const [x, value] of expected.entries()) expect(Math.abs((luma[x] ?? 0) - value)).toBeLessThanOrEqual(0.51);
    frame.close();
  });

  it('halves by the mean of what every pixel covers and its neighbours', async () => {
    const picture = noisePicture('I444', 16, 16);
    const source = picture.planes[0]?.samples.slice() ?? new Uint8Array();
    const { frame } = await scale(videoOf(picture), to(8, 8, 'bilinear'));
    const [luma = []] = await samplesOf(frame);
    // A triangle of twice the width: 1/8, 3/8, 3/8, 1/8.
    const weights = [0.125, 0.375, 0.375, 0.125];
    for (let y = 1; y < 7; y += 1)
      for (let x = 1; x < 7; x += 1) {
        let sum = 0;
        for (const [i, across] of weights.entries())
          for (const [j, down] of weights.entries())
            sum += across * down * (source[(2 * y - 1 + j) * 16 + 2 * x - 1 + i] ?? 0);
        expect(Math.abs((luma[y * 8 + x] ?? 0) - sum)).toBeLessThanOrEqual(1);
      }
    frame.close();
  });

  it('picks every other pixel when nearest halves', async () => {
    const picture = noisePicture('RGBA', 8, 8);
    const source = picture.planes[0]?.samples.slice() ?? new Uint8Array();
    const { frame } = await scale(videoOf(picture), to(4, 4, 'nearest'));
    const [pixels = []] = await samplesOf(frame);
    for (let y = 0; y < 4; y += 1)
      for (let x = 0; x < 4; x += 1)
        for (let channel = 0; channel < 4; channel += 1)
          expect(pixels[(y * 4 + x) * 4 + channel]).toBe(source[((2 * y + 1) * 8 + 2 * x + 1) * 4 + channel]);
    frame.close();
  });

  it('lets no colour bleed out of what cannot be seen', async () => {
    const half = drawnPicture('RGBA', 16, 4, (_plane, x, _y, channel) =>
      x < 8 ? (channel === 0 || channel === 3 ? 255 : 0) : channel === 1 ? 255 : 0,
    );
    const { frame } = await scale(videoOf(half), to(9, 2, 'bilinear'));
    const [pixels = []] = await samplesOf(frame);
    for (let x = 0; x < 9; x += 1) if ((pixels[x * 4 + 3] ?? 0) > 0) expect(pixels[x * 4 + 1]).toBeLessThanOrEqual(1);
    frame.close();
  });

  describe('beside ffmpeg', async () => {
    const file = await readFile(new URL('./fixtures/scaled-by-ffmpeg.json', import.meta.url), 'utf8');
    const scaled: readonly { width: number; height: number; algorithm: ScaleAlgorithm; i420: string }[] =
      JSON.parse(file);

    it.each(scaled)('makes the same picture of $width×$height by $algorithm', ({ width, height, algorithm, i420 }) => {
      const reference = blankPicture('I420', width, height);
      const bytes = Buffer.from(i420, 'base64');
      let at = 0;
      for (const { samples } of reference.planes) {
        samples.set(bytes.subarray(at, at + samples.length));
        at += samples.length;
      }
      const whole = new PictureScaler(width, height, algorithm).scale(wavePicture(40, 24));
      // ffmpeg stretches chroma of an odd size over the picture, beyond which it reaches by half a place.
      const picture = width % 2 === 0 ? whole : { ...whole, planes: whole.planes.slice(0, 1) };
      expect(psnr(picture, reference)).toBeGreaterThan(algorithm === 'bicubic' ? 40 : 50);
    });
  });

  it.each([
    [640, 360, {}, 1280, 720],
    [1920, 1080, { targetWidth: 640, targetHeight: 480 }, 640, 360],
    [480, 640, { targetWidth: 640, targetHeight: 360 }, 270, 360],
    [100, 10, { targetWidth: 64, targetHeight: 64 }, 64, 6],
    [100, 100, { targetWidth: 64, targetHeight: 32, maintainAspectRatio: false }, 64, 32],
  ])('of %d×%d with %o makes %d×%d', async (width, height, params, wide, high) => {
    const { frame } = await scale(videoOf(drawnPicture('I420', width, height, () => 0)), params);
    expect([frame.codedWidth, frame.codedHeight]).toEqual([wide, high]);
    expect([frame.displayWidth, frame.displayHeight]).toEqual([wide, high]);
    expect([frame.timestamp, frame.duration]).toEqual([40_000, 20_000]);
    frame.close();
  });

  it('goes by what is shown: pixels that are not square become so, and a picture on its side fits as it is seen', async () => {
    const wide = videoOf(
      drawnPicture('I420', 40, 40, () => 0),
      { displayWidth: 80, displayHeight: 40 },
    );
    const { frame } = await scale(wide, { targetWidth: 40, targetHeight: 40 });
    expect([frame.codedWidth, frame.codedHeight, frame.displayWidth, frame.displayHeight]).toEqual([40, 20, 40, 20]);
    frame.close();
    const turned = videoOf(
      drawnPicture('I420', 64, 32, () => 0),
      { rotation: 90 },
    );
    const { frame: upright } = await scale(turned, { targetWidth: 16, targetHeight: 64 });
    expect([upright.codedWidth, upright.codedHeight, upright.rotation]).toEqual([32, 16, 90]);
    expect([upright.displayWidth, upright.displayHeight]).toEqual([16, 32]);
    upright.close();
  });

  it('hands a picture on that has the size already', async () => {
    const input = videoOf(drawnPicture('I420', 64, 32, () => 0));
    const { frame } = await scale(input, { targetWidth: 64, targetHeight: 64 });
    expect(frame).toBe(input.frame);
    frame.close();
  });

  it('follows pictures that change their size and format', async () => {
    const node = await DrivenNode.create(videoScaler, to(20, 10, 'bicubic'));
    for (const [format, width, height] of [
      ['I420', 64, 32],
      ['NV12', 30, 50],
      ['I420', 64, 32],
    ] as const) {
      const input = videoOf(drawnPicture(format, width, height, () => 77));
      await node.push(input);
      const { frame } = onlyVideo(node.take());
      expect(new Set((await samplesOf(frame)).flat())).toEqual(new Set([77]));
      input.frame.close();
      frame.close();
    }
  });
});
