import { SdkError } from '@remotemedia/base';
import type { ServerOptions } from '../server-options.ts';
import type { FlagValues } from './flag-values.ts';
import { DEFAULT_STUN_SERVERS } from './flags/ice.ts';
import { iceServersOf } from './ice-servers-of.ts';

/** The options of `startServer` that a command line asks for. @throws {SdkError} `invalid-argument` */
export function toServerOptions(values: FlagValues): ServerOptions {
  return {
    ...whereToListen(values),
    demoDir: values.folder('demo-dir', 'index.html'),
    tls: tlsOf(values),
    maxPeersPerRoom: values.whole('max-peers'),
    maxRooms: values.whole('max-rooms'),
    maxStaysPerAddress: values.whole('max-stays-per-address'),
    replacesDuplicates: values.isOn('replace-duplicates'),
    resumeGraceMs: values.whole('resume-grace-ms'),
    heartbeatIntervalMs: values.whole('heartbeat-ms'),
    ...proxiesOf(values),
    access: accessOf(values),
    rates: ratesOf(values),
    nats: natsOf(values),
    stunServers: values.list('stun-servers') ?? [DEFAULT_STUN_SERVERS],
    iceServers: iceServersOf(values),
    turn: turnOf(values),
    stun: stunOf(values),
    metrics: values.isOn('metrics'),
    metricsToken: values.text('metrics-token'),
    drainTimeoutMs: values.milliseconds('drain-timeout'),
  };
}

/** Arguments count before the environment, and --host and --port before --grpc-address. */
function whereToListen(values: FlagValues): Pick<ServerOptions, 'host' | 'port'> {
  const host = values.text('host');
  const port = values.whole('port', { most: 65_535 });
  const address = values.address('grpc-address');
  const isFirst = (name: string): boolean => isArgument(values, name) || !isArgument(values, 'grpc-address');
  return {
    host: isFirst('host') ? (host ?? address.host) : (address.host ?? host),
    port: isFirst('port') ? (port ?? address.port) : (address.port ?? port),
  };
}

function isArgument(values: FlagValues, name: string): boolean {
  return values.given(name)?.from.startsWith('--') ?? false;
}

function tlsOf(values: FlagValues): ServerOptions['tls'] {
  const isOn = values.isOn('tls');
  const certFile = values.file('tls-cert');
  const keyFile = values.file('tls-key');
  const allowCleartext = values.isOn('tls-allow-cleartext');
  const development = { names: values.list('tls-names'), cacheDir: values.text('tls-cache-dir') };
  needsBoth(values, 'tls-cert', 'tls-key');
  if (isOn === false) return undefined;
  if (certFile !== undefined && keyFile !== undefined) return { certFile, keyFile, allowCleartext };
  for (const name of ['tls-allow-cleartext', 'tls-names', 'tls-cache-dir']) needs(values, name, 'tls');
  return isOn ? { development: true, ...development, allowCleartext } : undefined;
}

function accessOf(values: FlagValues): ServerOptions['access'] {
  const access = {
    tokens: values.list('auth-tokens'),
    requireAuth: values.isOn('require-auth'),
    jwt: whole({
      secret: values.text('jwt-secret'),
      jwks: /^\w+:\/\//.test(values.text('jwks') ?? '') ? values.text('jwks') : values.file('jwks'),
      issuer: values.text('jwt-issuer'),
      audience: values.text('jwt-audience'),
      algorithms: values.list('jwt-algorithms'),
    }),
    allowPeers: values.list('allow-peers'),
    denyPeers: values.list('deny-peers'),
    allowedOrigins: values.list('allow-origin'),
  };
  for (const name of ['jwt-issuer', 'jwt-audience', 'jwt-algorithms']) needs(values, name, 'jwks', 'jwt-secret');
  excludes(values, 'jwks', 'jwt-secret');
  if (access.requireAuth) needs(values, 'require-auth', 'auth-tokens', 'jwks', 'jwt-secret');
  return whole(access);
}

function proxiesOf(values: FlagValues): Pick<ServerOptions, 'trustProxy' | 'proxyHeader'> {
  const proxies = values.list('trust-proxy');
  const [count = ''] = proxies ?? [];
  const header = values.text('proxy-header');
  return {
    trustProxy: proxies?.length === 1 && /^\d{1,3}$/.test(count) ? Number(count) : proxies,
    proxyHeader: header === 'forwarded' || header === 'x-forwarded-for' ? header : undefined,
  };
}

function ratesOf(values: FlagValues): ServerOptions['rates'] {
  return whole({
    messagesPerConnection: values.rate('rate-messages-per-connection'),
    bytesPerConnection: values.rate('rate-bytes-per-connection'),
    messagesPerAddress: values.rate('rate-messages-per-address'),
    bytesPerAddress: values.rate('rate-bytes-per-address'),
    messagesPerRoom: values.rate('rate-messages-per-room'),
    bytesPerRoom: values.rate('rate-bytes-per-room'),
    joinsPerAddress: values.rate('rate-joins-per-address'),
    joinsPerRoom: values.rate('rate-joins-per-room'),
    connectionsPerAddress: values.rate('rate-connections-per-address'),
  });
}

function natsOf(values: FlagValues): ServerOptions['nats'] {
  const servers = values.list('nats');
  for (const name of ['nats-prefix', 'instance-id']) needs(values, name, 'nats');
  if (servers === undefined || servers.length === 0) return undefined;
  return { servers, prefix: values.text('nats-prefix'), instanceId: values.text('instance-id') };
}

function turnOf(values: FlagValues): ServerOptions['turn'] {
  const uris = values.list('turn-uris');
  const secret = values.text('turn-secret');
  const ttlSeconds = values.whole('turn-ttl');
  needsBoth(values, 'turn-uris', 'turn-secret');
  needs(values, 'turn-ttl', 'turn-uris');
  return uris === undefined || secret === undefined ? undefined : { uris, secret, ttlSeconds };
}

function stunOf(values: FlagValues): ServerOptions['stun'] {
  const port = values.whole('stun-port', { most: 65_535 });
  const host = values.text('stun-host');
  const alternateHost = values.text('stun-alternate-host');
  const alternatePort = values.whole('stun-alternate-port', { most: 65_535 });
  for (const name of ['stun-host', 'stun-alternate-host', 'stun-alternate-port']) needs(values, name, 'stun-port');
  return port === undefined ? undefined : { port, host, alternateHost, alternatePort };
}

function needsBoth(values: FlagValues, one: string, other: string): void {
  needs(values, one, other);
  needs(values, other, one);
}

/** What was given for `name` means nothing without one of `needed`. */
function needs(values: FlagValues, name: string, ...needed: readonly string[]): void {
  const given = values.given(name);
  if (!given || needed.some((other) => values.given(other))) return;
  const others = needed.map((other) => `--${other}`).join(' or ');
  throw new SdkError('invalid-argument', `${given.from} needs ${others} beside it`);
}

/** `one` and `other` cannot both be given. */
function excludes(values: FlagValues, one: string, other: string): void {
  const [first, second] = [values.given(one), values.given(other)];
  if (first && second) throw new SdkError('invalid-argument', `give either ${first.from} or ${second.from}, not both`);
}

/** The object, or `undefined` when nothing in it was given. */
function whole<Part extends object>(part: Part): Part | undefined {
  return Object.values(part).some((value) => value !== undefined) ? part : undefined;
}
