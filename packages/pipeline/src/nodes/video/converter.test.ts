import { liveCodecs, type VideoFrame, type VideoPixelFormat } from '@remotemedia/codecs';
import { afterEach, describe, expect, it } from 'vitest';
import { DrivenNode } from '../flow/driven-node-contract.ts';
import { readPicture } from './pixels/read-picture.ts';
import { drawnPicture, noisePicture, onlyVideo, psnr, samplesOf, videoOf } from './test-pictures-contract.ts';
import { videoFormatConverter } from './video-format-converter.ts';

afterEach(() => {
  expect([...liveCodecs()].filter(([name]) => name === 'VideoFrame')).toEqual([]);
});

async function convert(input: ReturnType<typeof videoOf>, params: Record<string, string>): Promise<VideoFrame> {
  const node = await DrivenNode.create(videoFormatConverter, params);
  await node.push(input);
  const { frame } = onlyVideo(node.take());
  if (frame !== input.frame) input.frame.close();
  return frame;
}

const MATRICES = { bt601: 'smpte170m', bt709: 'bt709', bt2020: 'bt2020-ncl' } as const;

/** Colours that change slowly, as chroma at half size can show them. */
function smooth(format: VideoPixelFormat, width: number, height: number) {
  return drawnPicture(format, width, height, (_plane, x, y, channel) => {
    const values = [40 + (x * 150) / width, 60 + (y * 140) / height, 200 - (x * 100) / width, 255];
    return Math.round(values[channel] ?? 0);
  });
}

describe('VideoFormatConverter', () => {
  describe.each(['I420', 'NV12'])('to %s', (targetFormat) => {
    it.each([
      ['bt601', 'tv'],
      ['bt601', 'pc'],
      ['bt709', 'tv'],
      ['bt709', 'pc'],
      ['bt2020', 'tv'],
      ['bt2020', 'pc'],
    ] as const)('by %s, %s, is what codecs turn back into the same RGB', async (colorMatrix, colorRange) => {
      const source = smooth('RGBX', 64, 48);
      const reference = {
        ...source,
        planes: source.planes.map((plane) => ({ ...plane, samples: plane.samples.slice() })),
      };
      const frame = await convert(videoOf(source), { targetFormat, colorMatrix, colorRange });
      expect(frame.format).toBe(targetFormat);
      expect(frame.colorSpace.matrix).toBe(MATRICES[colorMatrix]);
      expect(frame.colorSpace.fullRange).toBe(colorRange === 'pc');
      const back = await readPicture(frame, 'RGBX');
      expect(psnr(back, reference)).toBeGreaterThan(42);
      frame.close();
    });

    it.each(['RGBA', 'BGRX'] as const)('knows grey, black and white of %s at odd sizes', async (format) => {
      for (const [grey, luma] of [
        [0, 16],
        [255, 235],
        [128, 126],
      ] as const) {
        const frame = await convert(videoOf(drawnPicture(format, 5, 3, () => grey)), { targetFormat });
        const [y, ...chroma] = await samplesOf(frame);
        expect(new Set(y)).toEqual(new Set([luma]));
        expect(new Set(chroma.flat())).toEqual(new Set([128]));
        frame.close();
      }
    });
  });

  it('knows the primary colours by the formulas of the ITU', async () => {
    const expected = { red: [63, 102, 240], green: [173, 42, 26], blue: [32, 240, 118] };
    for (const [index, name] of (['red', 'green', 'blue'] as const).entries()) {
      const pure = drawnPicture('RGBA', 4, 4, (_plane, _x, _y, channel) =>
        channel === index || channel === 3 ? 255 : 0,
      );
      const frame = await convert(videoOf(pure), { targetFormat: 'I420' });
      expect((await samplesOf(frame)).map(([value]) => value)).toEqual(expected[name]);
      frame.close();
    }
  });

  it.each([
    ['I420', 'NV12'],
    ['NV12', 'I420'],
  ] as const)('moves values of %s to %s and changes none', async (from, targetFormat) => {
    const input = videoOf(noisePicture(from, 7, 5), { colorSpace: { matrix: 'bt709', fullRange: false } });
    const before = await readPicture(input.frame, 'RGBA');
    const frame = await convert(input, { targetFormat });
    expect(frame.format).toBe(targetFormat);
    expect((await readPicture(frame, 'RGBA')).planes[0]?.samples).toEqual(before.planes[0]?.samples);
    const back = await convert({ kind: 'video', frame }, { targetFormat: from });
    const { planes } = noisePicture(from, 7, 5);
    expect(await samplesOf(back)).toEqual(planes.map(({ samples }) => [...samples]));
    back.close();
  });

  it.each(['I422', 'I444', 'I420P10', 'I444AP12'] as const)('makes I420 of %s', async (from) => {
    const shift = from.endsWith('P10') ? 2 : from.endsWith('P12') ? 4 : 0;
    const flat = drawnPicture(from, 7, 5, (plane) => (50 + plane * 40) << shift);
    const frame = await convert(videoOf(flat), { targetFormat: 'Yuv420p' });
    expect(frame.format).toBe('I420');
    expect((await samplesOf(frame)).map((samples) => [...new Set(samples)])).toEqual([[50], [90], [130]]);
    frame.close();
  });

  it('averages chroma that falls together', async () => {
    const fine = drawnPicture('I444', 4, 2, (plane, x, y) => (plane === 0 ? 16 : 10 * x + y * 4));
    const frame = await convert(videoOf(fine), { targetFormat: 'I420' });
    expect((await samplesOf(frame))[1]).toEqual([7, 27]);
    frame.close();
  });

  it('hands a picture on that is what was asked for', async () => {
    const input = videoOf(noisePicture('I420', 8, 8), { colorSpace: { matrix: 'bt709', fullRange: false } });
    const frame = await convert(input, { targetFormat: 'Yuv420p' });
    expect(frame).toBe(input.frame);
    frame.close();
  });

  it('changes the range of a picture that is I420 already', async () => {
    const full = drawnPicture('I420', 8, 8, (plane) => (plane === 0 ? 255 : 128));
    const frame = await convert(videoOf(full, { colorSpace: { matrix: 'bt709', fullRange: true } }), {
      targetFormat: 'I420',
    });
    expect((await samplesOf(frame)).map(([value]) => value)).toEqual([235, 128, 128]);
    expect(frame.colorSpace.fullRange).toBe(false);
    frame.close();
  });

  it.each([
    ['Rgb24', 'RGBX'],
    ['Rgba32', 'RGBA'],
    ['BGRA', 'BGRA'],
  ])('makes %s of luma and chroma as codecs do', async (targetFormat, format) => {
    const input = videoOf(noisePicture('I420', 9, 5), { rotation: 90 });
    const expected = await readPicture(input.frame, 'RGBA');
    const frame = await convert(input, { targetFormat });
    expect([frame.format, frame.rotation, frame.timestamp]).toEqual([format, 90, 40_000]);
    expect((await readPicture(frame, 'RGBA')).planes[0]?.samples).toEqual(expected.planes[0]?.samples);
    frame.close();
  });
});
