import { expect, test } from 'vitest';
import { audioLevel } from './audio-level.ts';
import { channelBalance } from './channel-balance.ts';
import { clippingDetector } from './clipping-detector.ts';
import { SoundRun, silence, sine, soundThrough } from './sound-run-contract.ts';

test('AudioLevel has the level of a sine in closed form: amplitude as peak, 3.01 dB less as RMS', async () => {
  const { events } = await soundThrough(audioLevel, [sine(1000, 0.5, 1000)], { streamId: 'ada', startUs: 5_000_000 });
  expect(events).toHaveLength(5);
  expect(events[1]).toEqual({
    _schema: 'audio_level_event',
    rms_db: expect.closeTo(20 * Math.log10(0.5 / Math.SQRT2), 6),
    peak_db: expect.closeTo(20 * Math.log10(0.5), 6),
    is_low_volume: false,
    is_silence: false,
    health: 1,
    stream_id: 'ada',
    timestamp_us: 5_200_000,
  });
});

test('AudioLevel tells low volume and silence, with health between their thresholds', async () => {
  const soft = await soundThrough(audioLevel, [sine(1000, 10 ** (-37 / 20), 200)]);
  // −37 dB of peak are −40.01 dB RMS: half of the way from −60 to −20.
  expect(soft.events[0]).toMatchObject({ is_low_volume: true, is_silence: false, health: expect.closeTo(0.5, 2) });
  const none = await soundThrough(audioLevel, [silence(200)]);
  expect(none.events[0]).toMatchObject({
    rms_db: -120,
    peak_db: -120,
    is_silence: true,
    is_low_volume: false,
    health: 0,
  });
});

test('AudioLevel measures all channels together', async () => {
  const { events } = await soundThrough(audioLevel, [sine(1000, 1, 200), silence(200)]);
  expect(events[0]).toMatchObject({ rms_db: expect.closeTo(-6.02, 2), peak_db: expect.closeTo(0, 6), stream_id: null });
});

test('AudioLevel tells what is left of a short sound when it is over', async () => {
  const { events } = await soundThrough(audioLevel, [sine(1000, 0.5, 50)]);
  expect(events).toHaveLength(1);
  expect(events[0]).toMatchObject({ rms_db: expect.closeTo(-9.03, 2) });
});

test.each([audioLevel, clippingDetector, channelBalance])(
  '$type finds the same to the last bit however the sound is cut',
  async (definition) => {
    const channels = [sine(997, 0.7, 1000), sine(313, 0.02, 1000)];
    const runs = [128, 441, 960, 47_999].map((blockFrames) => soundThrough(definition, channels, { blockFrames }));
    const [first, ...others] = await Promise.all(runs);
    expect(first?.events).toHaveLength(5);
    for (const { events } of others) expect(events).toEqual(first?.events);
  },
);

test.each([audioLevel, clippingDetector, channelBalance])(
  '$type begins anew when the format changes, and takes what is no number for silence',
  async (definition) => {
    const run = await SoundRun.open(definition);
    const broken = sine(1000, 0.5, 250).map((sample, index) => (index % 3 === 0 ? Number.NaN : sample));
    await run.sound(
      broken,
      broken.map(() => Number.POSITIVE_INFINITY),
    );
    await run.sound(sine(1000, 0.5, 250));
    expect(run.events).toHaveLength(2);
    expect(JSON.parse(JSON.stringify(run.events))).toEqual(run.events);
  },
);

test('AudioLevel keeps streams apart and follows a change of its parameters', async () => {
  const run = await SoundRun.open(audioLevel, { params: { emitIntervalMs: 100 }, streamId: 'ada' });
  await run.sound(sine(1000, 0.5, 100));
  run.update(audioLevel, { silenceThresholdDb: -5, emitIntervalMs: 50 });
  await run.sound(sine(1000, 0.5, 100));
  expect(run.events.map((event) => (event as { is_silence: boolean }).is_silence)).toEqual([false, true, true]);
});

test('ClippingDetector knows the crest factor of sine and square wave, and the share of saturated samples', async () => {
  const clean = await soundThrough(clippingDetector, [sine(1000, 0.9, 200)]);
  expect(clean.events[0]).toMatchObject({ saturation_ratio: 0, is_clipping: false, health: 1 });
  expect(clean.events[0]).toMatchObject({ crest_factor_db: expect.closeTo(3.01, 2) });
  const square = await soundThrough(clippingDetector, [
    sine(1000, 0.2, 200).map((sample) => (sample < 0 ? -0.2 : 0.2)),
  ]);
  expect(square.events[0]).toMatchObject({
    crest_factor_db: expect.closeTo(0, 3),
    saturation_ratio: 0,
    is_clipping: true,
  });
  // A sine of twice full scale is beyond 0.99 for 1 − 2·asin(0.495)/π of the time.
  const clipped = await soundThrough(clippingDetector, [
    sine(997, 2, 200).map((sample) => Math.min(1, Math.max(-1, sample))),
  ]);
  const share = 100 * (1 - (2 * Math.asin(0.495)) / Math.PI);
  expect(clipped.events[0]).toMatchObject({ saturation_ratio: expect.closeTo(share, 0), is_clipping: true, health: 0 });
  const none = await soundThrough(clippingDetector, [silence(200)]);
  expect(none.events[0]).toMatchObject({ crest_factor_db: 20, is_clipping: false });
});

test('ChannelBalance knows the difference of the channels and which one is dead', async () => {
  const tilted = await soundThrough(channelBalance, [sine(1000, 0.5, 200), sine(1000, 0.25, 200)]);
  expect(tilted.events[0]).toMatchObject({
    imbalance_db: expect.closeTo(6.02, 2),
    balance_ratio: expect.closeTo(2, 4),
    is_imbalanced: false,
    dead_channel: 'none',
    health: expect.closeTo(0.398, 2),
  });
  const left = await soundThrough(channelBalance, [sine(1000, 0.5, 200), silence(200)]);
  expect(left.events[0]).toMatchObject({
    dead_channel: 'right',
    has_dead_channel: true,
    balance_ratio: null,
    health: 0,
  });
  const right = await soundThrough(channelBalance, [silence(200), sine(1000, 0.5, 200)]);
  expect(right.events[0]).toMatchObject({ dead_channel: 'left', balance_ratio: 0, is_imbalanced: true });
  const mono = await soundThrough(channelBalance, [sine(1000, 0.5, 200)]);
  expect(mono.events[0]).toMatchObject({ balance_ratio: 1, is_imbalanced: false, health: 1 });
});
