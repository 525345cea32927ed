import { expect, test } from 'vitest';
import { robotVoice } from './robot-voice.ts';
import {
  blocksOf,
  difference,
  largestStep,
  levelAt,
  nodeAtWork,
  noise,
  soundOf,
  throughNode,
  tone,
} from './sound-contract.ts';

test('each sample is multiplied with that of a sine', () => {
  const sound = noise(48_000);
  const [got = sound] = throughNode(robotVoice, { carrierHz: 80 }, [sound]);
  const wanted = sound.map((sample, frame) => sample * Math.sin((2 * Math.PI * 80 * frame) / 48_000));
  expect(difference(got, wanted)).toBeLessThan(1e-6);
});

test('a tone becomes two, above and below it', () => {
  const [got = new Float32Array(0)] = throughNode(robotVoice, { carrierHz: 100 }, [tone(1000, 48_000)]);
  expect(levelAt(got, 900)).toBeCloseTo(0.25, 4);
  expect(levelAt(got, 1100)).toBeCloseTo(0.25, 4);
  expect(levelAt(got, 1000)).toBeLessThan(1e-4);
});

test('mix says how much of it is the robot', () => {
  const sound = noise(4800);
  expect(throughNode(robotVoice, { mix: 0 }, [sound])).toEqual([sound]);
  const [whole = sound] = throughNode(robotVoice, {}, [sound]);
  const [half = sound] = throughNode(robotVoice, { mix: 0.5 }, [sound]);
  expect(
    difference(
      half,
      sound.map((sample, frame) => (sample + (whole[frame] ?? 0)) / 2),
    ),
  ).toBeLessThan(1e-6);
});

test('a change in mid-stream does not click', () => {
  const work = nodeAtWork(robotVoice, { carrierHz: 50 });
  for (const [index, block] of blocksOf([new Float32Array(9600).fill(1)]).entries()) {
    if (index === 20) work.set({ carrierHz: 200 });
    if (index === 40) work.set({ mix: 0 });
    work.put(block);
  }
  const [got = new Float32Array(0)] = soundOf(work.emitted);
  expect(largestStep(got)).toBeLessThan((2 * Math.PI * 200) / 48_000 + 2 / 480);
  expect(got.at(-1)).toBe(1);
});
