import { expect, test } from 'vitest';
import { OutputRing } from './output-ring.ts';

const QUANTUM = 128;

/** A ramp that says of each sample which one it is. */
function ramp(from: number, frames: number): Float32Array {
  return Float32Array.from({ length: frames }, (_, index) => (from + index) / 1000);
}

/** Reads one quantum of a ring with one channel. */
function read(ring: OutputRing): Float32Array {
  const target = new Float32Array(QUANTUM);
  ring.addTo([target], QUANTUM);
  return target;
}

/** Pushes quanta through a chain that gives blocks of `block` sample-frames, and gives all that comes out. */
function through(ring: OutputRing, block: number, quanta: number): Float32Array {
  const output = new Float32Array(quanta * QUANTUM);
  let written = 0;
  for (let quantum = 0; quantum < quanta; quantum += 1) {
    while (written + block <= (quantum + 1) * QUANTUM) {
      ring.write([ramp(written, block)], block, QUANTUM);
      written += block;
    }
    output.set(read(ring), quantum * QUANTUM);
  }
  return output;
}

test('blocks of a render quantum come out at once', () => {
  const ring = new OutputRing({ channelCount: 1, capacityFrames: 4096 });
  expect(through(ring, 128, 10)).toEqual(ramp(0, 1280));
  expect(ring.fill).toBe(0);
});

test.each([
  [512, 384],
  [1024, 896],
  [64, 0],
  // Blocks that quanta do not divide: one block less a quantum, and a quantum in reserve, in whole quanta.
  [480, 512],
  [441, 512],
  [100, 128],
])('blocks of %i come out whole, %i sample-frames late, and never run dry', (block, delay) => {
  const ring = new OutputRing({ channelCount: 1, capacityFrames: 8192 });
  const output = through(ring, block, 400);
  expect(output.subarray(delay)).toEqual(ramp(0, output.length - delay));
  expect(ring.underruns).toBe(0);
});

test('the lead that it is given comes before the sound', () => {
  const ring = new OutputRing({ channelCount: 1, capacityFrames: 4096, leadFrames: 256 });
  expect(through(ring, 128, 10).subarray(256)).toEqual(ramp(0, 1024));
});

test('sound that breaks off falls to silence without a step, is counted, and comes up again', () => {
  const ring = new OutputRing({ channelCount: 1, capacityFrames: 4096 });
  const loud = new Float32Array(QUANTUM).fill(0.5);
  ring.write([loud], QUANTUM, QUANTUM);
  const sounds = [read(ring), read(ring), read(ring), read(ring)];
  ring.write([loud], QUANTUM, QUANTUM);
  sounds.push(read(ring), read(ring));
  const all = sounds.flatMap((sound) => [...sound]);
  const steps = all.slice(1).map((sample, index) => Math.abs(sample - (all[index] ?? 0)));
  expect(Math.max(...steps)).toBeLessThan(0.005);
  expect(sounds[2]).toEqual(new Float32Array(QUANTUM));
  expect(ring.underruns).toBe(2);
});

test('silence when nothing comes is not an under-run', () => {
  const ring = new OutputRing({ channelCount: 1, capacityFrames: 4096 });
  for (let quantum = 0; quantum < 10; quantum += 1) expect(read(ring)).toEqual(new Float32Array(QUANTUM));
  expect(ring.underruns).toBe(0);
});

test('more than it can hold pushes out the oldest', () => {
  const ring = new OutputRing({ channelCount: 1, capacityFrames: 512 });
  for (let block = 0; block < 10; block += 1) ring.write([ramp(block * 128, 128)], 128, QUANTUM);
  expect([ring.fill, ring.droppedFrames]).toEqual([512, 768]);
  expect(read(ring)[QUANTUM - 1]).toBeCloseTo((768 + 127) / 1000, 1);
  expect(read(ring)).toEqual(ramp(896, 128));
});

test('of a block that is longer than itself the end is kept', () => {
  const ring = new OutputRing({ channelCount: 1, capacityFrames: 256 });
  ring.write([ramp(0, 1000)], 1000, QUANTUM);
  expect([ring.fill, ring.droppedFrames]).toEqual([256, 744 + 128]);
  read(ring);
  expect(read(ring)).toEqual(ramp(872, 128));
});

test.each([
  ['one channel goes to both', 2, [[0.25]], [0.25, 0.25]],
  ['two become their mean', 1, [[0.25], [0.75]], [0.5]],
  ['what is too much is left out', 2, [[0.1], [0.2], [0.3]], [0.1, 0.2]],
  ['what is missing is silent', 3, [[0.1], [0.2]], [0.1, 0.2, 0]],
])('%s', (_, channelCount, input, expected) => {
  const ring = new OutputRing({ channelCount, capacityFrames: 16 });
  ring.write(
    input.map((samples) => Float32Array.from(samples)),
    1,
    1,
  );
  const target = expected.map(() => new Float32Array(1));
  ring.addTo(target, 1);
  expect(target.map(([sample]) => sample)).toEqual(expected.map(Math.fround));
});

test('what it gives is added to what is there', () => {
  const ring = new OutputRing({ channelCount: 1, capacityFrames: 256 });
  ring.write([ramp(0, 128)], 128, QUANTUM);
  const target = new Float32Array(QUANTUM).fill(1);
  ring.addTo([target], QUANTUM);
  expect(target[100]).toBeCloseTo(1.1);
});

test('a delay that a stall left behind is taken out after some seconds, and the lead stays', () => {
  const ring = new OutputRing({ channelCount: 1, capacityFrames: 48_000, leadFrames: 960 });
  let written = 0;
  const write = (blocks: number) => {
    for (let block = 0; block < blocks; block += 1) ring.write([ramp(written++ * 128, 128)], 128, QUANTUM);
  };
  write(100);
  for (let quantum = 0; quantum < 2000; quantum += 1) {
    write(1);
    read(ring);
  }
  expect(ring.fill).toBe(960 + 128);
  expect(ring.underruns).toBe(0);
});

test('one long block is not late, so all of it is heard', () => {
  const ring = new OutputRing({ channelCount: 1, capacityFrames: 480_000 });
  const long = ramp(0, 128 * 3000);
  ring.write([long], long.length, QUANTUM);
  for (let quantum = 0; quantum < 2999; quantum += 1) read(ring);
  expect(read(ring)).toEqual(long.subarray(-128));
});

test('what waits can be forgotten: the sound fades', () => {
  const ring = new OutputRing({ channelCount: 1, capacityFrames: 4096 });
  ring.write([new Float32Array(1024).fill(0.5)], 1024, QUANTUM);
  read(ring);
  ring.clear();
  const after = read(ring);
  expect(after[0]).toBeGreaterThan(0.49);
  expect(after[QUANTUM - 1]).toBeLessThan(0.01);
  expect([ring.fill, ring.isPlaying, ring.underruns]).toEqual([0, false, 0]);
});
