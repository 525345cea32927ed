import { SdkError } from '@remotemedia/base';
import { assertBoolean, assertInteger, assertObject, assertOneOf } from '../module/checks.ts';
import { APPLICATIONS, AUTO, BANDWIDTHS, BITRATE_MAX, SET, SIGNALS } from './controls.ts';
import { OPUS_SAMPLE_RATES, type OpusSampleRate } from './frame-sizes.ts';

/** How much of the spectrum is coded: up to 4, 6, 8, 12 or 20 kHz (RFC 6716, table 1). */
export type OpusBandwidth = keyof typeof BANDWIDTHS;

/** What an {@link OpusEncoder} can be told. */
export interface OpusEncoderConfig {
  /** Of the input, Hz. Fixed once the encoder is made. @default 48000 */
  readonly sampleRate?: OpusSampleRate | undefined;
  /** Of the input; fixed. @default 1 */
  readonly channelCount?: 1 | 2 | undefined;
  /**
   * What it is for: speech that must be understood, sound that must be like the original, or the least delay, which does
   * without the speech codec. Changes only before the first packet or after a reset. @default 'audio'
   */
  readonly application?: 'voip' | 'audio' | 'lowdelay' | undefined;
  /**
   * Bits per second, 500–512,000; `'auto'` goes by sample rate and channels, `'max'` fills the largest packet. libopus
   * uses no more than 300,000 for each channel. @default 64000
   */
  readonly bitrate?: number | 'auto' | 'max' | undefined;
  /**
   * Whether packets have the size that each frame needs, the same with a bound on bursts (libopus's own default), or all
   * the same size (RFC 6716, 2.1). What WebCodecs calls `'variable'` is `'constrained'` here, as in Chromium.
   *
   * @default 'constrained'
   */
  readonly bitrateMode?: 'variable' | 'constrained' | 'constant' | undefined;
  /** Effort, 0–10. @default 10 */
  readonly complexity?: number | undefined;
  /** What the sound is, if the caller knows. @default 'auto' */
  readonly signal?: 'auto' | 'voice' | 'music' | undefined;
  /** The bandwidth to use at all times. @default 'auto' */
  readonly bandwidth?: 'auto' | OpusBandwidth | undefined;
  /** The largest bandwidth that may be chosen. @default 'fullband' */
  readonly maxBandwidth?: OpusBandwidth | undefined;
  /** Whether silence is sent as packets of one or two bytes, which need not be sent. @default false */
  readonly dtx?: boolean | undefined;
  /** Whether a packet of speech repeats the frame before it, for `decodeFec`, once losses are expected. @default false */
  readonly inbandFec?: boolean | undefined;
  /** How many packets of a hundred get lost, 0–100. @default 0 */
  readonly expectedLossPercent?: number | undefined;
  /** Bits of the input that are not noise, 8–24. @default 24 */
  readonly lsbDepth?: number | undefined;
  /** Whether frames do without the ones before them, at a cost in quality. @default false */
  readonly predictionDisabled?: boolean | undefined;
  /** Whether stereo avoids inverted phases, which vanish when mixed to mono. @default false */
  readonly phaseInversionDisabled?: boolean | undefined;
  /** How many channels the packets have. @default 'auto' */
  readonly forceChannels?: 'auto' | 1 | 2 | undefined;
}

/** A config with nothing left open. */
export type CompleteOpusEncoderConfig = {
  readonly [Key in keyof OpusEncoderConfig]-?: Exclude<OpusEncoderConfig[Key], undefined>;
};

const DEFAULTS: CompleteOpusEncoderConfig = {
  sampleRate: 48000,
  channelCount: 1,
  application: 'audio',
  bitrate: 64_000,
  bitrateMode: 'constrained',
  complexity: 10,
  signal: 'auto',
  bandwidth: 'auto',
  maxBandwidth: 'fullband',
  dtx: false,
  inbandFec: false,
  expectedLossPercent: 0,
  lsbDepth: 24,
  predictionDisabled: false,
  phaseInversionDisabled: false,
  forceChannels: 'auto',
};

