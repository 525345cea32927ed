import { Resampler } from '@remotemedia/codecs/resample';
import { describe, expect, test } from 'vitest';
import { AudioBlock } from '../../data/audio-block.ts';
import { joined, SoundRun, type SoundRunOptions, soundThrough } from '../analysis/sound-run-contract.ts';
import { noiseSuppression } from './noise-suppression.ts';
import { mixed, type NoiseKind, noise, rms, SPEECH_RATE } from './speech-contract.ts';
import { logSpectralDistance, pauseLevelDb, weightedSegmentalSnr } from './speech-measures-contract.ts';
import { opusModule, rnnoiseModule, speechRecording } from './voice-files-contract.ts';

const assets = { rnnoise: rnnoiseModule() };
const speech = speechRecording();
/** A phrase of 2.6 s. */
const phrase = speech.slice(3.575 * SPEECH_RATE, 6.175 * SPEECH_RATE);
const DELAY = 960;

async function suppressed(sound: Float32Array, options: SoundRunOptions = {}): Promise<Float32Array<ArrayBuffer>> {
  return (await soundThrough(noiseSuppression, [sound], { assets, ...options })).channel();
}

/** What came out, without its delay. */
async function inTime(sound: Float32Array, options: SoundRunOptions = {}): Promise<Float32Array<ArrayBuffer>> {
  return (await suppressed(sound, options)).slice(DELAY);
}

function resampled(sound: Float32Array, outputRate: number): Float32Array<ArrayBuffer> {
  const resampler = new Resampler({ inputRate: SPEECH_RATE, outputRate });
  const count = resampler.process([sound]);
  const first = resampler.output[0]?.slice(0, count) ?? new Float32Array(0);
  const rest = resampler.flush();
  return joined(first, resampler.output[0]?.subarray(0, rest) ?? new Float32Array(0));
}

/** By how many samples `got` fits best when it is taken for a later `wanted`. */
function bestLag(wanted: Float32Array, got: Float32Array, most: number): number {
  let best = { lag: 0, product: 0 };
  for (let lag = 0; lag <= most; lag += 1) {
    let product = 0;
    for (let index = 0; index < wanted.length && index + lag < got.length; index += 3) {
      product += (wanted[index] ?? 0) * (got[index + lag] ?? 0);
    }
    if (product > best.product) best = { lag, product };
  }
  return best.lag;
}

/** A recording of 25 s is treated and judged; a busy machine takes its time. */
const PATIENCE = { timeout: 90_000 };

describe('how well it suppresses', PATIENCE, () => {
  test('speech alone is hardly changed', async () => {
    const got = await inTime(speech);
    expect(weightedSegmentalSnr(speech, got)).toBeGreaterThan(25);
    expect(logSpectralDistance(speech, got)).toBeLessThan(2.1);
  });

  test.each<[NoiseKind, number, { gainDb: number; distance: number; pausesDb: number }]>([
    ['white', 0, { gainDb: 6, distance: 7.5, pausesDb: 35 }],
    ['white', 10, { gainDb: 3, distance: 3.2, pausesDb: 30 }],
    ['pink', 0, { gainDb: 6, distance: 7.5, pausesDb: 28 }],
    ['pink', 5, { gainDb: 5.5, distance: 5.5, pausesDb: 35 }],
    ['pink', 10, { gainDb: 4.5, distance: 3.5, pausesDb: 33 }],
    ['hum', 5, { gainDb: -0.5, distance: 1, pausesDb: 36 }],
    // Other voices are voices: little can be asked for.
    ['babble', 0, { gainDb: 1.5, distance: 2.5, pausesDb: 3 }],
  ])('speech gains on %s noise of %d dB', async (kind, snrDb, least) => {
    const noisy = mixed(speech, noise(kind, speech.length, speech), snrDb);
    const got = await inTime(noisy);
    const gainDb = weightedSegmentalSnr(speech, got) - weightedSegmentalSnr(speech, noisy);
    expect(gainDb).toBeGreaterThan(least.gainDb);
    expect(logSpectralDistance(speech, noisy) - logSpectralDistance(speech, got)).toBeGreaterThan(least.distance);
    expect(pauseLevelDb(noisy) - pauseLevelDb(got)).toBeGreaterThan(least.pausesDb);
  });

  test('mix leaves as much of the noise as is asked for', async () => {
    const noisy = mixed(speech, noise('pink', speech.length, speech), 5);
    const got = await inTime(noisy, { params: { mix: 0.9 } });
    expect(pauseLevelDb(noisy) - pauseLevelDb(got)).toBeCloseTo(20, 0);
  });
});

