import { expect, test } from 'vitest';
import { AudioBlock } from '../../../data/audio-block.ts';
import { AudioEngine } from './audio-engine.ts';
import { GraphLane } from './graph-lane.ts';
import { StreamTable } from './stream-table.ts';

const RATE = 48_000;

/** A lane whose graph multiplies, and gives blocks of `block` sample-frames. */
function lane(gain: number, streams: StreamTable, block = 128): GraphLane & { isClosed(): boolean } {
  let waiting: number[] = [];
  let closed = false;
  const own: GraphLane = new GraphLane(
    {
      push: (input) => {
        for (let index = 0; index < input.frames; index += 1) waiting.push((input.channels[0]?.[index] ?? 0) * gain);
        while (waiting.length >= block) {
          const samples = Float32Array.from(waiting.slice(0, block));
          waiting = waiting.slice(block);
          own.write(new AudioBlock(RATE, [samples], block, 0, input.streamId), 'out', 128);
        }
      },
      close: () => {
        closed = true;
      },
    },
    ['out'],
    { sampleRate: RATE, channelCount: 1, bufferMs: 1000, leadFrames: 0 },
    streams,
  );
  return Object.assign(own, { isClosed: () => closed });
}

function openEngine(slots = 1) {
  const streams = new StreamTable(slots);
  const swaps: GraphLane[] = [];
  const engine = new AudioEngine({
    sampleRate: RATE,
    channelCount: 1,
    streams,
    onSwapped: (_, now) => swaps.push(now),
  });
  let frame = 0;
  const render = (...inputs: (number | undefined)[]) => {
    const outputs = inputs.map(() => [new Float32Array(128)]);
    const sound = inputs.map((value) => (value === undefined ? [] : [new Float32Array(128).fill(value)]));
    engine.process(sound, outputs, frame);
    frame += 128;
    return outputs.map(([output]) => output ?? new Float32Array(0));
  };
  return { engine, streams, swaps, render };
}

test('without a graph there is silence', () => {
  const { render } = openEngine();
  expect(render(1)).toEqual([new Float32Array(128)]);
});

test('the sound of the graph comes out in the same quantum', () => {
  const { engine, streams, render } = openEngine();
  engine.open(lane(0.5, streams));
  expect(render(1)).toEqual([new Float32Array(128).fill(0.5)]);
});

test.each([128, 512])(
  'a swap changes over in 10 ms, to whole quanta, without a step, also when blocks have %i sample-frames',
  (block) => {
    const { engine, streams, swaps, render } = openEngine();
    const first = lane(1, streams);
    engine.open(first);
    const sound: number[] = [...(render(1)[0] ?? [])];
    const second = lane(0.25, streams, block);
    engine.open(second);
    for (let quantum = 0; quantum < 60; quantum += 1) sound.push(...(render(1)[0] ?? []));
    const steps = sound.slice(1).map((sample, index) => Math.abs(sample - (sound[index] ?? 0)));
    expect(Math.max(...steps)).toBeLessThan(0.75 / 480 + 1e-6);
    expect(Math.min(...sound)).toBeCloseTo(0.25);
    expect(sound.filter((sample) => sample > 0.26 && sample < 0.99).length).toBeLessThanOrEqual(512);
    expect(swaps).toEqual([first, second]);
    expect([first.isClosed(), second.isClosed()]).toEqual([true, false]);
  },
);

test('a graph that gives no sound is not waited for longer than a quarter of a second', () => {
  const { engine, streams, render } = openEngine();
  engine.open(lane(1, streams));
  render(1);
  engine.open(lane(1, streams, 1_000_000));
  for (let quantum = 0; quantum < 0.27 * (RATE / 128); quantum += 1) render(1);
  expect(render(1)).toEqual([new Float32Array(128)]);
});

test('of two graphs that are given at once the last one wins', () => {
  const { engine, streams, render } = openEngine();
  engine.open(lane(1, streams));
  const skipped = lane(0.5, streams);
  engine.open(skipped);
  engine.open(lane(0.25, streams));
  for (let quantum = 0; quantum < 40; quantum += 1) render(1);
  expect(render(1)[0]?.[0]).toBe(0.25);
  expect(skipped.isClosed()).toBe(true);
});

test('each stream has an output of its own, and one that left is silent', () => {
  const { engine, streams, render } = openEngine(3);
  engine.open(lane(0.5, streams));
  streams.take(0, 'ada');
  streams.take(2, 'bob');
  expect(render(1, 1, 0.5).map(([sample]) => sample)).toEqual([0.5, 0, 0.25]);
  streams.free(2);
  engine.lane?.freeSlot(2);
  expect(render(1, 1, 0.5).map(([sample]) => sample)).toEqual([0.5, 0, 0]);
});

test('an input to which nothing is connected is silence, so that time goes on', () => {
  const { engine, streams, render } = openEngine();
  const blocks: number[] = [];
  const graph = { push: ({ frames }: AudioBlock) => void blocks.push(frames), close: () => {} };
  engine.open(new GraphLane(graph, [], { sampleRate: RATE, channelCount: 1, bufferMs: 1, leadFrames: 0 }, streams));
  render(undefined);
  expect(blocks).toEqual([128]);
});

test('graphs are told of a stream that is over with an empty block', () => {
  const { engine, streams } = openEngine(2);
  const blocks: unknown[] = [];
  const graph = { push: ({ frames, streamId }: AudioBlock) => void blocks.push([streamId, frames]), close: () => {} };
  engine.open(new GraphLane(graph, [], { sampleRate: RATE, channelCount: 1, bufferMs: 1, leadFrames: 0 }, streams));
  streams.take(1, 'ada');
  engine.endStream(1);
  expect(blocks).toEqual([['ada', 0]]);
});

test('sound of no stream goes to every output that has one', () => {
  const streams = new StreamTable(3);
  streams.take(0, 'ada');
  streams.take(2, 'bob');
  const mix = lane(1, streams);
  mix.write(new AudioBlock(RATE, [new Float32Array(128).fill(0.5)]), 'out', 128);
  const outputs = [0, 1, 2].map((slot) => {
    const target = new Float32Array(128);
    mix.addTo(slot, [target], 128);
    return target[0];
  });
  expect(outputs).toEqual([0.5, 0, 0.5]);
});

test('sound of another rate becomes that of the context', () => {
  const streams = new StreamTable(1);
  const other = lane(1, streams);
  const output: number[] = [];
  for (let block = 0; block < 100; block += 1) {
    const samples = Float32Array.from({ length: 160 }, (_, index) =>
      Math.sin((2 * Math.PI * 440 * (block * 160 + index)) / 16_000),
    );
    other.write(new AudioBlock(16_000, [samples], 160, 0), 'out', 128);
    for (let quantum = 0; quantum < 4 && output.length < (block + 1) * 480 - 128; quantum += 1) {
      const target = new Float32Array(128);
      other.addTo(0, [target], 128);
      output.push(...target);
    }
  }
  const start = output.findIndex((sample) => Math.abs(sample) > 0.01);
  const tail = output.slice(start + 4000, start + 8000);
  const peak = Math.max(...tail.map(Math.abs));
  expect(peak).toBeCloseTo(1, 2);
  const crossings = tail.filter((sample, index) => sample >= 0 && (tail[index - 1] ?? 0) < 0).length;
  expect(Math.abs(crossings - (4000 / RATE) * 440)).toBeLessThan(1);
});
