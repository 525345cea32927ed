import { SdkError } from '@remotemedia/base';

/** The sample rates that Opus takes and gives, Hz (RFC 6716, table 1; 24 and 16 kHz and below are decimated). */
export type OpusSampleRate = 8000 | 12000 | 16000 | 24000 | 48000;

/** {@link OpusSampleRate} as a list. */
export const OPUS_SAMPLE_RATES: readonly OpusSampleRate[] = [8000, 12000, 16000, 24000, 48000];

/** How long a packet that is encoded may be, ms; those over 60 hold several frames (RFC 6716, 3.2). */
export const OPUS_DURATIONS_MS: readonly number[] = [2.5, 5, 10, 20, 40, 60, 80, 100, 120];

/** The longest packet, ms (RFC 6716, 3.4, R5). */
const LONGEST_MS = 120;

/** Whether Opus knows this sample rate. */
export function isOpusSampleRate(rate: unknown): rate is OpusSampleRate {
  return OPUS_SAMPLE_RATES.some((known) => known === rate);
}

/** Sample-frames of the longest packet at a sample rate. */
export function longestFrames(sampleRate: OpusSampleRate): number {
  return (sampleRate * LONGEST_MS) / 1000;
}

/** Sample-frames of every packet that can be encoded at a sample rate. */
export function encodableFrames(sampleRate: OpusSampleRate): ReadonlySet<number> {
  return new Set(OPUS_DURATIONS_MS.map((duration) => (sampleRate * duration) / 1000));
}

/**
 * Looks at a length that is to be concealed.
 *
 * @throws {SdkError} `out-of-range` unless it is a multiple of 2.5 ms up to 120 ms
 */
export function assertConcealable(frames: number, sampleRate: OpusSampleRate): void {
  const step = sampleRate / 400;
  if (Number.isInteger(frames) && frames > 0 && frames % step === 0 && frames <= longestFrames(sampleRate)) return;
  const expected = `a multiple of ${step} (2.5 ms) up to ${longestFrames(sampleRate)}`;
  throw new SdkError('out-of-range', `frames must be ${expected}, not ${frames}`);
}
