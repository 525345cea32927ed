import { Members, oneOf } from '../../data/idl/dictionaries.ts';
import { enforceUnsignedLong, enforceUnsignedLongLong, toDouble } from '../../data/idl/numbers.ts';
import type { OpusDecoderExtras, OpusEncoderConfig, OpusEncoderExtras } from '../config-types.ts';
import { requireRange, toBoolean } from './conversions.ts';

/** What one Opus packet can hold, in µs. Source: RFC 6716 §2.1.4 and §3.2 */
const FRAME_DURATIONS: readonly number[] = [2500, 5000, 10_000, 20_000, 40_000, 60_000, 80_000, 100_000, 120_000];

/** The registration leaves it to us; it is what browsers take on a computer. */
const DEFAULT_COMPLEXITY = 9;

/** Source: RFC 7845 §5.1, output gain: 16 bits, 256 steps in a dB. */
const HIGHEST_GAIN_DB = 32_767 / 256;

const BANDS = ['narrowband', 'mediumband', 'wideband', 'superwideband', 'fullband'] as const;
const format = oneOf(['opus', 'ogg'] as const);
const signal = oneOf(['auto', 'music', 'voice'] as const);
const application = oneOf(['voip', 'audio', 'lowdelay'] as const);
const band = oneOf(BANDS);
const bandOrAuto = oneOf([...BANDS, 'auto'] as const);

/**
 * Reads the `opus` member of an encoder's configuration, with its defaults.
 *
 * @throws {TypeError} as WebIDL and the Opus WebCodecs Registration say
 */
export function readOpusConfig(value: unknown): OpusEncoderConfig {
  const members = new Members(value, 'OpusEncoderConfig');
  const config = {
    application: members.optional('application', application) ?? 'audio',
    complexity: members.optional('complexity', enforceUnsignedLong) ?? DEFAULT_COMPLEXITY,
    format: members.optional('format', format) ?? 'opus',
    frameDuration: members.optional('frameDuration', enforceUnsignedLongLong) ?? 20_000,
    packetlossperc: members.optional('packetlossperc', enforceUnsignedLong) ?? 0,
    signal: members.optional('signal', signal) ?? 'auto',
    usedtx: members.optional('usedtx', toBoolean) ?? false,
    useinbandfec: members.optional('useinbandfec', toBoolean) ?? false,
  };
  if (!FRAME_DURATIONS.includes(config.frameDuration))
    throw new TypeError(`frameDuration is ${config.frameDuration} µs; expected one of ${FRAME_DURATIONS.join(', ')}`);
  requireRange(config.complexity, 0, 10, 'complexity');
  requireRange(config.packetlossperc, 0, 100, 'packetlossperc');
  return config;
}

/** Reads our `opusExtras` member of an encoder's configuration. @throws {TypeError} for a value it cannot have */
export function readOpusEncoderExtras(value: unknown): OpusEncoderExtras {
  const members = new Members(value, 'OpusEncoderExtras');
  const bandwidth = members.optional('bandwidth', bandOrAuto);
  const constrainedRate = members.optional('constrainedRate', toBoolean);
  const forceChannels = members.optional('forceChannels', channelsOrAuto);
  const lsbDepth = members.optional('lsbDepth', enforceUnsignedLong);
  const maxBandwidth = members.optional('maxBandwidth', band);
  const phaseInversionDisabled = members.optional('phaseInversionDisabled', toBoolean);
  const predictionDisabled = members.optional('predictionDisabled', toBoolean);
  requireRange(lsbDepth, 8, 24, 'lsbDepth');
  return {
    ...(bandwidth !== undefined && { bandwidth }),
    ...(constrainedRate !== undefined && { constrainedRate }),
    ...(forceChannels !== undefined && { forceChannels }),
    ...(lsbDepth !== undefined && { lsbDepth }),
    ...(maxBandwidth !== undefined && { maxBandwidth }),
    ...(phaseInversionDisabled !== undefined && { phaseInversionDisabled }),
    ...(predictionDisabled !== undefined && { predictionDisabled }),
  };
}

/** Reads our `opusExtras` member of a decoder's configuration. @throws {TypeError} for a value it cannot have */
export function readOpusDecoderExtras(value: unknown): OpusDecoderExtras {
  const members = new Members(value, 'OpusDecoderExtras');
  const concealment = members.optional('concealment', toBoolean);
  const gainDb = members.optional('gainDb', toDouble);
  requireRange(gainDb, -128, HIGHEST_GAIN_DB, 'gainDb');
  return { ...(concealment !== undefined && { concealment }), ...(gainDb !== undefined && { gainDb }) };
}

function channelsOrAuto(value: unknown, what: string): 'auto' | 1 | 2 {
  if (value === 'auto' || value === 1 || value === 2) return value;
  throw new TypeError(`${what} is ${String(value)}; expected 'auto', 1 or 2`);
}