describe('time', PATIENCE, () => {
  test('sound that is not changed comes out as it was, 960 samples later at 48 kHz', async () => {
    const run = await soundThrough(noiseSuppression, [phrase], { assets, params: { mix: 0 }, startUs: 1_000_000 });
    expect(run.firstUs).toBe(980_000);
    expect(run.channel().length).toBe(phrase.length + DELAY);
    expect(
      run
        .channel()
        .subarray(0, DELAY)
        .every((sample) => sample === 0),
    ).toBe(true);
    expect(run.channel().slice(DELAY)).toEqual(phrase);
  });

  test.each([8000, 11_025, 16_000, 22_050, 32_000, 44_100, 96_000])(
    'at %d Hz the delay is what the times say',
    async (rate) => {
      const sound = resampled(phrase, rate);
      for (const blockFrames of [128, 1000]) {
        const run = await soundThrough(noiseSuppression, [sound], { assets, sampleRate: rate, blockFrames });
        const delayMs = -(run.firstUs ?? 0) / 1000;
        expect(delayMs).toBeLessThan(rate < 16_000 ? 29 : 25);
        expect(Math.abs(bestLag(sound, run.channel(), 0.04 * rate) - (delayMs / 1000) * rate)).toBeLessThan(1.5);
        expect(run.channel().length).toBe(sound.length + Math.ceil((delayMs / 1000) * rate - 1e-3));
      }
    },
  );

  test.each([44_100, 96_000])(
    'at %d Hz sound that is not changed comes out as it was, but for 60 dB',
    async (sampleRate) => {
      const sound = resampled(phrase, sampleRate);
      const run = await soundThrough(noiseSuppression, [sound], { assets, sampleRate, params: { mix: 0 } });
      const delay = Math.round((-(run.firstUs ?? 0) * sampleRate) / 1e6);
      const got = run.channel().subarray(delay);
      const wrong = sound.map((sample, index) => sample - (got[index] ?? 0));
      expect(rms(wrong) / rms(sound)).toBeLessThan(0.001);
    },
  );

  test.each([48_000, 44_100])('at %d Hz the same comes out however the sound is cut', async (sampleRate) => {
    const noisy = mixed(speech, noise('pink', speech.length, speech), 5).slice(0, 2 * SPEECH_RATE);
    const cuts = [128, 441, 960].map((blockFrames) => suppressed(noisy, { sampleRate, blockFrames }));
    const [first, ...others] = await Promise.all(cuts);
    for (const other of others) expect(other).toEqual(first);
  });

  test('a change of rate and channels in mid-stream keeps what was inside', async () => {
    const run = await SoundRun.open(noiseSuppression, { assets, params: { mix: 0 } });
    await run.sound(phrase);
    await run.push(new AudioBlock(16_000, [new Float32Array(160), new Float32Array(160)], 160, 9_000_000));
    expect(run.channel().slice(DELAY, DELAY + phrase.length)).toEqual(phrase);
    await run.close();
  });
});

describe('channels, parameters, odd input', () => {
  test('each channel is treated for itself', async () => {
    const other = noise('white', phrase.length, speech).map((sample) => sample * 0.1);
    const both = await soundThrough(noiseSuppression, [phrase, other], { assets });
    expect(both.channel(0)).toEqual(await suppressed(phrase));
    expect(both.channel(1)).toEqual(await suppressed(other));
  });

  test('the gate shuts 200 ms after the last voice', async () => {
    const rest = noise('white', SPEECH_RATE, speech).map((sample) => sample * 0.02);
    const run = await soundThrough(noiseSuppression, [phrase], {
      assets,
      params: { vadThreshold: 0.9 },
    });
    expect(run.channel().some((sample) => Math.abs(sample) > 0.1)).toBe(true);
    const still = await inTime(rest, { params: { vadThreshold: 0.9 } });
    expect(still.subarray(0.3 * SPEECH_RATE).every((sample) => sample === 0)).toBe(true);
  });

  test('another mix is reached within 10 ms, without a step', async () => {
    const run = await SoundRun.open(noiseSuppression, { assets, params: { mix: 0 } });
    const constant = new Float32Array(4800).fill(0.25);
    await run.sound(constant);
    // RNNoise takes a constant for no sound at all: only the mix is heard.
    run.update(noiseSuppression, { mix: 1 });
    await run.sound(constant);
    const got = run.channel();
    let step = 0;
    for (let index = DELAY + 1; index < got.length; index += 1) {
      step = Math.max(step, Math.abs((got[index] ?? 0) - (got[index - 1] ?? 0)));
    }
    expect(step).toBeLessThan(0.01);
    expect(got[DELAY + 4000]).toBe(0.25);
    expect(Math.abs(got.at(-1) ?? 1)).toBeLessThan(0.05);
    await run.close();
  });

  test('what is no number is silence, and nothing of it stays', async () => {
    const broken = phrase.slice();
    broken.fill(Number.NaN, 10_000, 10_100);
    broken.fill(Number.POSITIVE_INFINITY, 20_000, 20_100);
    const zeros = phrase.slice();
    zeros.fill(0, 10_000, 10_100);
    zeros.fill(0, 20_000, 20_100);
    expect(await suppressed(broken)).toEqual(await suppressed(zeros));
  });

  test('another module is refused, with what it is', async () => {
    const run = await SoundRun.open(noiseSuppression, { assets: { rnnoise: opusModule() } });
    await expect(run.sound(phrase)).rejects.toMatchObject({ code: 'invalid-argument' });
  });
});

test('memory is given back: what is opened and closed again and again never needs more', PATIENCE, async () => {
  const channels = Array.from({ length: 8 }, () => new Float32Array(480));
  // 64 MiB are room for some three thousand channels.
  for (let count = 0; count < 1000; count += 1) await soundThrough(noiseSuppression, channels, { assets });
});
