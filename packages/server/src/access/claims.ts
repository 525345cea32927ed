import { isPeerId, isRoomName } from '@remotemedia/protocol';
import type { JWTPayload } from 'jose';
import type { Grant } from './grant.ts';
import { isPeerEntry } from './peer-list.ts';
import { unauthenticated } from './unauthenticated.ts';

/** Most rooms that one token can name. */
const MAX_ROOMS = 256;
/** Most entries of each list of peers that one token can have. */
const MAX_PEER_ENTRIES = 64;
/** Longest `sub`, in characters. RFC 7519 sets no bound. */
const MAX_SUBJECT_CHARS = 256;

/**
 * What the claims of a verified token allow. `exp` and `nbf` were checked with the signature.
 *
 * @param toleranceMs how long the grant outlives `exp`: as long as the token itself is taken
 * @throws {SdkError} `unauthenticated`, which names the claim
 */
export function grantOfClaims(claims: JWTPayload, toleranceMs: number): Grant {
  const { sub, exp } = claims;
  return {
    subject: subjectOf(sub),
    peerId: nameOf('peer_id', claims['peer_id'], isPeerId),
    rooms: roomsOf(claims['room'], claims['rooms']),
    mayPublish: rightOf('publish', claims['publish']),
    maySubscribe: rightOf('subscribe', claims['subscribe']),
    allowFrom: peersOf('allow_from', claims['allow_from']),
    denyFrom: peersOf('deny_from', claims['deny_from']),
    expiresAtMs: exp === undefined ? undefined : Math.min(exp * 1_000 + toleranceMs, Number.MAX_SAFE_INTEGER),
  };
}

function subjectOf(value: unknown): string | undefined {
  if (value === undefined) return undefined;
  if (typeof value === 'string' && value.length <= MAX_SUBJECT_CHARS) return value;
  throw malformed('sub', `text of ${MAX_SUBJECT_CHARS} characters at the most`);
}

function nameOf(claim: string, value: unknown, isName: (value: unknown) => boolean): string | undefined {
  if (value === undefined) return undefined;
  if (typeof value === 'string' && isName(value)) return value;
  throw malformed(claim, '1–64 of the characters A–Z a–z 0–9 _ . : @ -');
}

function roomsOf(room: unknown, rooms: unknown): readonly string[] | undefined {
  const one = nameOf('room', room, isRoomName);
  if (rooms === undefined) return one === undefined ? undefined : [one];
  if (!isListOf(rooms, isRoomName, MAX_ROOMS)) throw malformed('rooms', `a list of ${MAX_ROOMS} rooms at the most`);
  return one === undefined ? rooms : [...rooms, one];
}

function rightOf(claim: string, value: unknown): boolean {
  if (value === undefined) return true;
  if (typeof value === 'boolean') return value;
  throw malformed(claim, 'true or false');
}

function peersOf(claim: string, value: unknown): readonly string[] | undefined {
  if (value === undefined) return undefined;
  if (isListOf(value, isPeerEntry, MAX_PEER_ENTRIES)) return value;
  throw malformed(claim, `a list of ${MAX_PEER_ENTRIES} peer ids or prefixes with * at the most`);
}

function isListOf(value: unknown, isItem: (item: unknown) => boolean, most: number): value is string[] {
  return Array.isArray(value) && value.length <= most && value.every(isItem);
}

function malformed(claim: string, expected: string) {
  return unauthenticated(`the claim ${claim} of the token must be ${expected}`);
}
