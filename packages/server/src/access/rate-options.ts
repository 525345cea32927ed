import { SdkError } from '@remotemedia/base';
import type { RateLimit } from './token-bucket.ts';

/** A limit, or 0 or `false` for none. */
export type RateOption = RateLimit | 0 | false | undefined;

/**
 * How much clients may do. The defaults are above what a mesh needs of which fifty peers join at once from one address
 * (50,000 messages within seconds), and far below what a flood is.
 */
export interface RateOptions {
  /** Messages of one connection. @default 500 per second, 5,000 at once */
  readonly messagesPerConnection?: RateOption;
  /** Bytes of messages of one connection. @default 524,288 per second, 8,388,608 at once */
  readonly bytesPerConnection?: RateOption;
  /** Messages of all connections of one address. @default 5,000 per second, 100,000 at once */
  readonly messagesPerAddress?: RateOption;
  /** Bytes of messages of all connections of one address. @default 4,194,304 per second, 134,217,728 at once */
  readonly bytesPerAddress?: RateOption;
  /** Messages of all peers of one room. @default 10,000 per second, 200,000 at once */
  readonly messagesPerRoom?: RateOption;
  /** Bytes of messages of all peers of one room. @default 8,388,608 per second, 268,435,456 at once */
  readonly bytesPerRoom?: RateOption;
  /** Peers of one address that join. @default 20 per second, 1,000 at once */
  readonly joinsPerAddress?: RateOption;
  /** Peers that join one room. @default 50 per second, 2,000 at once */
  readonly joinsPerRoom?: RateOption;
  /** New connections of one address. @default 50 per second, 2,000 at once */
  readonly connectionsPerAddress?: RateOption;
  /** Most addresses, and most rooms, whose limits are kept, 16–1000000. @default 10_000 */
  readonly maxTracked?: number | undefined;
}

/** {@link RateOptions} with nothing left open; a limit that is `undefined` is off. */
export interface RateSettings {
  /** Of one connection. */
  readonly connection: MessageLimits;
  /** Of one address. */
  readonly address: MessageLimits & {
    /** Peers that join. */
    readonly joins: RateLimit | undefined;
    /** New connections. */
    readonly connections: RateLimit | undefined;
  };
  /** Of one room. */
  readonly room: MessageLimits & {
    /** Peers that join. */
    readonly joins: RateLimit | undefined;
  };
  /** Most addresses, and most rooms, whose limits are kept. */
  readonly maxTracked: number;
}

/** Limits of messages by count and by bytes. */
export interface MessageLimits {
  /** Messages. */
  readonly messages: RateLimit | undefined;
  /** Their bytes. */
  readonly bytes: RateLimit | undefined;
}

type LimitName = Exclude<keyof RateOptions, 'maxTracked'>;

const MIB = 1_048_576;

const DEFAULTS: Readonly<Record<LimitName, RateLimit>> = {
  messagesPerConnection: { perSecond: 500, burst: 5_000 },
  bytesPerConnection: { perSecond: MIB / 2, burst: 8 * MIB },
  messagesPerAddress: { perSecond: 5_000, burst: 100_000 },
  bytesPerAddress: { perSecond: 4 * MIB, burst: 128 * MIB },
  messagesPerRoom: { perSecond: 10_000, burst: 200_000 },
  bytesPerRoom: { perSecond: 8 * MIB, burst: 256 * MIB },
  joinsPerAddress: { perSecond: 20, burst: 1_000 },
  joinsPerRoom: { perSecond: 50, burst: 2_000 },
  connectionsPerAddress: { perSecond: 50, burst: 2_000 },
};

/** Fills in the defaults; `false` switches all limits off. @throws {SdkError} `invalid-argument`, which names the option */
export function toRateSettings(options: RateOptions | false = {}): RateSettings {
  const limit = (name: LimitName) => (options === false ? undefined : toLimit(name, options[name]));
  const { maxTracked = 10_000 } = options === false ? {} : options;
  if (!Number.isInteger(maxTracked) || maxTracked < 16 || maxTracked > 1_000_000) {
    throw invalid('maxTracked', 'a whole number from 16 to 1000000', maxTracked);
  }
  return {
    connection: { messages: limit('messagesPerConnection'), bytes: limit('bytesPerConnection') },
    address: {
      messages: limit('messagesPerAddress'),
      bytes: limit('bytesPerAddress'),
      joins: limit('joinsPerAddress'),
      connections: limit('connectionsPerAddress'),
    },
    room: { messages: limit('messagesPerRoom'), bytes: limit('bytesPerRoom'), joins: limit('joinsPerRoom') },
    maxTracked,
  };
}

function toLimit(name: LimitName, option: RateOption): RateLimit | undefined {
  if (option === undefined) return DEFAULTS[name];
  if (option === 0 || option === false) return undefined;
  if (isLimit(option)) return { perSecond: option.perSecond, burst: option.burst };
  throw invalid(name, '0, false or {perSecond, burst}, both above 0 and burst 1 or more', option);
}

function isLimit(option: RateLimit | null): boolean {
  if (typeof option !== 'object' || option === null) return false;
  const { perSecond, burst } = option;
  return Number.isFinite(perSecond) && perSecond > 0 && Number.isFinite(burst) && burst >= 1;
}

function invalid(name: string, expected: string, got: unknown): SdkError {
  return new SdkError('invalid-argument', `rates.${name} must be ${expected}, got ${JSON.stringify(got)}`);
}
