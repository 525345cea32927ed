import { MAX_CHANNELS, MAX_SAMPLE_RATE } from '../json/json-limits.ts';
import { hasStream } from './plain-items.ts';

/**
 * In Hz: the lowest rate that the nodes know. Of one sample a second a resampler would make 48,000.
 */
const MIN_SAMPLE_RATE = 3_000;

/** What may be the members of a block. */
interface Sound {
  readonly sampleRate?: unknown;
  readonly channels?: unknown;
  readonly timestampUs?: unknown;
  readonly streamId?: unknown;
}

/**
 * Whether these are the members of a block that nodes can work with: planes that hold its sample-frames, a rate that there is,
 * and a time.
 *
 * @param frames how many sample-frames it says to have
 */
export function isSound(sound: Sound, frames: unknown): boolean {
  const { sampleRate, channels, timestampUs } = sound;
  if (typeof sampleRate !== 'number' || !(sampleRate >= MIN_SAMPLE_RATE && sampleRate <= MAX_SAMPLE_RATE)) return false;
  if (typeof frames !== 'number' || !Number.isInteger(frames) || frames < 0) return false;
  if (!Array.isArray(channels) || channels.length < 1 || channels.length > MAX_CHANNELS) return false;
  if (!channels.every((plane: unknown) => plane instanceof Float32Array && plane.length >= frames)) return false;
  return Number.isFinite(timestampUs) && hasStream(sound);
}
