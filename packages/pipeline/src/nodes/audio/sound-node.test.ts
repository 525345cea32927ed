import { expect, test } from 'vitest';
import { AudioBlock } from '../../data/audio-block.ts';
import { SoundNode } from './sound-node.ts';

/** A node whose streams write down what becomes of them. */
function diary() {
  const lines: string[] = [];
  let made = 0;
  const node = new SoundNode({ level: 1 }, ({ level }) => {
    made += 1;
    const name = `${made}`;
    lines.push(`${name} made with ${level}`);
    return {
      take: () => void lines.push(`${name} takes`),
      update: (params) => void lines.push(`${name} gets ${params.level}`),
      flush: () => void lines.push(`${name} flushes`),
      reset: () => void lines.push(`${name} resets`),
      close: () => void lines.push(`${name} closes`),
    };
  });
  const hear = (streamId: string | undefined, frames = 128) =>
    node.process(new AudioBlock(48_000, [new Float32Array(frames)], frames, 0, streamId));
  return { node, hear, take: () => lines.splice(0) };
}

test('each stream is made when it is first heard, with the parameters of then', () => {
  const { node, hear, take } = diary();
  hear('ann');
  node.update({ level: 2 });
  hear(undefined);
  hear('ann');
  expect(take()).toEqual(['1 made with 1', '1 takes', '1 gets 2', '2 made with 2', '2 takes', '1 takes']);
});

test('flush, reset and close reach all of them, and close only once', () => {
  const { node, hear, take } = diary();
  hear('ann');
  hear('ben');
  take();
  node.flush();
  node.reset();
  node.close();
  node.close();
  expect(take()).toEqual(['1 flushes', '2 flushes', '1 resets', '2 resets', '1 closes', '2 closes']);
});

test('a stream that is over is flushed, closed and made anew when it comes back', () => {
  const { hear, take } = diary();
  hear('ann');
  hear('ann', 0);
  hear('ann', 0);
  hear('ann');
  expect(take()).toEqual(['1 made with 1', '1 takes', '1 flushes', '1 closes', '2 made with 1', '2 takes']);
});

test('the sixty-fifth stream takes the place of the first', () => {
  const { hear, take } = diary();
  for (let index = 0; index < 64; index += 1) hear(`${index}`);
  expect(take().filter((line) => line.includes('closes'))).toEqual([]);
  hear('one more');
  expect(take()).toEqual(['1 closes', '65 made with 1', '65 takes']);
});
