import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { makeMusic } from './music.mjs';
import { makePictures } from './picture.mjs';
import { makeSpeech } from './speech.mjs';

/** @param {ArrayBufferView} view */
const hash = ({ buffer, byteOffset, byteLength }) =>
  createHash('sha256')
    .update(new Uint8Array(buffer, byteOffset, byteLength))
    .digest('hex');

/** Loudness of each stretch of 20 ms. @param {Int16Array} pcm */
function loudness(pcm) {
  return Array.from({ length: Math.floor(pcm.length / 960) }, (_, index) =>
    Math.sqrt(pcm.subarray(index * 960, (index + 1) * 960).reduce((sum, sample) => sum + sample ** 2, 0) / 960),
  );
}

describe('signals', () => {
  it('are the same each time', () => {
    expect(hash(makeSpeech(1))).toBe(hash(makeSpeech(1)));
    expect(hash(makeMusic(1))).toBe(hash(makeMusic(1)));
    expect(hash(makePictures(64, 36, 3))).toBe(hash(makePictures(64, 36, 3)));
  });

  it('have speech that is loud, and quiet in its pauses', () => {
    const levels = loudness(makeSpeech(10));
    const pauses = levels.filter((level) => level < 40).length / levels.length;
    expect(pauses).toBeGreaterThan(0.08);
    expect(pauses).toBeLessThan(0.5);
    expect(Math.max(...levels)).toBeGreaterThan(1_500);
  });

  it('have music without pauses, whose two sides differ, and that nowhere reaches the end of the scale', () => {
    const pcm = makeMusic(4);
    expect(Math.min(...loudness(pcm))).toBeGreaterThan(200);
    expect(pcm.filter((sample) => Math.abs(sample) > 32_000)).toHaveLength(0);
    const left = pcm.filter((_, index) => index % 2 === 0);
    expect(hash(left)).not.toBe(hash(pcm.filter((_, index) => index % 2 === 1)));
  });

  it('have pictures of limited range that change a little from one to the next', () => {
    const [width, height, count] = [160, 90, 4];
    const pixels = makePictures(width, height, count);
    const size = (width * height * 3) / 2;
    expect(pixels).toHaveLength(size * count);
    expect(Math.min(...pixels)).toBeGreaterThanOrEqual(16);
    expect(Math.max(...pixels)).toBeLessThanOrEqual(235);
    const [one, next] = [pixels.subarray(0, size), pixels.subarray(size, 2 * size)];
    const meanError = one.reduce((sum, pixel, at) => sum + Math.abs(pixel - next[at]), 0) / size;
    expect(meanError).toBeGreaterThan(1);
    expect(meanError).toBeLessThan(12);
  });
});
