// How well a detector of voices found the phrases of the recording.
import type { JsonValue } from '../../data/json-value.ts';
import { PHRASES } from './speech-contract.ts';
import type { VoiceActivityEvent } from './voice-activity-event.ts';

/** Length of the steps that are compared, and of the recording, in ms. */
const STEP_MS = 5;
const LENGTH_MS = 24_900;

/** A stretch of time in ms. */
type Stretch = readonly [fromMs: number, toMs: number];

/** How well it did. */
export interface SpeechScore {
  /** Stretches that it found. */
  readonly found: readonly Stretch[];
  /** Part of what it took for speech that was, and part of the speech that it found, by time: 0–1. */
  readonly precision: number;
  readonly recall: number;
  /** For each phrase that it met: how late it began, and how late it ended, in ms; `undefined` for one it missed. */
  readonly onsetsMs: readonly (number | undefined)[];
  readonly offsetsMs: readonly (number | undefined)[];
}

/** Events of the right shape. */
export function voiceEvents(events: readonly JsonValue[]): readonly VoiceActivityEvent[] {
  return events.filter(isVoiceEvent);
}

function isVoiceEvent(value: JsonValue): value is VoiceActivityEvent {
  return typeof value === 'object' && value !== null && 'speech_probability' in value;
}

/** Compares the events with where the phrases are. */
export function scoreOf(events: readonly JsonValue[]): SpeechScore {
  const found = voiceEvents(events)
    .filter(({ is_speech_end }) => is_speech_end)
    .map((event): Stretch => [event.speech_start_ms ?? Number.NaN, event.speech_end_ms ?? Number.NaN]);
  const phrases = PHRASES.map(({ startMs, endMs }): Stretch => [startMs, endMs]);
  let [hits, false_, missed] = [0, 0, 0];
  for (let time = STEP_MS / 2; time < LENGTH_MS; time += STEP_MS) {
    const isSpeech = covers(phrases, time);
    const isFound = covers(found, time);
    if (isSpeech && isFound) hits += 1;
    else if (isFound) false_ += 1;
    else if (isSpeech) missed += 1;
  }
  const met = phrases.map(([from, to]) => found.filter(([start, end]) => end > from && start < to));
  return {
    found,
    precision: hits / (hits + false_),
    recall: hits / (hits + missed),
    onsetsMs: met.map((stretches, index) => lateness(stretches[0]?.[0], phrases[index]?.[0])),
    offsetsMs: met.map((stretches, index) => lateness(stretches.at(-1)?.[1], phrases[index]?.[1])),
  };
}

function covers(stretches: readonly Stretch[], time: number): boolean {
  return stretches.some(([from, to]) => time >= from && time < to);
}

function lateness(found: number | undefined, wanted: number | undefined): number | undefined {
  return found === undefined || wanted === undefined ? undefined : found - wanted;
}
