import { type Clock, SdkError, systemClock } from '@remotemedia/base';
import type { LogSink } from './log.ts';

/** A STUN or TURN server as `RTCConfiguration.iceServers` takes it. */
export interface IceServer {
  /** Addresses that start with `stun:`, `stuns:`, `turn:` or `turns:`. */
  readonly urls: readonly string[];
  /** User name, for TURN. */
  readonly username?: string | undefined;
  /** Password, for TURN. */
  readonly credential?: string | undefined;
}

/** Settings of {@link startServer}; each has a default. */
export interface ServerOptions {
  /** Name or address to listen on; `0.0.0.0` and `::` open it to other machines. @default 'localhost' (127.0.0.1 and ::1) */
  readonly host?: string | undefined;
  /** Port, 0–65535; 0 for any that is free. @default 8080 */
  readonly port?: number | undefined;
  /** Folder of the built demo; without it there is a page that says so. */
  readonly demoDir?: string | undefined;
  /** STUN servers that pages are told of, each `stun:host:port`. @default none */
  readonly stunServers?: readonly string[] | undefined;
  /** More servers that pages are told of. @default none */
  readonly iceServers?: readonly IceServer[] | undefined;
  /** Most peers in one room, 1–1000. @default 10 */
  readonly maxPeersPerRoom?: number | undefined;
  /** Most rooms at a time, 1–1000000. @default 10_000 */
  readonly maxRooms?: number | undefined;
  /**
   * Most peers of one remote address in all rooms, 1–1000000. An IPv6 address stands for its /64 network. Behind a
   * proxy all peers have the proxy's address: raise this to what the whole server may hold, and limit clients in the
   * proxy. @default 256
   */
  readonly maxStaysPerAddress?: number | undefined;
  /** How long an interrupted stay can be resumed, 0–600000 ms. @default 5_000 */
  readonly resumeGraceMs?: number | undefined;
  /** Longest silence of a healthy stream, 50–60000 ms. @default 2_000 */
  readonly heartbeatIntervalMs?: number | undefined;
  /** Where time comes from. @default systemClock */
  readonly clock?: Clock | undefined;
  /** Takes lines of the log. @default none is written */
  readonly log?: LogSink | undefined;
}

/** {@link ServerOptions} with nothing left open. */
export interface ServerSettings {
  /** Name or address to listen on. */
  readonly host: string;
  /** Port, 0 for any. */
  readonly port: number;
  /** Folder of the built demo. */
  readonly demoDir: string | undefined;
  /** All STUN and TURN servers. */
  readonly iceServers: readonly IceServer[];
  /** Most peers in one room. */
  readonly maxPeersPerRoom: number;
  /** Most rooms at a time. */
  readonly maxRooms: number;
  /** Most peers of one remote address. */
  readonly maxStaysPerAddress: number;
  /** How long an interrupted stay can be resumed, in milliseconds. */
  readonly resumeGraceMs: number;
  /** Longest silence of a healthy stream, in milliseconds. */
  readonly heartbeatIntervalMs: number;
  /** Where time comes from. */
  readonly clock: Clock;
  /** Takes lines of the log. */
  readonly log: LogSink;
}

/** Fills in the defaults. @throws {SdkError} `invalid-argument`, which names the option */
export function toSettings(options: ServerOptions): ServerSettings {
  const { host = 'localhost', demoDir, clock = systemClock, log = () => {} } = options;
  if (typeof host !== 'string' || host === '') throw invalid('host', 'a name or an address', host);
  if (demoDir !== undefined && typeof demoDir !== 'string') throw invalid('demoDir', 'a path', demoDir);
  return {
    host,
    port: wholeNumber('port', options.port, { least: 0, most: 65_535, otherwise: 8_080 }),
    demoDir,
    iceServers: toIceServers(options),
    maxPeersPerRoom: wholeNumber('maxPeersPerRoom', options.maxPeersPerRoom, { least: 1, most: 1_000, otherwise: 10 }),
    maxRooms: wholeNumber('maxRooms', options.maxRooms, { least: 1, most: 1_000_000, otherwise: 10_000 }),
    maxStaysPerAddress: wholeNumber('maxStaysPerAddress', options.maxStaysPerAddress, {
      least: 1,
      most: 1_000_000,
      otherwise: 256,
    }),
    resumeGraceMs: wholeNumber('resumeGraceMs', options.resumeGraceMs, { least: 0, most: 600_000, otherwise: 5_000 }),
    heartbeatIntervalMs: wholeNumber('heartbeatIntervalMs', options.heartbeatIntervalMs, {
      least: 50,
      most: 60_000,
      otherwise: 2_000,
    }),
    clock,
    log,
  };
}

function toIceServers({ stunServers = [], iceServers = [] }: ServerOptions): IceServer[] {
  for (const url of stunServers) if (!/^stuns?:\S+$/.test(url)) throw invalid('stunServers', 'stun:host:port', url);
  for (const url of iceServers.flatMap(({ urls }) => urls)) {
    if (!/^(stun|turn)s?:\S+$/.test(url)) throw invalid('iceServers', 'stun:host:port or turn:host:port', url);
  }
  return [...(stunServers.length > 0 ? [{ urls: stunServers }] : []), ...iceServers];
}

interface Range {
  readonly least: number;
  readonly most: number;
  readonly otherwise: number;
}

function wholeNumber(name: string, value: number | undefined, { least, most, otherwise }: Range): number {
  if (value === undefined) return otherwise;
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  throw invalid(name, `a whole number from ${least} to ${most}`, value);
}

function invalid(name: string, expected: string, got: unknown): SdkError {
  return new SdkError('invalid-argument', `${name} must be ${expected}, got ${JSON.stringify(got) ?? String(got)}`);
}
