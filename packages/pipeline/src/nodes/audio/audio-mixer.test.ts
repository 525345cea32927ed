import { describe, expect, test } from 'vitest';
import { AudioBlock } from '../../data/audio-block.ts';
import type { RuntimeData } from '../../data/runtime-data.ts';
import { audioMixer } from './audio-mixer.ts';
import { blocksOf, difference, largestStep, type NodeAtWork, nodeAtWork, noise, soundOf } from './sound-contract.ts';

const PEERS = ['ann', 'ben', 'cleo', 'dan', 'eve'];

/** What each says: noise of its own. */
const voices = new Map(PEERS.map((peer, index) => [peer, noise(4800, { seed: index + 1, level: 0.3 })]));

function voice(peer: string): Float32Array {
  return voices.get(peer) ?? new Float32Array(0);
}

/** The sum of some voices, in double precision, rounded once. */
function sumOf(peers: readonly string[], gains: Readonly<Record<string, number>> = {}): Float32Array {
  return Float32Array.from({ length: 4800 }, (_, frame) =>
    peers.reduce((sum, peer) => sum + (voice(peer)[frame] ?? 0) * (gains[peer] ?? 1), 0),
  );
}

/** Everybody speaks at once, block by block. */
function speak(work: NodeAtWork, peers: readonly string[] = PEERS, blockLength = 128): void {
  const all = peers.map((streamId) => blocksOf([voice(streamId)], { streamId, blockLength }));
  const count = Math.max(...all.map((blocks) => blocks.length));
  for (let index = 0; index < count; index += 1) {
    for (const blocks of all) {
      const block = blocks[index];
      if (block) work.put(block);
    }
  }
}

function of(items: readonly RuntimeData[], streamId: string | undefined): Float32Array {
  return soundOf(items.filter((item) => item.kind === 'audio' && item.streamId === streamId))[0] ?? new Float32Array(0);
}

describe.each([128, 441, 960])('in blocks of %i', (blockLength) => {
  test('five participants become four-voice mixes, one for each, exactly without their own voice', () => {
    const work = nodeAtWork(audioMixer, { mode: 'mix-minus' });
    speak(work, PEERS, blockLength);
    work.flush();
    for (const peer of PEERS) {
      expect(of(work.emitted, peer)).toEqual(sumOf(PEERS.filter((other) => other !== peer)));
    }
    expect(work.emitted.every((item) => item.kind === 'audio' && PEERS.includes(item.streamId ?? ''))).toBe(true);
  });

  test('one mix has all of them', () => {
    const work = nodeAtWork(audioMixer);
    speak(work, PEERS, blockLength);
    work.flush();
    expect(of(work.emitted, undefined)).toEqual(sumOf(PEERS));
  });
});

test('with all five in one list, as a call of executeUnary gives them, all is mixed when the input is over', () => {
  const work = nodeAtWork(audioMixer, { mode: 'mix-minus' });
  speak(work, PEERS, 4800);
  expect(work.emitted).toEqual([]);
  work.flush();
  expect(of(work.emitted, 'ann')).toEqual(sumOf(['ben', 'cleo', 'dan', 'eve']));
});

test('gains are by stream, else by node, and in dB', () => {
  const work = nodeAtWork(audioMixer, { gainsDb: { ann: -20, ben: -120, music: 6.0206, constructor: 3 } });
  const streams = ['ann', 'ben'].map((streamId) => blocksOf([voice(streamId)], { streamId }));
  const music = blocksOf([voice('dan')]);
  for (const [index, block] of music.entries()) {
    for (const blocks of streams) work.put(blocks[index] ?? block);
    work.put(block, 'music');
  }
  work.flush();
  expect(
    difference(of(work.emitted, undefined), sumOf(['ann', 'ben', 'dan'], { ann: 0.1, ben: 0, dan: 2 })),
  ).toBeLessThan(1e-6);
});

test('a node without streams has a mix of its own, named after it', () => {
  const work = nodeAtWork(audioMixer, { mode: 'mix-minus', inputs: 2 });
  for (const [index, block] of blocksOf([voice('ann')]).entries()) {
    work.put(block, 'left');
    work.put(blocksOf([voice('ben')])[index] ?? block, 'right');
  }
  expect(of(work.emitted, 'left')).toEqual(sumOf(['ben']));
  expect(of(work.emitted, 'right')).toEqual(sumOf(['ann']));
});

test('two nodes that give the same stream are added, and both are missing in its own mix', () => {
  const work = nodeAtWork(audioMixer, { mode: 'mix-minus', inputs: 3 });
  const ann = blocksOf([voice('ann')], { streamId: 'ann' });
  const ben = blocksOf([voice('ben')], { streamId: 'ben' });
  for (const [index, block] of ann.entries()) {
    work.put(block, 'dry');
    work.put(block, 'echo');
    work.put(ben[index] ?? block, 'dry');
  }
  expect(of(work.emitted, 'ann')).toEqual(sumOf(['ben']));
  expect(of(work.emitted, 'ben')).toEqual(sumOf(['ann', 'ann']));
});

