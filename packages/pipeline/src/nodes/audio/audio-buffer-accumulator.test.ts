import { describe, expect, test } from 'vitest';
import { AudioBlock } from '../../data/audio-block.ts';
import type { JsonValue } from '../../data/json-value.ts';
import { audioBufferAccumulator } from './audio-buffer-accumulator.ts';
import { blocksOf, nodeAtWork, noise, soundOf } from './sound-contract.ts';

const RATE = 16_000;

/** Four seconds in windows of 32 ms, as a detector gives them. */
const sound = noise(4 * RATE);
const windows = blocksOf([sound], { sampleRate: RATE, blockLength: 512 });

function event(members: Readonly<Record<string, JsonValue>>): { kind: 'json'; value: JsonValue } {
  return { kind: 'json', value: members };
}

const START = event({ has_speech: true, is_speech_start: true, is_speech_end: false });
const END = event({ has_speech: false, is_speech_start: false, is_speech_end: true });
const NOTHING = event({ has_speech: true, is_speech_start: false, is_speech_end: false });

/** Windows with an event before some of them. */
function hear(params: Readonly<Record<string, unknown>>, events: ReadonlyMap<number, typeof START>) {
  const work = nodeAtWork(audioBufferAccumulator, params);
  for (const [index, block] of windows.entries()) {
    work.put(events.get(index) ?? NOTHING);
    work.put(block);
  }
  return work;
}

test('what is said becomes one block, from the start to the end', () => {
  const { emitted } = hear(
    {},
    new Map([
      [10, START],
      [50, END],
      [70, START],
      [100, END],
    ]),
  );
  expect(emitted).toMatchObject([
    { kind: 'audio', sampleRate: RATE, frames: 40 * 512, timestampUs: 320_000 },
    { kind: 'audio', sampleRate: RATE, frames: 30 * 512, timestampUs: 2_240_000 },
  ]);
  expect(soundOf(emitted.slice(0, 1))[0]).toEqual(sound.subarray(10 * 512, 50 * 512));
});

test('what is shorter than min_utterance_duration_ms is dropped', () => {
  const short = new Map([
    [10, START],
    [17, END],
  ]);
  expect(hear({}, short).emitted).toEqual([]);
  expect(hear({ minUtteranceDurationMs: 200 }, short).emitted).toHaveLength(1);
});

test('what is longer than max_utterance_duration_ms comes in pieces', () => {
  const { emitted } = hear(
    { maxUtteranceDurationMs: 1000 },
    new Map([
      [0, START],
      [100, END],
    ]),
  );
  expect(emitted.map((item) => (item.kind === 'audio' ? item.frames : 0))).toEqual([
    RATE,
    RATE,
    RATE,
    100 * 512 - 3 * RATE,
  ]);
  expect(soundOf(emitted)[0]).toEqual(sound.subarray(0, 100 * 512));
});

describe('what came before', () => {
  const late = event({ is_speech_start: true, timestamp_ms: 1280, speech_start_ms: 1000 });

  test('belongs to it as far as the detector is late', () => {
    const { emitted } = hear(
      {},
      new Map([
        [40, late],
        [60, END],
      ]),
    );
    expect(emitted).toMatchObject([{ frames: 20 * 512 + 4480, timestampUs: 1_000_000 }]);
  });

  test('belongs to it as far as pre_roll_ms says, if that is more', () => {
    const { emitted } = hear(
      { preRollMs: 500 },
      new Map([
        [40, late],
        [60, END],
      ]),
    );
    expect(emitted).toMatchObject([{ frames: 20 * 512 + 8000 }]);
  });
});

test('the end of the input is the end of what is said', () => {
  const work = hear({}, new Map([[10, START]]));
  expect(work.emitted).toEqual([]);
  work.flush();
  expect(work.emitted).toMatchObject([{ frames: 4 * RATE - 10 * 512 }]);
  work.flush();
  expect(work.emitted).toHaveLength(1);
});

test('a detector that says only has_speech is understood', () => {
  const work = nodeAtWork(audioBufferAccumulator);
  for (const [index, block] of windows.entries()) {
    work.put(event({ has_speech: index >= 10 && index < 50 }));
    work.put(block);
  }
  expect(work.emitted).toMatchObject([{ frames: 40 * 512 }]);
});

test('speakers are told apart', () => {
  const work = nodeAtWork(audioBufferAccumulator);
  for (const streamId of ['ann', 'ben']) {
    work.put(event({ is_speech_start: streamId === 'ann', stream_id: streamId }));
    for (const block of blocksOf([sound], { sampleRate: RATE, streamId })) work.put(block);
  }
  work.put(new AudioBlock(RATE, [new Float32Array(0)], 0, 0, 'ann'));
  expect(work.emitted).toMatchObject([
    { streamId: 'ann', frames: 4 * RATE },
    { streamId: 'ann', frames: 0 },
  ]);
});

test('another format in mid-speech gives what was said in the one before', () => {
  const work = nodeAtWork(audioBufferAccumulator);
  work.put(START);
  for (const block of windows) work.put(block);
  for (const block of blocksOf([noise(48_000), noise(48_000)])) work.put(block);
  work.put(END);
  expect(work.emitted).toMatchObject([
    { sampleRate: RATE, frames: 4 * RATE },
    { sampleRate: 48_000, frames: 48_000 },
  ]);
});

test('an interruption forgets what is being said', () => {
  const work = hear({}, new Map([[10, START]]));
  work.node.reset?.();
  work.flush();
  expect(work.emitted).toEqual([]);
});

test('without speech next to nothing is kept, and strange events say nothing', () => {
  const work = nodeAtWork(audioBufferAccumulator, { preRollMs: 5000 });
  for (let second = 0; second < 20; second += 1) work.put(new AudioBlock(RATE, [noise(RATE)]));
  for (const value of [null, 5, 'start', [], { is_speech_start: 'yes' }, { has_speech: 1 }])
    work.put({ kind: 'json', value });
  work.flush();
  expect(work.emitted).toEqual([]);
  work.put(START);
  work.put(END);
  expect(work.emitted).toMatchObject([{ frames: 5 * RATE }]);
});

test('however long an utterance may be, what is kept of it is bounded', () => {
  const work = nodeAtWork(audioBufferAccumulator, { maxUtteranceDurationMs: 120_000 });
  const second = new Float32Array(384_000);
  const block = new AudioBlock(
    384_000,
    Array.from({ length: 8 }, () => second),
  );
  work.put(START);
  for (let count = 0; count < 6; count += 1) work.put(block);
  expect(work.emitted).toMatchObject([{ kind: 'audio', frames: 2 ** 24 / 8 }]);
});
