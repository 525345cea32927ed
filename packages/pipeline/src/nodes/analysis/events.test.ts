import { expect, test } from 'vitest';
import { AudioBlock } from '../../data/audio-block.ts';
import type { JsonValue } from '../../data/json-value.ts';
import { eventCorrelator } from './event-correlator.ts';
import { sessionHealth } from './session-health.ts';
import { SoundRun } from './sound-run-contract.ts';
import { timingDrift } from './timing-drift.ts';

/** Events at their times in ms. */
async function told(
  run: SoundRun,
  ...events: readonly (readonly [number, JsonValue])[]
): Promise<readonly JsonValue[]> {
  for (const [atMs, value] of events) {
    run.nowMs = atMs;
    await run.push({ kind: 'json', value });
  }
  return run.events;
}

const clipping = { _schema: 'clipping_event', is_clipping: true };
const fine = { _schema: 'clipping_event', is_clipping: false };
const soft = { _schema: 'audio_level_event', is_low_volume: true, is_silence: false };

test('SessionHealth is well as long as nothing is wrong', async () => {
  const run = await SoundRun.open(sessionHealth);
  expect(await told(run, [0, fine], [500, fine], [1000, fine])).toEqual([
    {
      event_type: 'session.health',
      _schema: 'session_health_v1',
      state: 'ok',
      score: 1,
      contributors: [],
      active_issues: 0,
      timestamp_us: 1_000_000,
    },
  ]);
});

test('SessionHealth takes a part off for each issue, and forgets it after a while', async () => {
  const run = await SoundRun.open(sessionHealth);
  await told(run, [0, soft], [1000, fine]);
  expect(run.events.at(-1)).toMatchObject({ state: 'degraded', score: 0.95, contributors: ['low_volume'] });
  await told(run, [2000, clipping]);
  expect(run.events.at(-1)).toMatchObject({ state: 'unhealthy', score: 0.7, active_issues: 2 });
  await told(run, [7500, fine]);
  expect(run.events.at(-1)).toMatchObject({ state: 'ok', score: 1 });
});

test('SessionHealth counts dead air once it has lasted, though its beginning is all it is told', async () => {
  const run = await SoundRun.open(sessionHealth);
  const dead = { event_type: 'speech.presence', state: 'dead_air', duration_ms: 2000 };
  await told(run, [0, dead], [900, fine], [1900, fine]);
  expect(run.events.at(-1)).toMatchObject({ state: 'degraded', contributors: ['dead_air'], score: 0.85 });
  await told(run, [2000, { event_type: 'speech.presence', state: 'speaking' }], [8000, fine]);
  expect(run.events.at(-1)).toMatchObject({ state: 'ok' });
});

test('SessionHealth reads scores and alerts of others, whatever they are', async () => {
  const run = await SoundRun.open(sessionHealth);
  const alerts = ['DRIFT_SLOPE', 'LEAD_JUMP', 'CADENCE_UNSTABLE', 7, null, 'FROST'];
  await told(run, [0, { type: 'health', score: 0.6, alerts }], [1000, null]);
  expect(run.events.at(-1)).toMatchObject({
    state: 'unhealthy',
    score: 0.4,
    contributors: ['drift', 'cadence_unstable'],
  });
  const odd: JsonValue[] = [[], 'x', { type: 'health', score: -1e9, alerts: {} }, { __proto__: { is_clipping: true } }];
  await told(run, ...odd.map((value, index): [number, JsonValue] => [2000 + index * 1000, value]));
  expect(run.events.at(-1)).toMatchObject({ score: 0 });
});

test('EventCorrelator joins alerts that come soon after one another', async () => {
  const run = await SoundRun.open(eventCorrelator, { params: { emitRawEvents: false } });
  const imbalance = { _schema: 'channel_balance_event', is_imbalanced: true };
  await told(run, [1000, clipping], [3000, imbalance], [3500, fine], [8000, fine]);
  expect(run.events).toEqual([
    {
      event_type: 'incident',
      _schema: 'incident_v1',
      incident_id: 'inc_1',
      severity: 'high',
      events: [
        { type: 'clipping_event', timestamp_us: 1_000_000 },
        { type: 'channel_balance_event', timestamp_us: 3_000_000 },
      ],
      event_count: 2,
      pattern: 'clipping_with_imbalance',
      duration_ms: 2000,
      timestamp_us: 8_000_000,
    },
  ]);
});

test('EventCorrelator hands alerts on, and makes no incident of a single one', async () => {
  const run = await SoundRun.open(eventCorrelator);
  expect(await told(run, [0, fine], [10, clipping], [9000, fine])).toEqual([clipping]);
  await run.flush();
  expect(run.events).toEqual([clipping]);
});