/**
 * `config` over `base`, checked.
 *
 * @param base what holds where `config` says nothing
 * @throws {SdkError} `invalid-argument` or `out-of-range`, naming the field
 */
export function completeEncoderConfig(
  config: OpusEncoderConfig,
  base: CompleteOpusEncoderConfig = DEFAULTS,
): CompleteOpusEncoderConfig {
  assertObject('config', config);
  const given = Object.fromEntries(Object.entries(config).filter(([, value]) => value !== undefined));
  const complete: CompleteOpusEncoderConfig = { ...base, ...given };
  assertOneOf('sampleRate', complete.sampleRate, OPUS_SAMPLE_RATES);
  assertOneOf('channelCount', complete.channelCount, [1, 2]);
  assertOneOf('application', complete.application, Object.keys(APPLICATIONS));
  if (complete.bitrate !== 'auto' && complete.bitrate !== 'max')
    assertInteger('bitrate', complete.bitrate, 500, 512_000);
  assertOneOf('bitrateMode', complete.bitrateMode, ['variable', 'constrained', 'constant']);
  assertInteger('complexity', complete.complexity, 0, 10);
  assertOneOf('signal', complete.signal, Object.keys(SIGNALS));
  assertOneOf('bandwidth', complete.bandwidth, ['auto', ...Object.keys(BANDWIDTHS)]);
  assertOneOf('maxBandwidth', complete.maxBandwidth, Object.keys(BANDWIDTHS));
  assertInteger('expectedLossPercent', complete.expectedLossPercent, 0, 100);
  assertInteger('lsbDepth', complete.lsbDepth, 8, 24);
  for (const flag of ['dtx', 'inbandFec', 'predictionDisabled', 'phaseInversionDisabled'] as const) {
    assertBoolean(flag, complete[flag]);
  }
  assertOneOf('forceChannels', complete.forceChannels, complete.channelCount === 1 ? ['auto', 1] : ['auto', 1, 2]);
  return complete;
}

/** @throws {SdkError} `invalid-argument` when `next` changes what is fixed */
export function assertSameInput(now: CompleteOpusEncoderConfig, next: CompleteOpusEncoderConfig): void {
  if (now.sampleRate === next.sampleRate && now.channelCount === next.channelCount) return;
  const fixed = `${now.sampleRate} Hz with ${now.channelCount} channel(s)`;
  throw new SdkError('invalid-argument', `this encoder takes ${fixed}, which cannot change; make another one`);
}

/** Each setting of a config as libopus has it: number and value. */
export function encoderSettings(config: CompleteOpusEncoderConfig): ReadonlyMap<number, number> {
  return new Map([
    [SET.application, APPLICATIONS[config.application]],
    [SET.bitrate, bitrateValue(config.bitrate)],
    [SET.vbr, Number(config.bitrateMode !== 'constant')],
    [SET.vbrConstraint, Number(config.bitrateMode === 'constrained')],
    [SET.complexity, config.complexity],
    [SET.signal, SIGNALS[config.signal]],
    [SET.maxBandwidth, BANDWIDTHS[config.maxBandwidth]],
    [SET.bandwidth, config.bandwidth === 'auto' ? AUTO : BANDWIDTHS[config.bandwidth]],
    [SET.dtx, Number(config.dtx)],
    [SET.inbandFec, Number(config.inbandFec)],
    [SET.expectedLossPercent, config.expectedLossPercent],
    [SET.lsbDepth, config.lsbDepth],
    [SET.predictionDisabled, Number(config.predictionDisabled)],
    [SET.phaseInversionDisabled, Number(config.phaseInversionDisabled)],
    [SET.forceChannels, config.forceChannels === 'auto' ? AUTO : config.forceChannels],
  ]);
}

function bitrateValue(bitrate: number | 'auto' | 'max'): number {
  if (bitrate === 'auto') return AUTO;
  return bitrate === 'max' ? BITRATE_MAX : bitrate;
}
