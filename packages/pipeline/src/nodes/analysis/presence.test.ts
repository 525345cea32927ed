import { expect, test } from 'vitest';
import type { JsonValue } from '../../data/json-value.ts';
import { conversationFlow } from './conversation-flow.ts';
import { silenceDetector } from './silence-detector.ts';
import { joined, SoundRun, silence, sine, soundThrough } from './sound-run-contract.ts';
import { speechPresence } from './speech-presence.ts';

const tone = (lengthMs: number) => sine(500, 0.3, lengthMs);

function member(events: readonly JsonValue[], name: string): unknown[] {
  return events.map((event) => Reflect.get(event as object, name));
}

test('SilenceDetector tells when silence begins, when it is sustained and when it ends', async () => {
  const sound = joined(tone(400), silence(700), tone(200));
  const { events } = await soundThrough(silenceDetector, [sound], { params: { emitIntervalMs: 60_000 } });
  expect(member(events, 'is_silent')).toEqual([false, true, true, false]);
  expect(member(events, 'is_sustained_silence')).toEqual([false, false, true, false]);
  expect(member(events, 'timestamp_us')).toEqual([0, 400_000, 880_000, 1_100_000]);
  expect(member(events, 'silence_duration_ms')).toEqual([0, 20, 500, 0]);
  expect(member(events, 'health')).toEqual([1, expect.closeTo(0.96, 6), 0, 1]);
});

test('SilenceDetector counts dropouts within its window', async () => {
  const dropouts = joined(tone(200), silence(40), tone(200), silence(40), tone(200), silence(40), tone(200));
  const sound = joined(dropouts, tone(3000));
  const params = { emitIntervalMs: 60_000, dropoutWindowMs: 2000 };
  const { events } = await soundThrough(silenceDetector, [sound], { params });
  expect(Math.max(...(member(events, 'dropout_count') as number[]))).toBe(3);
  const intermittent = events.filter((event) => Reflect.get(event as object, 'has_intermittent_dropouts') === true);
  expect(member(intermittent, 'timestamp_us')[0]).toBe(680_000);
  expect(member(events, 'dropout_count').at(-1)).toBe(2);
});

test('SilenceDetector tells the same state only so often', async () => {
  const { events } = await soundThrough(silenceDetector, [tone(10_000)]);
  expect(events).toHaveLength(20);
});

test.each([silenceDetector, speechPresence, conversationFlow])(
  '$type finds the same however the sound is cut',
  async (definition) => {
    const left = joined(tone(400), silence(2500), tone(400), silence(700), tone(2000));
    const right = joined(silence(200), tone(300), silence(2500), tone(3000));
    const runs = [128, 441, 960].map((blockFrames) => soundThrough(definition, [left, right], { blockFrames }));
    const [first, ...others] = await Promise.all(runs);
    expect(first?.events.length).toBeGreaterThan(0);
    for (const { events } of others) expect(events).toEqual(first?.events);
  },
);

test('SpeechPresence goes from speech to silence to dead air', async () => {
  const { events } = await soundThrough(speechPresence, [joined(tone(500), silence(2500), tone(100))], {
    streamId: 'bo',
  });
  expect(member(events, 'state')).toEqual(['speaking', 'silent', 'dead_air', 'speaking']);
  expect(member(events, 'duration_ms')).toEqual([20, 20, 2000, 20]);
  expect(events[2]).toEqual({
    event_type: 'speech.presence',
    _schema: 'speech_presence_v1',
    state: 'dead_air',
    duration_ms: 2000,
    timestamp_us: 2_480_000,
    stream_id: 'bo',
  });
});

test('SpeechPresence tells the sides of stereo apart', async () => {
  const left = joined(tone(300), tone(300), tone(700), silence(300), silence(2500));
  const right = joined(silence(300), tone(300), tone(700), tone(300), silence(2500));
  const { events } = await soundThrough(speechPresence, [left, right]);
  expect(member(events, 'state')).toEqual([
    'speaking_left',
    'speaking_both',
    'overlap',
    'speaking_right',
    'silent',
    'dead_air',
  ]);
  expect(events[2]).toMatchObject({
    speakers: { left: { active: true, duration_ms: 800 }, right: { active: true, duration_ms: 500 } },
    overlap_duration_ms: 500,
  });
});

test('SpeechPresence repeats a state when it is told to', async () => {
  const { events } = await soundThrough(speechPresence, [tone(1000)], { params: { emitIntervalMs: 200 } });
  expect(events).toHaveLength(5);
});

test('ConversationFlow counts who spoke for how long', async () => {
  const left = joined(tone(2000), silence(2000), tone(1000));
  const right = joined(silence(1000), tone(2000), silence(2000));
  const { events } = await soundThrough(conversationFlow, [left, right]);
  expect(events).toEqual([
    {
      event_type: 'conversation.flow',
      _schema: 'conversation_flow_v1',
      left_talk_pct: 60,
      right_talk_pct: 40,
      overlap_pct: 20,
      silence_pct: 20,
      window_ms: 30_000,
      timestamp_us: 5_000_000,
    },
  ]);
  const mono = await soundThrough(conversationFlow, [joined(tone(1000), silence(3000))]);
  expect(mono.events).toMatchObject([{ talk_pct: 25, silence_pct: 75 }]);
});

test('ConversationFlow looks back no further than its window', async () => {
  const params = { windowMs: 1000, emitIntervalMs: 1000 };
  const { events } = await soundThrough(conversationFlow, [joined(tone(1000), silence(1500))], { params });
  expect(member(events, 'talk_pct')).toEqual([100, 0, 0]);
});

test('ConversationFlow reads the events of SpeechPresence', async () => {
  const run = await SoundRun.open(conversationFlow, { params: { emitIntervalMs: 4000 } });
  const states = ['speaking_left', 'overlap', 'speaking_right', 'silent', 'speaking_left'];
  for (const [second, state] of states.entries()) {
    const value = { event_type: 'speech.presence', state, timestamp_us: 7_000_000 + second * 1e6 };
    await run.push({ kind: 'json', value });
  }
  expect(run.events).toMatchObject([
    { left_talk_pct: 50, right_talk_pct: 50, overlap_pct: 25, silence_pct: 25, timestamp_us: 11_000_000 },
  ]);
});

test.each([null, 5, 'x', [], { event_type: 'speech.presence', state: 'odd' }, { state: 'speaking' }])(
  'ConversationFlow ignores %j',
  async (value) => {
    const run = await SoundRun.open(conversationFlow);
    await run.push({ kind: 'json', value });
    await run.flush();
    expect(run.events).toEqual([]);
  },
);

test('ConversationFlow is not kept busy by a state that lasted for years', async () => {
  const run = await SoundRun.open(conversationFlow);
  for (const timestamp_us of [0, 1e18, 2e18]) {
    await run.push({ kind: 'json', value: { event_type: 'speech.presence', state: 'speaking', timestamp_us } });
  }
  expect(run.events.at(-1)).toMatchObject({ talk_pct: 100 });
});
