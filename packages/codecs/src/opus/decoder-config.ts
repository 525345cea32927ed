import { assertBoolean, assertNumber, assertOneOf } from '../module/checks.ts';
import { SET } from './controls.ts';
import { OPUS_SAMPLE_RATES, type OpusSampleRate } from './frame-sizes.ts';

/** What can change in mid-stream, of every decoder of Opus. */
export interface OpusDecoderSettings {
  /** How much louder, dB, −128 to 127.99; OpusHead's output gain. @default 0 */
  readonly gainDb?: number | undefined;
  /** Whether stereo is decoded without inverted phases, which vanish when mixed to mono. @default false */
  readonly phaseInversionDisabled?: boolean | undefined;
}

/** What an {@link OpusDecoder} can be told. */
export interface OpusDecoderConfig extends OpusDecoderSettings {
  /** Of the output, Hz, whatever the packets were made of. Fixed once the decoder is made. @default 48000 */
  readonly sampleRate?: OpusSampleRate | undefined;
  /** Of the output, whatever the packets have; fixed. @default 1 */
  readonly channelCount?: 1 | 2 | undefined;
}

/** Steps of libopus's gain in one dB. */
const GAIN_STEPS = 256;

/** @throws {SdkError} `invalid-argument` when libopus does not know the rate */
export function assertSampleRate(sampleRate: unknown): asserts sampleRate is OpusSampleRate {
  assertOneOf('sampleRate', sampleRate, OPUS_SAMPLE_RATES);
}

/**
 * Each setting that is given, as libopus has it: number and value.
 *
 * @throws {SdkError} `invalid-argument` or `out-of-range`, naming the field
 */
export function decoderSettings(settings: OpusDecoderSettings): ReadonlyMap<number, number> {
  const { gainDb, phaseInversionDisabled } = settings;
  const values = new Map<number, number>();
  if (gainDb !== undefined) {
    assertNumber('gainDb', gainDb, -128, 32767 / GAIN_STEPS);
    values.set(SET.gain, Math.round(gainDb * GAIN_STEPS));
  }
  if (phaseInversionDisabled !== undefined) {
    assertBoolean('phaseInversionDisabled', phaseInversionDisabled);
    values.set(SET.phaseInversionDisabled, Number(phaseInversionDisabled));
  }
  return values;
}
