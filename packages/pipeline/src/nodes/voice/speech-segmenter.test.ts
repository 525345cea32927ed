import { expect, test } from 'vitest';
import { SpeechSegmenter } from './speech-segmenter.ts';

const settings = { threshold: 0.5, negThreshold: 0.35, minSpeechMs: 100, minSilenceMs: 60, padMs: 20 };

/** What each window of 10 ms changed, as `start 30` or `end 90 at 150`. */
function changes(segmenter: SpeechSegmenter, probabilities: readonly number[]): string[] {
  const told: string[] = [];
  for (const probability of probabilities) {
    const change = segmenter.push(probability, 10);
    if (change === 'start') told.push(`start ${segmenter.startMs} at ${segmenter.timeMs}`);
    if (change === 'end') told.push(`end ${segmenter.endMs} at ${segmenter.timeMs}`);
  }
  return told;
}

const times = (count: number, probability: number): number[] => new Array<number>(count).fill(probability);

test('speech is told once it is long enough, its end once the pause is, both padded', () => {
  const probabilities = [...times(5, 0), ...times(15, 0.9), ...times(10, 0)];
  expect(changes(new SpeechSegmenter(settings), probabilities)).toEqual(['start 30 at 150', 'end 220 at 260']);
});

test('what is too short is never told, and a short pause ends nothing', () => {
  expect(changes(new SpeechSegmenter(settings), [...times(9, 0.9), ...times(20, 0)])).toEqual([]);
  const paused = [...times(6, 0.9), ...times(5, 0), ...times(6, 0.9), ...times(6, 0)];
  expect(changes(new SpeechSegmenter(settings), paused)).toEqual(['start 0 at 120', 'end 190 at 230']);
});

test('between the thresholds nothing begins and nothing ends', () => {
  const probabilities = [...times(20, 0.4), ...times(10, 0.6), ...times(20, 0.4), ...times(6, 0.3)];
  expect(changes(new SpeechSegmenter(settings), probabilities)).toEqual(['start 180 at 300', 'end 520 at 560']);
});

test('padding does not reach into the speech before, nor beyond what was heard', () => {
  const segmenter = new SpeechSegmenter({ ...settings, minSpeechMs: 10, minSilenceMs: 10, padMs: 100 });
  expect(changes(segmenter, [1, 0, 1, 0])).toEqual(['start 0 at 10', 'end 20 at 20', 'start 20 at 30', 'end 40 at 40']);
});

test('speech ends when the sound does, unless it was too short', () => {
  const segmenter = new SpeechSegmenter(settings);
  changes(segmenter, times(12, 1));
  expect(segmenter.flush()).toBe('end');
  expect(segmenter.endMs).toBe(120);
  changes(segmenter, times(3, 1));
  expect(segmenter.flush()).toBe('none');
});
