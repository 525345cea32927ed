import { SdkError } from '@remotemedia/base';
import type { JsonValue } from '../../data/json-value.ts';
import type { Cue } from './srt-cue.ts';

/** Cues that one item may have. */
const MAX_CUES = 10_000;

/** Members that recognizers have their pieces in. */
const LISTS = ['segments', 'chunks'] as const;

/**
 * The cues of a transcript, as Whisper and its relatives write it: `{text, start, end}`, or such objects in `segments` or
 * `chunks`; `timestamp: [start, end]` may stand for the two. Times are in seconds.
 *
 * @throws {SdkError} `invalid-argument` for what has no text or no times, `resource-exhausted` for more than 10,000 cues
 */
export function cuesOf(value: JsonValue): readonly Cue[] {
  const pieces = Array.isArray(value) ? value : listIn(value);
  if (pieces.length > MAX_CUES)
    throw new SdkError('resource-exhausted', `a transcript of ${pieces.length} pieces; the limit is ${MAX_CUES}`);
  return pieces.map(cueOf);
}

function listIn(value: JsonValue): readonly unknown[] {
  for (const name of LISTS) {
    const list = member(value, name);
    if (Array.isArray(list)) return list;
  }
  return [value];
}

function cueOf(piece: unknown): Cue {
  const text = member(piece, 'text');
  const times = member(piece, 'timestamp');
  const [start, end] = Array.isArray(times) ? times : [member(piece, 'start'), member(piece, 'end')];
  if (typeof text === 'string' && isTime(start) && isTime(end) && start <= end)
    return { text, startS: start, endS: end };
  throw new SdkError('invalid-argument', 'a transcript has text, and start and end in seconds, in each of its pieces');
}

function isTime(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0;
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? Reflect.get(value, name)
    : undefined;
}
