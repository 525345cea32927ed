import { SdkError } from '@remotemedia/base';
import type { OpusEncoderConfig, OpusSampleRate } from '../../../../opus/index.ts';
import { OPUS_SAMPLE_RATES } from '../../../../opus/index.ts';
import type { AudioEncoderConfig } from '../../../../webcodecs/coders/config-types.ts';

/** The rate that everything else is resampled to, Hz. */
const FULL_RATE: OpusSampleRate = 48_000;

/** Default of the Opus registration, µs. */
const DEFAULT_FRAME_US = 20_000;

/** What a session needs to know of a configuration. */
export interface OpusEncoderSettings {
  /** Of the input, Hz. */
  readonly inputRate: number;
  /** For the encoder. */
  readonly encoder: OpusEncoderConfig & { readonly sampleRate: OpusSampleRate; readonly channelCount: 1 | 2 };
  /** How much a packet holds, µs. */
  readonly frameUs: number;
  /** Sample-frames of the encoder's rate that a packet holds. */
  readonly frameFrames: number;
}

/**
 * Translates a configuration of the platform's shape, with the Opus registration's members and ours.
 *
 * @throws {SdkError} `unimplemented` for more than two channels or no rate
 */
export function opusEncoderSettings(config: AudioEncoderConfig): OpusEncoderSettings {
  const { numberOfChannels, sampleRate: inputRate, opus = {}, opusExtras = {} } = config;
  if (numberOfChannels !== 1 && numberOfChannels !== 2) {
    throw new SdkError('unimplemented', `the Opus encoder takes 1 or 2 channels, not ${numberOfChannels}`);
  }
  if (!(inputRate > 0)) throw new SdkError('unimplemented', `sampleRate must be positive, not ${inputRate}`);
  const sampleRate = OPUS_SAMPLE_RATES.find((rate) => rate === inputRate) ?? FULL_RATE;
  const { frameDuration: frameUs = DEFAULT_FRAME_US } = opus;
  const { constrainedRate = true, ...extras } = opusExtras;
  const encoder = {
    ...extras,
    sampleRate,
    channelCount: numberOfChannels,
    application: opus.application,
    signal: opus.signal,
    complexity: opus.complexity,
    dtx: opus.usedtx,
    inbandFec: opus.useinbandfec,
    expectedLossPercent: opus.packetlossperc,
    bitrate: config.bitrate ?? 'auto',
    bitrateMode: config.bitrateMode === 'constant' ? 'constant' : constrainedRate ? 'constrained' : 'variable',
  } as const;
  return { inputRate, encoder, frameUs, frameFrames: (frameUs * sampleRate) / 1_000_000 };
}