test('whoever stops is silence after max_wait_ms, the others go on, and they hear each other meanwhile', () => {
  const work = nodeAtWork(audioMixer, { mode: 'mix-minus', maxWaitMs: 20 });
  const [ann, ben] = ['ann', 'ben'].map((streamId) => blocksOf([voice(streamId)], { streamId }));
  for (const [index, block] of (ann ?? []).entries()) {
    work.put(block);
    const other = ben?.[index];
    if (index < 10 && other) work.put(other);
  }
  const heard = of(work.emitted, 'ben');
  // 20 ms are waited for once; what waited is mixed then.
  expect(heard.length).toBe(4800);
  expect(heard).toEqual(voice('ann'));
  const silent = of(work.emitted, 'ann');
  expect(silent.subarray(0, 1280)).toEqual(voice('ben').subarray(0, 1280));
  expect(silent.subarray(1280).every((sample) => sample === 0)).toBe(true);
});

test('nothing comes while it waits, and no longer than it may', () => {
  const work = nodeAtWork(audioMixer, { maxWaitMs: 20, inputs: 2 });
  const [ann, ben] = ['ann', 'ben'].map((streamId) => blocksOf([voice(streamId)], { streamId }));
  if (ann?.[0] && ben?.[0]) {
    work.put(ann[0]);
    work.put(ben[0]);
  }
  const waited = (ann ?? []).slice(1).findIndex((block) => {
    work.put(block);
    return work.emitted.length > 1;
  });
  expect((waited * 128) / 48).toBeGreaterThanOrEqual(20);
  expect((waited * 128) / 48).toBeLessThan(26);
});

test('one that joins later is taken in from then on', () => {
  const work = nodeAtWork(audioMixer);
  const [ann, ben] = ['ann', 'ben'].map((streamId) => blocksOf([voice(streamId)], { streamId }));
  for (const [index, block] of (ann ?? []).entries()) {
    const other = ben?.[index];
    if (index >= 20 && other) work.put(other);
    work.put(block);
  }
  work.flush();
  const got = of(work.emitted, undefined);
  // It came in while the first one's block of that time was still to come.
  const from = 20 * 128;
  expect(got.subarray(0, from)).toEqual(voice('ann').subarray(0, from));
  expect(got.subarray(from)).toEqual(sumOf(['ann', 'ben']).subarray(from));
});

test('one that leaves by an empty block is not waited for', () => {
  const work = nodeAtWork(audioMixer, { mode: 'mix-minus', inputs: 2 });
  const [ann, ben] = ['ann', 'ben'].map((streamId) => blocksOf([voice(streamId)], { streamId }));
  for (const [index, block] of (ann ?? []).entries()) {
    const other = ben?.[index];
    if (index < 10 && other) work.put(other);
    if (index === 10) work.put(new AudioBlock(48_000, [new Float32Array(0)], 0, 0, 'ben'));
    work.put(block);
  }
  expect(of(work.emitted, 'ben').length).toBe(1280);
  expect(of(work.emitted, 'ann').length).toBe(4800);
  expect(work.emitted.filter((item) => item.kind === 'audio' && item.frames === 0)).toMatchObject([
    { streamId: 'ben' },
  ]);
});

test('one that gave nothing for forget_ms has left', () => {
  const work = nodeAtWork(audioMixer, { mode: 'mix-minus', inputs: 2, maxWaitMs: 5, forgetMs: 100 });
  const long = blocksOf([noise(48_000)], { streamId: 'ann' });
  const [first] = blocksOf([voice('ben')], { streamId: 'ben' });
  if (first) work.put(first);
  for (const block of long) work.put(block);
  const heard = of(work.emitted, 'ben').length / 48;
  expect(heard).toBeGreaterThan(100);
  expect(heard).toBeLessThan(115);
});

test('blocks longer than max_wait_ms are no reason to leave anybody out', () => {
  const work = nodeAtWork(audioMixer, { mode: 'mix-minus', maxWaitMs: 0 });
  speak(work, PEERS, 1600);
  work.flush();
  expect(of(work.emitted, 'eve')).toEqual(sumOf(['ann', 'ben', 'cleo', 'dan']));
});

test('by timestamps, late sound is left out, gaps are silence, and what is of one time is mixed', () => {
  const work = nodeAtWork(audioMixer, { align: 'timestamp', inputs: 2 });
  const ann = blocksOf([voice('ann')], { streamId: 'ann' });
  const ben = blocksOf([voice('ben')], { streamId: 'ben' }).filter((_, index) => index < 5 || index > 7);
  // Ben is one block behind from the start.
  for (const block of ben) block.timestampUs += 0;
  const first = ben.slice(1);
  for (const [index, block] of ann.entries()) {
    work.put(block);
    const other = first.find(({ timestampUs }) => timestampUs === block.timestampUs);
    if (other) work.put(other);
    else if (index === 0) work.put(first[0] ?? block);
  }
  work.flush();
  const wanted = sumOf(['ann', 'ben']);
  for (const [from, to] of [
    [0, 128],
    [5 * 128, 8 * 128],
  ] as const) {
    wanted.set(voice('ann').subarray(from, to), from);
  }
  expect(of(work.emitted, undefined)).toEqual(wanted);
});

