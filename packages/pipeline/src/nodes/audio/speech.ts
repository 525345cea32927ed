import type { JsonValue } from '../../data/json-value.ts';

/** What the event of a voice detector says, as far as it matters to those who collect speech. */
export interface Speech {
  readonly isStart: boolean;
  readonly isEnd: boolean;
  /** How long ago it began, in ms. */
  readonly lateMs: number;
  readonly streamId: string | undefined;
}

/**
 * Reads an event of `SileroVAD` or `VoiceActivityDetection`: `is_speech_start` and `is_speech_end`, or, of a detector without
 * these, `has_speech`. Anything else says nothing.
 */
export function readSpeech(value: JsonValue): Speech {
  const event = isRecord(value) ? value : {};
  const has = (name: string): boolean | undefined => {
    const told = Object.hasOwn(event, name) ? event[name] : undefined;
    return typeof told === 'boolean' ? told : undefined;
  };
  const number = (name: string): number => {
    const told = Object.hasOwn(event, name) ? event[name] : undefined;
    return typeof told === 'number' ? told : Number.NaN;
  };
  const hasSpeech = has('has_speech');
  const lateMs = number('timestamp_ms') - number('speech_start_ms');
  const streamId = event['stream_id'];
  return {
    isStart: has('is_speech_start') ?? hasSpeech === true,
    isEnd: has('is_speech_end') ?? hasSpeech === false,
    lateMs: Number.isFinite(lateMs) ? Math.max(0, lateMs) : 0,
    streamId: typeof streamId === 'string' ? streamId : undefined,
  };
}

function isRecord(value: JsonValue): value is { readonly [key: string]: JsonValue } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
