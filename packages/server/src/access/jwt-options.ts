import { createSecretKey, type KeyObject } from 'node:crypto';
import type { JSONWebKeySet } from 'jose';
import { invalidOption, textList } from './invalid-option.ts';
import { toKeySet } from './key-set-text.ts';

/** Algorithms of tokens that are signed with a secret. */
const SECRET_ALGORITHMS = ['HS256', 'HS384', 'HS512'];
/** Algorithms of tokens that are signed with a private key. RFC 7518 §3.1, RFC 8037 §3.1, RFC 9864 §2.2. */
const KEY_ALGORITHMS = [
  ...['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'],
  ...['ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519'],
];
/** What is taken where nothing else is said. */
const DEFAULT_KEY_ALGORITHMS = ['RS256', 'ES256', 'EdDSA', 'Ed25519'];
/** Shortest secret, in bytes: as long as the hash of HS256 (RFC 7518 §3.2). */
const MIN_SECRET_BYTES = 32;
/** Longest tolerance for clocks that differ, in seconds. */
const MAX_TOLERANCE_SECONDS = 300;
/** Most issuers, audiences and algorithms. */
const MAX_NAMES = 32;

/** How JSON web tokens (RFC 7519) are checked. Either `secret` or `jwks` must be given. */
export interface JwtOptions {
  /** The secret that HS256 tokens are signed with, 32 bytes of UTF-8 or more. */
  readonly secret?: string | undefined;
  /** The public keys that tokens are signed with (RFC 7517 §5): an `http:` or `https:` URL, the path of a file, or the set itself. */
  readonly jwks?: string | JSONWebKeySet | undefined;
  /** The `iss` that a token must have, or those of which it must have one. @default any, or none */
  readonly issuer?: string | readonly string[] | undefined;
  /** The `aud` that a token must have, or those of which it must have one. @default any, or none */
  readonly audience?: string | readonly string[] | undefined;
  /** The algorithms that are taken. @default HS256 with a secret, RS256, ES256 and EdDSA with keys */
  readonly algorithms?: readonly string[] | undefined;
  /** How far the clock of whoever signs may be off, in seconds, 0–300. @default 5 */
  readonly clockToleranceSeconds?: number | undefined;
}

/** Where the keys come from that tokens are checked with. */
export type JwtKeys =
  | { readonly kind: 'secret'; readonly key: KeyObject }
  | { readonly kind: 'set'; readonly set: JSONWebKeySet }
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'url'; readonly url: URL };

/** {@link JwtOptions} with nothing left open. */
export interface JwtSettings {
  /** What tokens are checked with. */
  readonly keys: JwtKeys;
  /** One of these must be the token's `iss`. */
  readonly issuers: readonly string[] | undefined;
  /** One of these must be among the token's `aud`. */
  readonly audiences: readonly string[] | undefined;
  /** The algorithms that are taken. */
  readonly algorithms: readonly string[];
  /** How far clocks may be apart, in seconds. */
  readonly clockToleranceSeconds: number;
}

/** Fills in the defaults. @throws {SdkError} `invalid-argument`, which names the option and never says its value */
export function toJwtSettings(options: JwtOptions): JwtSettings {
  const { clockToleranceSeconds = 5 } = options;
  const keys = toKeys(options);
  const isTolerable = Number.isFinite(clockToleranceSeconds) && clockToleranceSeconds >= 0;
  if (!isTolerable || clockToleranceSeconds > MAX_TOLERANCE_SECONDS) {
    throw invalidOption('access.jwt.clockToleranceSeconds', `a number from 0 to ${MAX_TOLERANCE_SECONDS}`);
  }
  return {
    keys,
    issuers: toNames('access.jwt.issuer', options.issuer),
    audiences: toNames('access.jwt.audience', options.audience),
    algorithms: toAlgorithms(options.algorithms, keys.kind === 'secret'),
    clockToleranceSeconds,
  };
}

function toKeys({ secret, jwks }: JwtOptions): JwtKeys {
  if ((secret === undefined) === (jwks === undefined)) {
    throw invalidOption('access.jwt', 'given a secret or a jwks, and not both');
  }
  if (secret !== undefined) return { kind: 'secret', key: toSecret(secret) };
  if (typeof jwks === 'object') return { kind: 'set', set: toKeySet(jwks, 'access.jwt.jwks') };
  if (typeof jwks !== 'string' || jwks === '') throw invalidOption('access.jwt.jwks', 'a URL, a path or a key set');
  return /^[a-z][a-z0-9+.-]+:\/\//i.test(jwks) ? { kind: 'url', url: toUrl(jwks) } : { kind: 'file', path: jwks };
}

function toSecret(secret: unknown): KeyObject {
  const bytes = typeof secret === 'string' ? Buffer.from(secret, 'utf8') : Buffer.alloc(0);
  if (bytes.length >= MIN_SECRET_BYTES) return createSecretKey(bytes);
  throw invalidOption('access.jwt.secret', `text of ${MIN_SECRET_BYTES} bytes or more: guessing a short one is quick`);
}

function toUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol !== 'http:' && url?.protocol !== 'https:') {
    throw invalidOption('access.jwt.jwks', 'an http: or https: URL, a path or a key set');
  }
  if (url.username === '' && url.password === '') return url;
  throw invalidOption('access.jwt.jwks', 'a URL without a user name and a password');
}

function toNames(name: string, value: string | readonly string[] | undefined): readonly string[] | undefined {
  if (value === undefined) return undefined;
  const names = textList(name, typeof value === 'string' ? [value] : value, MAX_NAMES);
  if (names.length > 0 && !names.includes('')) return names;
  throw invalidOption(name, 'text that is not empty, or a list of such');
}

function toAlgorithms(value: readonly string[] | undefined, isSecret: boolean): readonly string[] {
  if (value === undefined) return isSecret ? ['HS256'] : DEFAULT_KEY_ALGORITHMS;
  const known = isSecret ? SECRET_ALGORITHMS : KEY_ALGORITHMS;
  const algorithms = textList('access.jwt.algorithms', value, MAX_NAMES);
  if (algorithms.length > 0 && algorithms.every((algorithm) => known.includes(algorithm))) return algorithms;
  throw invalidOption('access.jwt.algorithms', `some of ${known.join(', ')} with ${isSecret ? 'a secret' : 'a jwks'}`);
}
