import { expect, test } from 'vitest';
import { AudioBlock } from '../../../data/audio-block.ts';
import { InputEdge } from './input-edge.ts';

function quantum(index: number, streamId?: string, channels = 1): AudioBlock {
  const planes = Array.from({ length: channels }, () =>
    Float32Array.from({ length: 128 }, (_, frame) => Math.sin(((index * 128 + frame) * 2 * Math.PI * 440) / 44_100)),
  );
  return new AudioBlock(44_100, planes, 128, (index * 128 * 1e6) / 44_100, streamId);
}

test('sound of the context becomes that of the rate that the graph wants, with its time', () => {
  const edge = new InputEdge(48_000);
  const samples: number[] = [];
  const times: number[] = [];
  for (let index = 0; index < 200; index += 1) {
    const block = edge.adapt(quantum(index));
    if (!block) continue;
    expect(block.sampleRate).toBe(48_000);
    times.push(block.timestampUs - (samples.length / 48_000) * 1e6);
    samples.push(...(block.channels[0]?.subarray(0, block.frames) ?? []));
  }
  expect(Math.abs(samples.length - (200 * 128 * 48_000) / 44_100)).toBeLessThan(80);
  expect(times.every((offset) => Math.abs(offset) < 1)).toBe(true);
  const wanted = Math.sin((5000 * 2 * Math.PI * 440) / 48_000);
  expect(samples[5000]).toBeCloseTo(wanted, 3);
});

test('sound of the wanted rate passes as it is', () => {
  const block = quantum(0);
  expect(new InputEdge(44_100).adapt(block)).toBe(block);
});

test('streams are apart, and one that is over is forgotten', () => {
  const edge = new InputEdge(48_000);
  for (let index = 0; index < 4; index += 1) edge.adapt(quantum(index, 'ada'));
  const first = edge.adapt(quantum(9, 'bob'));
  const over = new AudioBlock(44_100, [new Float32Array(0)], 0, 0, 'ada');
  expect(edge.adapt(over)).toBe(over);
  const anew = edge.adapt(quantum(9, 'ada'));
  expect(anew?.timestampUs).toBe(first?.timestampUs);
  expect([anew?.streamId, first?.streamId]).toEqual(['ada', 'bob']);
});

test('another number of channels begins anew', () => {
  const edge = new InputEdge(48_000);
  for (let index = 0; index < 4; index += 1) edge.adapt(quantum(index));
  for (let index = 4; index < 6; index += 1) edge.adapt(quantum(index, undefined, 2));
  expect(edge.adapt(quantum(6, undefined, 2))?.channelCount).toBe(2);
});
