import { expect, test } from 'vitest';
import { audioChunker } from './audio-chunker.ts';
import { blocksOf, nodeAtWork, noise, soundOf } from './sound-contract.ts';

const sound = noise(2000);

function sizes(chunkSize: number | undefined, blockLength: number): number[] {
  const work = nodeAtWork(audioChunker, chunkSize === undefined ? {} : { chunkSize });
  for (const block of blocksOf([sound], { blockLength })) work.put(block);
  work.flush();
  expect(soundOf(work.emitted)).toEqual([sound]);
  return work.emitted.map((item) => (item.kind === 'audio' ? item.frames : 0));
}

test('all blocks but the last have the size', () => {
  expect(sizes(undefined, 128)).toEqual([512, 512, 512, 464]);
  expect(sizes(128, 2000)).toEqual([...new Array<number>(15).fill(128), 80]);
  expect(sizes(3000, 441)).toEqual([2000]);
  expect(sizes(1, 2000)).toHaveLength(2000);
  expect(sizes(500, 250)).toEqual([500, 500, 500, 500]);
});

test('a block has the time of its first sample', () => {
  const work = nodeAtWork(audioChunker, { chunkSize: 480 });
  for (const block of blocksOf([sound], { blockLength: 441 })) work.put(block);
  const times = work.emitted.map((item) => (item.kind === 'audio' ? Math.round(item.timestampUs) : 0));
  expect(times).toEqual([0, 10_000, 20_000, 30_000]);
});

test('another size in mid-stream gives what is inside first', () => {
  const work = nodeAtWork(audioChunker);
  const [first, ...rest] = blocksOf([sound], { blockLength: 300 });
  if (first) work.put(first);
  work.set({ chunkSize: 200 });
  for (const block of rest) work.put(block);
  work.flush();
  expect(work.emitted.map((item) => (item.kind === 'audio' ? item.frames : 0))).toEqual([
    300,
    ...new Array<number>(8).fill(200),
    100,
  ]);
  expect(soundOf(work.emitted)).toEqual([sound]);
});