test.each([
  [
    'silence_then_reconnect',
    'high',
    [{ _schema: 'silence_event', is_sustained_silence: true }, { event_type: 'timing.lead_jump' }],
  ],
  ['freeze_with_drift', 'critical', [{ type: 'freeze' }, { type: 'drift' }]],
  ['audio_quality_degradation', 'high', [clipping, clipping]],
  ['unknown', 'medium', [{ type: 'cadence' }, { state: 'dead_air' }]],
] satisfies [string, string, JsonValue[]][])('EventCorrelator sees %s', async (pattern, severity, alerts) => {
  const run = await SoundRun.open(eventCorrelator, { params: { emitRawEvents: false } });
  await told(run, ...alerts.map((alert, index): [number, JsonValue] => [index * 100, alert]));
  await run.flush();
  expect(run.events).toMatchObject([{ pattern, severity }]);
});

test('EventCorrelator keeps a bounded number of alerts', async () => {
  const run = await SoundRun.open(eventCorrelator, { params: { emitRawEvents: false } });
  for (let count = 0; count < 5000; count += 1) await told(run, [count, clipping]);
  await run.flush();
  expect(run.events).toMatchObject([{ event_count: 5000, events: { length: 100 } }]);
});

/** Blocks of 20 ms: when each comes, for its time in the media, both in ms. */
async function timed(run: SoundRun, count: number, arrival: (mediaMs: number, index: number) => number): Promise<void> {
  for (let index = 0; index < count; index += 1) {
    run.nowMs = arrival(index * 20, index);
    await run.push(new AudioBlock(48_000, [new Float32Array(960)], 960, index * 20_000));
  }
}

function ofType(run: SoundRun, type: string): JsonValue[] {
  return run.events.filter((event) => Reflect.get(event as object, 'event_type') === type);
}

test('TimingDrift reports nothing but zeros when all is in time', async () => {
  const run = await SoundRun.open(timingDrift);
  await timed(run, 600, (mediaMs) => 5000 + mediaMs);
  expect(run.events).toHaveLength(11);
  expect(run.events.at(-1)).toEqual({
    event_type: 'timing.report',
    _schema: 'timing_report_v1',
    lead_ms: 0,
    slope_ms_per_s: 0,
    jitter_ms: 0,
    cadence_cv: 0,
    timestamp_us: expect.any(Number),
  });
});

test('TimingDrift finds the drift of two clocks and tells it once', async () => {
  const run = await SoundRun.open(timingDrift);
  await timed(run, 1000, (mediaMs) => mediaMs * 1.01);
  // Media that comes 1 % too slowly falls behind by 10 ms in 1.01 s.
  expect(ofType(run, 'timing.clock_drift')).toMatchObject([
    { slope_ms_per_s: expect.closeTo(-9.9, 1), threshold_ms_per_s: 5 },
  ]);
  expect(run.events.at(-1)).toMatchObject({ slope_ms_per_s: expect.closeTo(-9.9, 1) });
});

test('TimingDrift tells jitter as its standard deviation, and a spike once', async () => {
  const run = await SoundRun.open(timingDrift, { params: { jitterThresholdMs: 5 } });
  await timed(run, 600, (mediaMs, index) => mediaMs + (index % 2) * 10);
  // Each block comes 10 ms too early or too late after the one before.
  expect(ofType(run, 'timing.report').at(-1)).toMatchObject({
    jitter_ms: expect.closeTo(10, 0),
    cadence_cv: expect.closeTo(0.5, 1),
  });
  expect(ofType(run, 'timing.jitter_spike')).toHaveLength(1);
});

test('TimingDrift tells a jump, and no drift because of it', async () => {
  const run = await SoundRun.open(timingDrift);
  await timed(run, 600, (mediaMs) => mediaMs + (mediaMs >= 4000 ? 500 : 0));
  expect(ofType(run, 'timing.lead_jump')).toMatchObject([{ lead_ms: -500, threshold_ms: 100 }]);
  expect(ofType(run, 'timing.clock_drift')).toEqual([]);
});

test('TimingDrift ignores times that are no numbers', async () => {
  const run = await SoundRun.open(timingDrift);
  await run.push(new AudioBlock(48_000, [new Float32Array(960)], 960, Number.NaN));
  await timed(run, 100, (mediaMs) => mediaMs);
  expect(run.events.at(-1)).toMatchObject({ lead_ms: 0, slope_ms_per_s: 0 });
});
