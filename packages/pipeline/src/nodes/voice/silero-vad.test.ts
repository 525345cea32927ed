import { expect, test } from 'vitest';
import { AudioBlock } from '../../data/audio-block.ts';
import { SoundRun, type SoundRunOptions, soundThrough } from '../analysis/sound-run-contract.ts';
import { sileroVad } from './silero-vad.ts';
import { mixed, noise, PHRASES, SPEECH_RATE } from './speech-contract.ts';
import { scoreOf, voiceEvents } from './speech-score-contract.ts';
import { rnnoiseModule, sileroFiles, speechRecording } from './voice-files-contract.ts';

const assets = sileroFiles();
const speech = speechRecording();

/** ONNX Runtime is 14 MB of WebAssembly, to be compiled anew for each file of tests. */
const PATIENCE = { timeout: 90_000 };

function detected(sound: readonly Float32Array[], options: SoundRunOptions = {}): Promise<SoundRun> {
  return soundThrough(sileroVad, sound, { assets, ...options });
}

test('the phrases of clean speech are found', PATIENCE, async () => {
  const { events, ports } = await detected([speech]);
  const { found, precision, recall, onsetsMs, offsetsMs } = scoreOf(events);
  expect(found).toHaveLength(PHRASES.length);
  expect(precision).toBeGreaterThan(0.98);
  expect(recall).toBeGreaterThan(0.97);
  for (const onset of onsetsMs) expect(Math.abs(onset ?? Number.NaN)).toBeLessThanOrEqual(40);
  for (const offset of offsetsMs) expect(offset).toBeGreaterThan(-180);
  for (const offset of offsetsMs) expect(offset).toBeLessThan(90);
  expect([...ports]).toEqual(['events']);
  // One event for each 32 ms: the recording has 778 of them and a bit.
  expect(events).toHaveLength(779);
});

test('in pink noise of 10 dB the phrases are found, too', PATIENCE, async () => {
  const { events } = await detected([mixed(speech, noise('pink', speech.length, speech), 10)]);
  const { found, precision, recall } = scoreOf(events);
  expect(found).toHaveLength(PHRASES.length);
  expect(precision).toBeGreaterThan(0.95);
  expect(recall).toBeGreaterThan(0.97);
});

test('nodes that work at the same time do not disturb one another', PATIENCE, async () => {
  const sound = speech.slice(0, 3.5 * SPEECH_RATE);
  const [alone, ...others] = [
    await detected([sound]),
    ...(await Promise.all([sound, sound].map((each) => detected([each])))),
  ];
  for (const { events } of others) expect(events).toEqual(alone?.events);
});

test('any rate, any length of blocks and the model at 8 kHz find the same phrases', PATIENCE, async () => {
  const sound = speech.slice(0, 7 * SPEECH_RATE);
  const [first, ...others] = await Promise.all(
    [128, 960, 4801].map((blockFrames) => detected([sound], { blockFrames })),
  );
  for (const { events } of others) expect(events).toEqual(first?.events);
  const narrow = await detected([sound], { params: { samplingRate: 8000 } });
  expect(scoreOf(narrow.events).found).toHaveLength(2);
  // Speech played at 44.1 kHz is 9 % slower, and still speech.
  const slower = await detected([sound, sound], { sampleRate: 44_100 });
  expect(scoreOf(slower.events).found).toHaveLength(2);
});

test('events have the members of upstream', PATIENCE, async () => {
  const { events } = await detected([speech.slice(0, 3.5 * SPEECH_RATE)], {
    streamId: 'ada',
    params: { emitIntervalMs: 60_000 },
  });
  expect(voiceEvents(events)).toEqual([
    {
      has_speech: true,
      speech_probability: expect.any(Number),
      is_speech_start: true,
      is_speech_end: false,
      timestamp_ms: expect.any(Number),
      speech_start_ms: 994,
      speech_end_ms: null,
      rms: expect.any(Number),
      peak: expect.any(Number),
      samples: 512,
      sample_rate: 16_000,
      stream_id: 'ada',
      timestamp_us: expect.any(Number),
    },
    expect.objectContaining({ is_speech_end: true, has_speech: false, speech_start_ms: 994 }),
  ]);
});

test('streams on one connection are kept apart, and the sound passes', PATIENCE, async () => {
  const ada = await SoundRun.open(sileroVad, { assets, streamId: 'ada' });
  await ada.sound(speech.slice(0, 2 * SPEECH_RATE));
  expect(ada.channel()).toEqual(speech.slice(0, 2 * SPEECH_RATE));
  expect(voiceEvents(ada.events).at(-1)).toMatchObject({ stream_id: 'ada', has_speech: true });
  // An empty block says that the stream is over: in the middle of the 63rd window.
  await ada.push(new AudioBlock(48_000, [new Float32Array(0)], 0, 2_000_000, 'ada'));
  expect(voiceEvents(ada.events).at(-1)).toMatchObject({ is_speech_end: true, speech_end_ms: 2016 });
  await ada.sound(speech.slice(SPEECH_RATE, 2 * SPEECH_RATE));
  ada.reset();
  await ada.sound(new Float32Array(SPEECH_RATE));
  expect(voiceEvents(ada.events).at(-1)).toMatchObject({ has_speech: false, speech_start_ms: null });
  await ada.close();
});

test.each([
  ['an address where nothing is', { onnxruntime: 'file:///nowhere/ort.mjs' }, 'unavailable'],
  ['another module', { onnxruntime: new URL('./speech-segmenter.ts', import.meta.url).href }, 'invalid-argument'],
  ['what is no model', { sileroModel: new Uint8Array(1000) }, 'invalid-argument'],
  ['a module for bytes', { sileroModel: rnnoiseModule() }, 'invalid-argument'],
])('%s is refused with its reason', PATIENCE, async (_name, other, code) => {
  await expect(SoundRun.open(sileroVad, { assets: { ...assets, ...other } })).rejects.toMatchObject({ code });
});