test('a clock that runs faster does not pile up sound', () => {
  const work = nodeAtWork(audioMixer, { inputs: 2, maxWaitMs: 10 });
  const fast = new AudioBlock(48_000, [new Float32Array(129).fill(0.1)], 129, 0, 'fast');
  const slow = new AudioBlock(48_000, [new Float32Array(128).fill(0.1)], 128, 0, 'slow');
  for (let index = 0; index < 5000; index += 1) {
    work.put(fast);
    work.put(slow);
  }
  work.flush();
  const frames = of(work.emitted, undefined).length;
  expect(frames).toBeGreaterThanOrEqual(5000 * 128);
  expect(frames).toBeLessThan(5000 * 128 + 480 + 129);
});

test('mono is heard on both sides of a stereo mix, and a mix can be made mono', () => {
  const left = noise(1280, { seed: 20 });
  const right = noise(1280, { seed: 21 });
  const mixed = (channels: number | undefined) => {
    const work = nodeAtWork(audioMixer, { inputs: 2, channels });
    const stereo = blocksOf([left, right], { streamId: 'stereo' });
    for (const [index, block] of blocksOf([voice('ann').subarray(0, 1280)], { streamId: 'mono' }).entries()) {
      work.put(block);
      work.put(stereo[index] ?? block);
    }
    return soundOf(work.emitted);
  };
  const sum = (side: Float32Array) => side.map((sample, frame) => sample + (voice('ann')[frame] ?? 0));
  expect(mixed(undefined)).toEqual([sum(left), sum(right)]);
  const both = left.map((sample, frame) => (sample + (right[frame] ?? 0)) / 2);
  expect(difference(mixed(1)[0] ?? left, sum(both))).toBeLessThan(1e-6);
});

test('a gain that changes in mid-call does not click', () => {
  const work = nodeAtWork(audioMixer, { inputs: 1 });
  for (const [index, block] of blocksOf([new Float32Array(9600).fill(0.5)], { streamId: 'ann' }).entries()) {
    if (index === 20) work.set({ gainsDb: { ann: -120 } });
    work.put(block);
  }
  const got = of(work.emitted, undefined);
  expect(largestStep(got)).toBeLessThan(0.5 / 400);
  expect(got.at(-1)).toBe(0);
});

test('soft clipping changes nothing up to 0.8, and never reaches 1', () => {
  const ramp = Float32Array.from({ length: 4800 }, (_, frame) => frame / 1200);
  const work = nodeAtWork(audioMixer, { inputs: 1, softClip: true });
  for (const block of blocksOf([ramp])) work.put(block);
  const got = of(work.emitted, undefined);
  expect(got.subarray(0, 960)).toEqual(ramp.subarray(0, 960));
  expect(got.every((sample) => sample <= 1)).toBe(true);
  expect(largestStep(got)).toBeLessThanOrEqual(1 / 1199);
});

test('another sample rate among others is refused, with what to do', () => {
  const work = nodeAtWork(audioMixer);
  work.put(new AudioBlock(48_000, [noise(128)], 128, 0, 'ann'));
  work.put(new AudioBlock(48_000, [noise(128)], 128, 0, 'ben'));
  expect(() => work.put(new AudioBlock(16_000, [noise(128)], 128, 0, 'cleo'))).toThrow(
    /48000 Hz.*16000 Hz.*FastResample/,
  );
  expect(() => work.put(new AudioBlock(16_000, [noise(128)], 128, 0, 'ann'))).toThrow(/invalid-argument/);
});

test('the sixty-fifth input is refused', () => {
  const work = nodeAtWork(audioMixer);
  const block = new AudioBlock(48_000, [noise(128)]);
  for (let index = 0; index < 64; index += 1) {
    block.streamId = `peer ${index}`;
    work.put(block);
  }
  block.streamId = 'one more';
  expect(() => work.put(block)).toThrow(/resource-exhausted.*64/);
});

test('timestamps that are no times do no harm', () => {
  for (const align of ['arrival', 'timestamp']) {
    const work = nodeAtWork(audioMixer, { align, inputs: 2 });
    for (const timestampUs of [Number.NaN, Number.POSITIVE_INFINITY, -1e300, 0, 1e300, 5]) {
      for (const streamId of ['ann', 'ben']) {
        work.put(new AudioBlock(48_000, [noise(128)], 128, timestampUs, streamId));
      }
    }
    work.flush();
    const { length } = of(work.emitted, undefined);
    expect(length).toBeGreaterThan(0);
    expect(length).toBeLessThan(48_000);
  }
});
