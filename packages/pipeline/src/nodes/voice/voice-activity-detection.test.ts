import { expect, test } from 'vitest';
import { AudioBlock } from '../../data/audio-block.ts';
import { SoundRun, type SoundRunOptions, soundThrough } from '../analysis/sound-run-contract.ts';
import { mixed, type NoiseKind, noise, PHRASES, SPEECH_RATE } from './speech-contract.ts';
import { scoreOf, voiceEvents } from './speech-score-contract.ts';
import { voiceActivityDetection } from './voice-activity-detection.ts';
import { rnnoiseModule, speechRecording } from './voice-files-contract.ts';

const assets = { rnnoise: rnnoiseModule() };
const speech = speechRecording();
/** With the first two phrases. */
const beginning = speech.slice(0, 7 * SPEECH_RATE);

/** A recording of 25 s is listened to; a busy machine takes its time. */
const PATIENCE = { timeout: 90_000 };

function detected(sound: readonly Float32Array[], options: SoundRunOptions = {}): Promise<SoundRun> {
  return soundThrough(voiceActivityDetection, sound, { assets, ...options });
}

test('the phrases of clean speech are found', PATIENCE, async () => {
  const { events, ports } = await detected([speech]);
  const { found, precision, recall, onsetsMs, offsetsMs } = scoreOf(events);
  expect(found).toHaveLength(PHRASES.length);
  expect(precision).toBeGreaterThan(0.99);
  expect(recall).toBeGreaterThan(0.94);
  for (const onset of onsetsMs) expect(Math.abs(onset ?? Number.NaN)).toBeLessThanOrEqual(50);
  // Words that fade out in an s or a t are cut off early.
  for (const offset of offsetsMs) expect(offset).toBeGreaterThan(-350);
  for (const offset of offsetsMs) expect(offset).toBeLessThan(50);
  expect([...ports]).toEqual(['events']);
});

test.each<[NoiseKind, number, number, number]>([
  ['white', 20, 0.99, 0.89],
  ['white', 5, 0.98, 0.84],
  ['pink', 20, 0.99, 0.9],
  ['pink', 10, 0.98, 0.86],
  ['pink', 0, 0.98, 0.76],
  ['hum', 10, 0.99, 0.92],
  // Eight other voices are voices.
  ['babble', 20, 0.78, 0.9],
])('in %s noise of %d dB precision is %d and recall %d at least', PATIENCE, async (kind, snrDb, least, leastRecall) => {
  const { events } = await detected([mixed(speech, noise(kind, speech.length, speech), snrDb)]);
  const { precision, recall } = scoreOf(events);
  expect(precision).toBeGreaterThan(least);
  expect(recall).toBeGreaterThan(leastRecall);
});

test.each(['white', 'pink', 'hum'] as const)('steady %s noise is no speech, however loud', PATIENCE, async (kind) => {
  for (const amplitude of [0.02, 0.1]) {
    const steady = noise(kind, 4 * SPEECH_RATE, speech).map((sample) => sample * amplitude);
    const { events } = await detected([steady]);
    expect(voiceEvents(events).some(({ is_speech_start }) => is_speech_start)).toBe(false);
  }
});

test('silence is no speech', async () => {
  const { events } = await detected([new Float32Array(2 * SPEECH_RATE)]);
  expect(voiceEvents(events).some(({ has_speech }) => has_speech)).toBe(false);
});

test('events say what they are about', async () => {
  const { events } = await detected([beginning], { streamId: 'ada', startUs: 60_000_000 });
  const told = voiceEvents(events);
  const start = told.find(({ is_speech_start }) => is_speech_start);
  expect(start).toMatchObject({
    has_speech: true,
    is_speech_end: false,
    stream_id: 'ada',
    samples: 480,
    sample_rate: 48_000,
  });
  // It is told once speech has lasted for 300 ms, and says where it began, 30 ms of padding included.
  expect((start?.timestamp_ms ?? 0) - (start?.speech_start_ms ?? 0)).toBe(330);
  expect(start?.timestamp_us).toBe(60_000_000 + ((start?.timestamp_ms ?? 0) - 10) * 1000);
  const end = told.find(({ is_speech_end }) => is_speech_end);
  expect((end?.timestamp_ms ?? 0) - (end?.speech_end_ms ?? 0)).toBe(270);
  expect(end?.rms).toBeLessThan(end?.peak ?? 0);
  // One in 100 ms, and those that begin or end something.
  expect(told.length).toBeGreaterThan(65);
  expect(told.length).toBeLessThan(85);
});

test('the sound passes as it is, after the events about it', async () => {
  const order: string[] = [];
  const node = await voiceActivityDetection.create(
    { threshold: 0, minSpeechDurationMs: 0, minSilenceDurationMs: 0, speechPadMs: 0, emitIntervalMs: 10 },
    {
      id: 'vad',
      host: 'inline',
      signal: new AbortController().signal,
      now: () => 0,
      emit: (item) => order.push(item === block ? 'the block' : item.kind),
      asset: () => assets.rnnoise,
    },
  );
  const block = new AudioBlock(48_000, [new Float32Array(960)]);
  await node.process(block, { port: 'in', nodeId: '' });
  expect(order).toEqual(['json', 'json', 'the block']);
  await node.close?.();
});

test.each([48_000, 44_100, 16_000])(
  'at %d Hz the same is found however the sound is cut',
  PATIENCE,
  async (sampleRate) => {
    const sound = beginning.slice(0, 3 * SPEECH_RATE);
    const cuts = [128, 441, 960].map((blockFrames) => detected([sound], { sampleRate, blockFrames }));
    const [first, ...others] = await Promise.all(cuts);
    expect(first?.events.length).toBeGreaterThan(0);
    for (const { events } of others) expect(events).toEqual(first?.events);
  },
);

test('speech that goes on when the sound is over ends there', async () => {
  const { events } = await detected([speech.slice(0, 2 * SPEECH_RATE)]);
  expect(voiceEvents(events).at(-1)).toMatchObject({ is_speech_end: true, speech_end_ms: 2000 });
});

test('speech may change from mono to stereo, and what is no number is silence', async () => {
  const run = await SoundRun.open(voiceActivityDetection, { assets });
  const broken = beginning.slice(0, 2 * SPEECH_RATE);
  broken.fill(Number.NaN, 0, 4800);
  await run.sound(broken);
  await run.sound(beginning.slice(2 * SPEECH_RATE), new Float32Array(5 * SPEECH_RATE));
  await run.flush();
  expect(voiceEvents(run.events).filter(({ is_speech_start }) => is_speech_start)).toHaveLength(2);
  expect(voiceEvents(run.events).every(({ speech_probability }) => Number.isFinite(speech_probability))).toBe(true);
  await run.close();
});

test('other thresholds hold at once', async () => {
  const run = await SoundRun.open(voiceActivityDetection, { assets });
  run.update(voiceActivityDetection, { threshold: 1, emitIntervalMs: 1000 });
  await run.sound(beginning);
  expect(voiceEvents(run.events).some(({ has_speech }) => has_speech)).toBe(false);
  expect(run.events).toHaveLength(7);
  await run.close();
});
