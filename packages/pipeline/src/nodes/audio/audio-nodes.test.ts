import { describe, expect, test } from 'vitest';
import { AudioBlock } from '../../data/audio-block.ts';
import { audioNodes } from './index.ts';
import { blocksOf, difference, nodeAtWork, noise, soundOf, throughNode, tone } from './sound-contract.ts';

/** Parameters with which each node has something to do. */
const BUSY: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  AudioChunker: { chunkSize: 500 },
  AudioFormatConverter: { sampleFormat: 's16', dither: 'triangular' },
  AudioMixer: { inputs: 1 },
  ChannelMap: {
    routes: [
      { from: 0, to: 1, gain: 0.5 },
      { from: 0, to: 0 },
    ],
  },
  FastResample: { targetRate: 44_100 },
  Gain: { gainDb: -6 },
  HighPass: { frequencyHz: 300, slope: 24 },
  Limiter: { thresholdDb: -12 },
  RobotVoice: { carrierHz: 70, mix: 0.8 },
};

/** Those whose purpose is not the sound of a thread in real time. */
const realtime = audioNodes.filter((definition) => definition.isRealtime);

const named = realtime.map((definition) => [definition.type, definition] as const);

describe.each(named)('%s', (type, definition) => {
  const params = BUSY[type] ?? {};
  const planes = [noise(9600, { seed: 3 }), tone(440, 9600)];

  test('gives the same samples, however the sound is cut', () => {
    const quanta = throughNode(definition, params, planes, { blockLength: 128 });
    expect(quanta[0]?.length).toBeGreaterThan(8000);
    for (const blockLength of [441, 960, 9600]) {
      expect(throughNode(definition, params, planes, { blockLength })).toEqual(quanta);
    }
  });

  test.each([1, 2, 6, 8])('takes %i channels', (channelCount) => {
    const many = Array.from({ length: channelCount }, (_, index) => noise(2400, { seed: index + 1 }));
    const got = throughNode(definition, params, many);
    expect(got.length).toBe(type === 'ChannelMap' ? 2 : channelCount);
    expect(got.every((plane) => plane.some((sample) => sample !== 0))).toBe(true);
  });

  test('makes silence of what is no number, and goes on as if that had been silence', () => {
    const holes = planes.map((plane) => plane.slice());
    const bad = planes.map((plane) => plane.slice());
    for (const [index, value] of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY].entries()) {
      for (const plane of holes) plane.fill(0, 1000 + index * 50, 1050 + index * 50);
      for (const plane of bad) plane.fill(value, 1000 + index * 50, 1050 + index * 50);
    }
    const got = throughNode(definition, params, bad);
    expect(got).toEqual(throughNode(definition, params, holes));
    expect(got.every((plane) => plane.every(Number.isFinite))).toBe(true);
  });

  test('recovers from samples as large as a number can be', () => {
    const wild = planes.map((plane) => plane.slice());
    for (const plane of wild) plane.fill(3e38, 1000, 1200);
    const work = nodeAtWork(definition, params);
    for (const block of blocksOf(wild)) work.put(block);
    for (const block of blocksOf([new Float32Array(96_000), new Float32Array(96_000)])) work.put(block);
    const before = work.emitted.length;
    for (const block of blocksOf(planes)) work.put(block);
    const sound = soundOf(work.emitted.slice(before));
    expect(sound[0]?.every(Number.isFinite)).toBe(true);
    expect(Math.max(...(sound[0] ?? []))).toBeLessThan(3);
    expect(sound[0]?.some((sample) => Math.abs(sample) > 0.01)).toBe(true);
  });

  test('takes another format in mid-stream, as if new', () => {
    const work = nodeAtWork(definition, params);
    for (const block of blocksOf(planes)) work.put(block);
    work.flush();
    const before = work.emitted.length;
    const mono = [noise(4410, { seed: 9 })];
    for (const block of blocksOf(mono, { sampleRate: 16_000 })) work.put(block);
    work.flush();
    const after = work.emitted.slice(before);
    const rates = after.map((item) => (item.kind === 'audio' ? item.sampleRate : 0));
    expect(new Set(rates)).toEqual(new Set([type === 'FastResample' ? 44_100 : 16_000]));
    const fresh = throughNode(definition, params, mono, { sampleRate: 16_000 });
    // Phase and random numbers go on; nothing else does.
    if (!['RobotVoice', 'AudioFormatConverter'].includes(type)) expect(soundOf(after)).toEqual(fresh);
    expect(soundOf(after)[0]?.length).toBe(fresh[0]?.length);
  });

  test('keeps streams apart, and leaves its input as it was', () => {
    if (type === 'AudioMixer') return;
    const work = nodeAtWork(definition, params);
    const ones = blocksOf([noise(4800, { seed: 1 })], { streamId: 'one' });
    const others = blocksOf([noise(4800, { seed: 2 })], { streamId: 'other' });
    const copies = ones.map((block) => block.copy());
    for (const [index, one] of ones.entries()) {
      work.put(one);
      const other = others[index];
      if (other) work.put(other);
    }
    work.flush();
    expect(ones).toEqual(copies);
    for (const [streamId, seed] of [
      ['one', 1],
      ['other', 2],
    ] as const) {
      const own = work.emitted.filter((item) => item.kind === 'audio' && item.streamId === streamId);
      expect(soundOf(own)).toEqual(throughNode(definition, params, [noise(4800, { seed })]));
    }
  });

  test('forgets a stream that is over, gives what was inside, and hands the end on', () => {
    if (type === 'AudioMixer') return;
    const sound = [noise(1000, { seed: 4 })];
    const over = new AudioBlock(48_000, [new Float32Array(0)], 0, 0, 'one');
    const work = nodeAtWork(definition, params);
    for (const block of blocksOf(sound, { streamId: 'one' })) work.put(block);
    work.put(over);
    expect(work.emitted.at(-1)).toMatchObject({ kind: 'audio', frames: 0, streamId: 'one' });
    expect(soundOf(work.emitted)).toEqual(throughNode(definition, params, sound));
    const before = work.emitted.length;
    for (const block of blocksOf(sound, { streamId: 'one' })) work.put(block);
    work.flush();
    expect(soundOf(work.emitted.slice(before))).toEqual(throughNode(definition, params, sound));
  });

  test('says when its sound was captured', () => {
    const pulse = new Float32Array(9600);
    pulse[4800] = 1;
    for (const blockLength of [128, 441]) {
      const work = nodeAtWork(definition, params);
      for (const block of blocksOf([pulse], { blockLength })) work.put(block);
      work.flush();
      const heard = work.emitted.flatMap((item) => {
        if (item.kind !== 'audio') return [];
        const plane = item.channels[0]?.subarray(0, item.frames) ?? new Float32Array(0);
        const frame = plane.reduce(
          (best, sample, index) => (Math.abs(sample) > Math.abs(plane[best] ?? 0) ? index : best),
          0,
        );
        return [{ level: Math.abs(plane[frame] ?? 0), atUs: item.timestampUs + (frame / item.sampleRate) * 1e6 }];
      });
      const loudest = heard.reduce((best, one) => (one.level > best.level ? one : best));
      // A resampler's samples lie elsewhere, up to half of one.
      expect(Math.abs(loudest.atUs - 100_000)).toBeLessThan(12);
    }
  });

  test('may be interrupted, and forgets', () => {
    const work = nodeAtWork(definition, params);
    for (const block of blocksOf(planes)) work.put(block);
    work.node.reset?.();
    const before = work.emitted.length;
    work.flush();
    expect(work.emitted.length).toBe(before);
  });

  test('allocates nothing for blocks of sizes it has seen', () => {
    const work = nodeAtWork(definition, params, { keep: false });
    const block = new AudioBlock(48_000, [noise(128), noise(128, { seed: 2 })]);
    const run = (times: number): void => {
      for (let index = 0; index < times; index += 1) {
        block.timestampUs += (128 / 48_000) * 1e6;
        work.put(block);
      }
    };
    run(4000);
    // The engine's own numbers and its compiling are in it, too, so the best of some rounds counts. A number for each sample
    // would be 2,000 bytes, a view of an array for each channel 400.
    const bytes = [1, 2, 3, 4].map(() => {
      const before = process.memoryUsage();
      run(4000);
      const after = process.memoryUsage();
      return (after.heapUsed - before.heapUsed + after.arrayBuffers - before.arrayBuffers) / 4000;
    });
    expect(Math.min(...bytes.map(Math.abs))).toBeLessThan(250);
  });
});

test('what is no sound is ignored', () => {
  for (const definition of realtime) {
    const work = nodeAtWork(definition, BUSY[definition.type] ?? {});
    work.put({ kind: 'text', text: 'hello' });
    expect(work.emitted).toEqual([]);
  }
});

test('each parameter is explained, and each node has a line', () => {
  for (const { type, about, params } of audioNodes) {
    expect(about, type).toMatch(/^[A-Z].+\.$/);
    for (const { schema } of Object.values(params)) expect(schema.description, type).toMatch(/^[A-Za-z`].+\.$/);
  }
});

test('sounds of tests differ from each other', () => {
  expect(difference(noise(100), noise(100, { seed: 2 }))).toBeGreaterThan(0.1);
});
