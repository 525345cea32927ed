import { liveCodecs, type VideoPixelFormat } from '@remotemedia/codecs';
import { afterEach, describe, expect, it } from 'vitest';
import { DrivenNode } from '../flow/driven-node-contract.ts';
import { grayscale } from './grayscale.ts';
import { blankPicture } from './pixels/picture.ts';
import { drawnPicture, noisePicture, onlyVideo, samplesOf, videoOf } from './test-pictures-contract.ts';
import { videoFlip } from './video-flip.ts';

const FORMATS: readonly VideoPixelFormat[] = [
  'I420',
  'I420A',
  'I420P10',
  'I422',
  'I422AP12',
  'I444',
  'NV12',
  'RGBA',
  'RGBX',
  'BGRA',
  'BGRX',
];

afterEach(() => {
  expect([...liveCodecs()].filter(([name]) => name === 'VideoFrame')).toEqual([]);
});

describe('VideoFlip', () => {
  describe.each(FORMATS)('of %s', (format) => {
    it.each(['vertical', 'horizontal', 'both'])('%s, twice, is what it was', async (direction) => {
      const picture = noisePicture(format, 13, 7);
      const input = videoOf(picture);
      const node = await DrivenNode.create(videoFlip, { direction });
      await node.push(input);
      const once = onlyVideo(node.take());
      await node.push(once);
      const twice = onlyVideo(node.take());
      expect(await samplesOf(twice.frame)).toEqual(await samplesOf(input.frame));
      expect(await samplesOf(once.frame)).not.toEqual(await samplesOf(input.frame));
      expect(twice.frame.colorSpace.toJSON()).toEqual(input.frame.colorSpace.toJSON());
      for (const { frame } of [input, once, twice]) frame.close();
    });

    it('moves whole places', async () => {
      const input = videoOf(drawnPicture(format, 5, 3, (plane, x, y, channel) => plane * 50 + x * 9 + y * 3 + channel));
      const node = await DrivenNode.create(videoFlip, { direction: 'both' });
      await node.push(input);
      const { frame } = onlyVideo(node.take());
      const expected = blankPicture(format, 5, 3).planes.map(({ shape, width, height }, plane) => {
        const values: number[] = [];
        for (let y = height - 1; y >= 0; y -= 1)
          for (let x = width - 1; x >= 0; x -= 1)
            for (let channel = 0; channel < shape.channels; channel += 1)
              values.push(plane * 50 + x * 9 + y * 3 + channel);
        return values;
      });
      expect(await samplesOf(frame)).toEqual(expected);
      input.frame.close();
      frame.close();
    });
  });

  it('keeps time, orientation and size on the screen, and treats only what is seen', async () => {
    const picture = noisePicture('I420', 16, 12);
    const visibleRect = { x: 2, y: 4, width: 10, height: 6 };
    const input = videoOf(picture, { visibleRect, rotation: 90, flip: true, displayWidth: 12, displayHeight: 40 });
    const node = await DrivenNode.create(videoFlip);
    await node.push(input);
    const { frame, streamId, frameNumber } = onlyVideo(node.take());
    expect({ streamId, frameNumber }).toEqual({ streamId: 'a', frameNumber: 7 });
    expect([frame.timestamp, frame.duration]).toEqual([40_000, 20_000]);
    expect([frame.codedWidth, frame.codedHeight]).toEqual([10, 6]);
    expect([frame.rotation, frame.flip]).toEqual([90, true]);
    expect([frame.displayWidth, frame.displayHeight]).toEqual([12, 40]);
    input.frame.close();
    frame.close();
  });

  it('turns a picture upside down as it is shown, also when it is on its side', async () => {
    // What is stored on the left is shown on top.
    const input = videoOf(
      drawnPicture('I444', 4, 2, (_plane, x) => x * 10),
      { rotation: 90 },
    );
    const node = await DrivenNode.create(videoFlip, { direction: 'vertical' });
    await node.push(input);
    const { frame } = onlyVideo(node.take());
    expect((await samplesOf(frame))[0]).toEqual([30, 20, 10, 0, 30, 20, 10, 0]);
    input.frame.close();
    frame.close();
  });

  it('refuses what is no picture', async () => {
    const node = await DrivenNode.create(videoFlip);
    await expect(node.push({ kind: 'text', text: 'x' })).rejects.toMatchObject({ code: 'invalid-argument' });
  });

  it('says when a frame is closed', async () => {
    const node = await DrivenNode.create(videoFlip);
    const input = videoOf(noisePicture('I420', 4, 4));
    input.frame.close();
    await expect(node.push(input)).rejects.toMatchObject({ code: 'invalid-argument' });
  });
});

describe('Grayscale', () => {
  it.each(FORMATS.filter((format) => format.startsWith('I') || format === 'NV12'))(
    'keeps luma and opacity of %s, and makes chroma grey',
    async (format) => {
      const input = videoOf(noisePicture(format, 13, 7));
      const node = await DrivenNode.create(grayscale);
      await node.push(input);
      const { frame } = onlyVideo(node.take());
      const before = await samplesOf(input.frame);
      const after = await samplesOf(frame);
      const grey = format.endsWith('P10') ? 512 : format.endsWith('P12') ? 2048 : 128;
      expect(frame.format).toBe(format);
      expect(after[0]).toEqual(before[0]);
      expect(new Set([...(after[1] ?? []), ...(after[2] ?? [])])).toEqual(new Set([grey]));
      expect(after[3]).toEqual(before[3]);
      input.frame.close();
      frame.close();
    },
  );

  it.each(['RGBA', 'BGRA'] as const)('takes BT.709’s luma of %s, and keeps opacity', async (format) => {
    const input = videoOf(noisePicture(format, 16, 16));
    const node = await DrivenNode.create(grayscale);
    await node.push(input);
    const { frame } = onlyVideo(node.take());
    const before = (await samplesOf(input.frame))[0] ?? [];
    const after = (await samplesOf(frame))[0] ?? [];
    const [red, blue] = format === 'RGBA' ? [0, 2] : [2, 0];
    for (let at = 0; at < after.length; at += 4) {
      const part = (channel: number) => before[at + channel] ?? 0;
      const luma = Math.round(0.2126 * part(red) + 0.7152 * part(1) + 0.0722 * part(blue));
      for (const channel of [0, 1, 2]) expect(Math.abs((after[at + channel] ?? 0) - luma)).toBeLessThanOrEqual(1);
      expect(after[at]).toBe(after[at + 1]);
      expect(after[at]).toBe(after[at + 2]);
      expect(after[at + 3]).toBe(before[at + 3]);
    }
    input.frame.close();
    frame.close();
  });

  it('takes half of the colour if asked to', async () => {
    const input = videoOf(drawnPicture('I420', 4, 4, (plane) => (plane === 0 ? 50 : plane === 1 ? 28 : 228)));
    const node = await DrivenNode.create(grayscale, { amount: 0.5 });
    await node.push(input);
    const { frame } = onlyVideo(node.take());
    const [luma, u, v] = await samplesOf(frame);
    expect([luma?.[0], u?.[0], v?.[0]]).toEqual([50, 78, 178]);
    input.frame.close();
    frame.close();
  });

  it('hands the very picture on when there is nothing to take', async () => {
    const input = videoOf(noisePicture('I420', 4, 4));
    const node = await DrivenNode.create(grayscale, { amount: 0 });
    await node.push(input);
    expect(node.take()).toEqual([input]);
    input.frame.close();
  });
});
