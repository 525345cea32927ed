import { SdkError } from '@remotemedia/base';
import { type IceUri, parseIceUri } from '@remotemedia/protocol/stun';
import { TurnSecret } from './turn-secret.ts';

/** A TURN server for which this server makes user names and passwords; coturn with `use-auth-secret`, for example. */
export interface TurnOptions {
  /**
   * Where it is: one to 16 URIs `turn:host:port?transport=udp` or `turns:host:port`, as RFC 7065 has them. Port and
   * transport may be left out.
   */
  readonly uris: readonly string[];
  /**
   * The secret that it shares with this server, 16 characters at least: each peer sees passwords made of it and can
   * try to guess it at leisure. `openssl rand -hex 32` makes a good one.
   */
  readonly secret: string;
  /** How long a password is valid, 60–86400 seconds. Peers get another one in time. @default 3600 */
  readonly ttlSeconds?: number | undefined;
}

/** {@link TurnOptions} with nothing left open. It can be logged: the secret does not show. */
export interface TurnSettings {
  /** Where the TURN server is. */
  readonly uris: readonly string[];
  /** What it shares with this server. */
  readonly secret: TurnSecret;
  /** How long a password is valid, in seconds. */
  readonly ttlSeconds: number;
}

const MAX_URIS = 16;
const MIN_SECRET_LENGTH = 16;
const MIN_TTL_SECONDS = 60;
const MAX_TTL_SECONDS = 86_400;

/** Fills in the default. @throws {SdkError} `invalid-argument`, which names the option and never says the secret */
export function toTurnSettings({ uris, secret, ttlSeconds = 3_600 }: TurnOptions): TurnSettings {
  if (!Array.isArray(uris) || uris.length === 0 || uris.length > MAX_URIS) {
    throw invalid('uris', `a list of 1 to ${MAX_URIS} URIs`);
  }
  for (const uri of uris) checkUri(uri);
  if (typeof secret !== 'string' || secret.length < MIN_SECRET_LENGTH) {
    throw invalid('secret', `a text of ${MIN_SECRET_LENGTH} characters at least; "openssl rand -hex 32" makes one`);
  }
  if (!Number.isInteger(ttlSeconds) || ttlSeconds < MIN_TTL_SECONDS || ttlSeconds > MAX_TTL_SECONDS) {
    const range = `a whole number from ${MIN_TTL_SECONDS} to ${MAX_TTL_SECONDS}`;
    throw invalid('ttlSeconds', `${range}, got ${ttlSeconds}`);
  }
  return { uris: [...uris], secret: new TurnSecret(secret), ttlSeconds };
}

function checkUri(uri: unknown): void {
  const expected = `turn:host:port?transport=udp or turns:host:port, got ${JSON.stringify(uri)}`;
  const read = typeof uri === 'string' ? readUri(uri, expected) : undefined;
  if (read?.scheme !== 'turn' && read?.scheme !== 'turns') throw invalid('uris', expected);
}

function readUri(uri: string, expected: string): IceUri {
  try {
    return parseIceUri(uri);
  } catch (cause) {
    throw invalid('uris', expected, cause);
  }
}

function invalid(name: string, expected: string, cause?: unknown): SdkError {
  return new SdkError('invalid-argument', `turn.${name} must be ${expected}`, { cause });
}
