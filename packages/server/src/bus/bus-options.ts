import { SdkError } from '@remotemedia/base';

/** Longest name of a prefix or an instance, in characters. */
const MAX_NAME_CHARS = 32;
/** Most addresses of NATS servers. */
const MAX_SERVERS = 64;
/** What a part of a subject may be made of. */
const NAME = /^[A-Za-z0-9_-]+$/;

/** NATS servers that tie this server to others. */
export interface BusOptions {
  /**
   * Addresses, each `nats://host:port` or `tls://host:port`, with `user:password@` or `token@` before the host where
   * NATS asks for it. Any of them will do.
   */
  readonly servers: string | readonly string[];
  /** First word of all subjects, `A–Z a–z 0–9 _ -`, 32 at the most: servers of another prefix are strangers. @default 'remotemedia' */
  readonly prefix?: string | undefined;
  /** Name of this instance, of the same form, for logs. @default made up */
  readonly instanceId?: string | undefined;
}

/** One NATS server. */
export interface NatsAddress {
  /** Host and port. */
  readonly server: string;
  /** Whether the connection is encrypted. */
  readonly isTls: boolean;
  /** User, where there is one. */
  readonly user: string | undefined;
  /** Password of the user. */
  readonly password: string | undefined;
  /** Token, where there is one. */
  readonly token: string | undefined;
}

/** {@link BusOptions} with nothing left open. */
export interface BusSettings {
  /** Where NATS is. */
  readonly addresses: readonly NatsAddress[];
  /** First word of all subjects. */
  readonly prefix: string;
  /** Name of this instance. */
  readonly instanceId: string | undefined;
}

/** Fills in the defaults. @throws {SdkError} `invalid-argument`, which names the option and never says a password */
export function toBusSettings({ servers, prefix = 'remotemedia', instanceId }: BusOptions): BusSettings {
  const list: readonly unknown[] = Array.isArray(servers) ? servers : [servers];
  if (list.length === 0 || list.length > MAX_SERVERS) {
    throw new SdkError('invalid-argument', `nats.servers must have 1–${MAX_SERVERS} addresses, got ${list.length}`);
  }
  checkName('nats.prefix', prefix);
  if (instanceId !== undefined) checkName('nats.instanceId', instanceId);
  return { addresses: list.map(toAddress), prefix, instanceId };
}

function toAddress(text: unknown): NatsAddress {
  const url = typeof text === 'string' && URL.canParse(text) ? new URL(text) : undefined;
  const isNats = url?.protocol === 'nats:' || url?.protocol === 'tls:';
  if (!url || !isNats || url.hostname === '' || !['', '/'].includes(url.pathname)) {
    throw new SdkError('invalid-argument', 'nats.servers must be nats://host:port or tls://host:port');
  }
  const [user, password] = [unescaped('user', url.username), unescaped('password', url.password)];
  const secret = password === undefined ? { user: undefined, token: user } : { user, token: undefined };
  return { server: `${url.hostname}:${url.port || '4222'}`, isTls: url.protocol === 'tls:', password, ...secret };
}

function unescaped(what: string, text: string): string | undefined {
  try {
    return text === '' ? undefined : decodeURIComponent(text);
  } catch (cause) {
    throw new SdkError('invalid-argument', `the ${what} in nats.servers has a % that is not followed by two digits`, {
      cause,
    });
  }
}

function checkName(option: string, name: unknown): void {
  if (typeof name === 'string' && name.length <= MAX_NAME_CHARS && NAME.test(name)) return;
  throw new SdkError('invalid-argument', `${option} must be 1–${MAX_NAME_CHARS} of A–Z a–z 0–9 _ -`);
}
