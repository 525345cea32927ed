import { type Clock, SdkError, systemClock } from '@remotemedia/base';
import { type AccessOptions, type AccessSettings, toAccessSettings } from './access/access-options.ts';
import { type RateOptions, type RateSettings, toRateSettings } from './access/rate-options.ts';
import { type BusOptions, type BusSettings, toBusSettings } from './bus/bus-options.ts';
import { type ProxyOptions, type ProxySettings, toProxySettings } from './http/trusted-proxies.ts';
import type { SignalingHandlers } from './hub/handlers.ts';
import type { LogSink } from './log.ts';
import { type StunOptions, type StunSettings, toStunSettings } from './stun/stun-options.ts';
import { type TlsOptions, type TlsSettings, toTlsSettings } from './tls/tls-options.ts';
import { type TurnOptions, type TurnSettings, toTurnSettings } from './turn/turn-options.ts';

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
  /** How connections are encrypted. @default they are not */
  readonly tls?: TlsOptions | undefined;
  /** Who may come in. @default everyone */
  readonly access?: AccessOptions | undefined;
  /**
   * How many proxies stand between clients and the server, 1–256, or the addresses and networks (`10.0.0.0/8`) of those
   * that do; `false` for none. @default false
   */
  readonly trustProxy?: ProxyOptions['trustProxy'];
  /** The header field that these proxies write. @default 'x-forwarded-for' */
  readonly proxyHeader?: ProxyOptions['proxyHeader'];
  /**
   * Whether a peer takes the place of one in its room that has its id, although neither proved who it is. Otherwise it is
   * refused with `already-exists`. @default false
   */
  readonly replacesDuplicates?: boolean | undefined;
  /** What the application does when peers come, go and speak. @default nothing */
  readonly handlers?: SignalingHandlers | undefined;
  /** How much clients may do; `false` for as much as they like. @default see {@link RateOptions} */
  readonly rates?: RateOptions | false | undefined;
  /** NATS servers that tie this server to others. @default it is alone */
  readonly nats?: BusOptions | undefined;
  /** A STUN server of its own. @default none */
  readonly stun?: StunOptions | undefined;
  /** TURN servers that peers get credentials for. @default none */
  readonly turn?: TurnOptions | undefined;
  /** Whether `/metrics` is served. @default true */
  readonly metrics?: boolean | undefined;
  /** Bearer token without which `/metrics` is refused. @default none is asked for */
  readonly metricsToken?: string | undefined;
  /** How long peers have to move to another server before {@link RemoteMediaServer.drain} cuts them off, 0–3600000 ms. @default 10_000 */
  readonly drainTimeoutMs?: number | undefined;
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
  /** Who may come in. */
  readonly access: AccessSettings;
  /** Which proxies are believed when they say for whom they ask. */
  readonly proxies: ProxySettings;
  /** Whether a peer takes the place of one that has its id, although neither proved who it is. */
  readonly replacesDuplicates: boolean;
  /** What the application does when peers come, go and speak. */
  readonly handlers: SignalingHandlers | undefined;
  /** How much clients may do. */
  readonly rates: RateSettings;
  /** How connections are encrypted. */
  readonly tls: TlsSettings | undefined;
  /** NATS servers that tie this server to others. */
  readonly nats: BusSettings | undefined;
  /** TURN servers that peers get credentials for. */
  readonly turn: TurnSettings | undefined;
  /** A STUN server of its own. */
  readonly stun: StunSettings | undefined;
  /** Whether `/metrics` is served. */
  readonly metrics: boolean;
  /** Bearer token without which `/metrics` is refused. */
  readonly metricsToken: string | undefined;
  /** How long peers have to move before a drain cuts them off, in milliseconds. */
  readonly drainTimeoutMs: number;
  /** Where time comes from. */
  readonly clock: Clock;
  /** Takes lines of the log. */
  readonly log: LogSink;
}

/** Fills in the defaults. @throws {SdkError} `invalid-argument`, which names the option */
export function toSettings(options: ServerOptions): ServerSettings {
  const { host = 'localhost', demoDir, handlers, replacesDuplicates = false, metrics = true, metricsToken } = options;
  const { clock = systemClock, log = () => {} } = options;
  if (typeof host !== 'string' || host === '') throw invalid('host', 'a name or an address', host);
  if (demoDir !== undefined && typeof demoDir !== 'string') throw invalid('demoDir', 'a path', demoDir);
  if (typeof replacesDuplicates !== 'boolean') throw invalid('replacesDuplicates', 'true or false', replacesDuplicates);
  if (typeof metrics !== 'boolean') throw invalid('metrics', 'true or false', metrics);
  if (metricsToken !== undefined && typeof metricsToken !== 'string') {
    throw new SdkError('invalid-argument', 'metricsToken must be a string');
  }
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
    access: toAccessSettings(options.access),
    proxies: toProxySettings(options),
    replacesDuplicates,
    handlers,
    rates: toRateSettings(options.rates),
    tls: toTlsSettings(options.tls),
    nats: options.nats && toBusSettings(options.nats),
    turn: options.turn && toTurnSettings(options.turn),
    stun: options.stun && toStunSettings(options.stun, host),
    metrics,
    metricsToken,
    drainTimeoutMs: wholeNumber('drainTimeoutMs', options.drainTimeoutMs, {
      least: 0,
      most: 3_600_000,
      otherwise: 10_000,
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
