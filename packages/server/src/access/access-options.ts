import { SdkError } from '@remotemedia/base';
import { isPeerId, isRoomName } from '@remotemedia/protocol';
import { MAX_TOKEN_CHARS } from './bearer-token.ts';
import type { Grant } from './grant.ts';
import { invalidOption, textList } from './invalid-option.ts';
import { type JwtOptions, type JwtSettings, toJwtSettings } from './jwt-options.ts';
import { isOriginEntry } from './origin-list.ts';
import { isPeerEntry, type PeerRules } from './peer-list.ts';
import { digestOf, type StaticToken } from './static-tokens.ts';

/** Most static tokens: each is compared at each call. */
const MAX_TOKENS = 1_024;
/** Most entries of each other list. */
const MAX_ENTRIES = 10_000;
/** Below this length, in characters, a token is said to be short. */
const SHORT_TOKEN_CHARS = 16;

/** A static token that allows less than everything. */
export interface BoundToken {
  /** The token: visible ASCII characters, 16 or more of them if it is to be hard to guess. */
  readonly token: string;
  /** The only peer id that may be taken with it. @default any */
  readonly peerId?: string | undefined;
  /** The only rooms that may be entered with it. @default all */
  readonly rooms?: readonly string[] | undefined;
  /** Whether audio and video may be offered with it. @default true */
  readonly mayPublish?: boolean | undefined;
  /** Whether the audio and video of others may be asked for with it. @default true */
  readonly maySubscribe?: boolean | undefined;
}

/** Who may use the server. */
export interface AccessOptions {
  /** Tokens that do not change, for machines and small teams. @default none */
  readonly tokens?: readonly (string | BoundToken)[] | undefined;
  /** How JSON web tokens are checked. @default there are none */
  readonly jwt?: JwtOptions | undefined;
  /** Whether nobody gets in without a token. A wrong token is refused either way. @default true with `tokens` or `jwt` */
  readonly requireAuth?: boolean | undefined;
  /** The only peers that may join: ids, or `prefix*`. @default all */
  readonly allowPeers?: readonly string[] | undefined;
  /** Peers that may not join, even if they are allowed: ids, or `prefix*`. @default none */
  readonly denyPeers?: readonly string[] | undefined;
  /**
   * Pages of which origins may use the server: `https://app.example.org`, `https://*.example.org`, `*`. The server's own
   * URL has to be among them if it serves pages. Whoever is no browser sends no origin and passes. @default `*`
   */
  readonly allowedOrigins?: readonly string[] | undefined;
}

/** {@link AccessOptions} with nothing left open. Holds no static token, only their digests. */
export interface AccessSettings {
  /** Static tokens. */
  readonly tokens: readonly StaticToken[];
  /** How many of the static tokens are short enough to be guessed. */
  readonly shortTokens: number;
  /** How JSON web tokens are checked. */
  readonly jwt: JwtSettings | undefined;
  /** Whether nobody gets in without a token. */
  readonly requireAuth: boolean;
  /** Which peers may join. */
  readonly peers: PeerRules;
  /** Pages of which origins may use the server. */
  readonly allowedOrigins: readonly string[];
}

/** Fills in the defaults. @throws {SdkError} `invalid-argument`, which names the option and never says its value */
export function toAccessSettings(options: AccessOptions = {}): AccessSettings {
  const { tokens = [], jwt, allowPeers, denyPeers, allowedOrigins = ['*'] } = options;
  if (!Array.isArray(tokens) || tokens.length > MAX_TOKENS) {
    throw invalidOption('access.tokens', `a list of ${MAX_TOKENS} tokens at the most`);
  }
  const hasTokens = tokens.length > 0 || jwt !== undefined;
  const { requireAuth = hasTokens } = options;
  if (typeof requireAuth !== 'boolean') throw invalidOption('access.requireAuth', 'true or false');
  if (requireAuth && !hasTokens) {
    throw new SdkError('invalid-argument', 'access.requireAuth lets nobody in without access.tokens or access.jwt');
  }
  return {
    tokens: tokens.map((token: string | BoundToken, index) => toStaticToken(token, `access.tokens[${index}]`)),
    shortTokens: tokens.filter((token: string | BoundToken) => textOf(token).length < SHORT_TOKEN_CHARS).length,
    jwt: jwt && toJwtSettings(jwt),
    requireAuth,
    peers: { allow: toPeers('access.allowPeers', allowPeers), deny: toPeers('access.denyPeers', denyPeers) },
    allowedOrigins: toOrigins(allowedOrigins),
  };
}

function textOf(token: string | BoundToken): string {
  return typeof token === 'string' ? token : token.token;
}

function toStaticToken(token: string | BoundToken, name: string): StaticToken {
  const bound: Partial<BoundToken> = typeof token === 'string' ? { token } : (token ?? {});
  const { token: text, peerId, rooms, mayPublish = true, maySubscribe = true } = bound;
  if (typeof text !== 'string' || !/^[\x21-\x7e]+$/.test(text) || text.length > MAX_TOKEN_CHARS) {
    throw invalidOption(name, `1–${MAX_TOKEN_CHARS} visible ASCII characters without spaces`);
  }
  if (peerId !== undefined && !isPeerId(peerId)) throw invalidOption(`${name}.peerId`, 'a peer id');
  if (rooms !== undefined && !textList(`${name}.rooms`, rooms, MAX_ENTRIES).every(isRoomName)) {
    throw invalidOption(`${name}.rooms`, 'a list of names of rooms');
  }
  if (typeof mayPublish !== 'boolean') throw invalidOption(`${name}.mayPublish`, 'true or false');
  if (typeof maySubscribe !== 'boolean') throw invalidOption(`${name}.maySubscribe`, 'true or false');
  const grant: Grant = { peerId, rooms: rooms && [...rooms], mayPublish, maySubscribe };
  return { digest: digestOf(text), grant };
}

function toPeers(name: string, value: readonly string[] | undefined): readonly string[] | undefined {
  if (value === undefined || textList(name, value, MAX_ENTRIES).every(isPeerEntry)) return value;
  throw invalidOption(name, 'a list of peer ids, each 1–64 of A–Z a–z 0–9 _ . : @ - or the beginning of one with *');
}

function toOrigins(value: readonly string[]): readonly string[] {
  const origins = textList('access.allowedOrigins', value, MAX_ENTRIES);
  const wrong = origins.find((origin) => !isOriginEntry(origin));
  if (wrong === undefined) return origins;
  const expected = 'origins such as https://app.example.org or https://*.example.org, without a path';
  throw invalidOption('access.allowedOrigins', `${expected}, not ${JSON.stringify(wrong.slice(0, 80))}`);
}
