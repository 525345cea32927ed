import { randomBytes, timingSafeEqual } from 'node:crypto';
import { SdkError } from '@remotemedia/base';

/** Bytes of randomness in a stay's name. */
const STAY_ID_BYTES = 12;
/** Bytes of randomness in the secret half of a token. */
const SECRET_BYTES = 24;
/** Form of a token: the stay's name and the secret, both base64url. */
const TOKEN = /^([\w-]{16})\.([\w-]{32})$/;

/** The two halves of a token: the name says which stay is meant, the secret proves that it is one's own. */
export interface StayToken {
  /** Names the stay. No secret: other instances and their broker see it. */
  readonly stayId: string;
  /** Proves that the stay is the caller's. */
  readonly secret: string;
}

/** A name for a new stay, unique over all instances. */
export function newStayId(): string {
  return randomBytes(STAY_ID_BYTES).toString('base64url');
}

/** A secret for a new stay. */
export function newSecret(): string {
  return randomBytes(SECRET_BYTES).toString('base64url');
}

/** Takes a token apart; `undefined` for anything that is none. */
export function parseToken(token: string): StayToken | undefined {
  const [, stayId, secret] = TOKEN.exec(token) ?? [];
  return stayId === undefined || secret === undefined ? undefined : { stayId, secret };
}

/** Compares secrets in a time that does not tell where they differ. */
export function isSameSecret(known: string, shown: string): boolean {
  const [one, other] = [Buffer.from(known), Buffer.from(shown)];
  return one.length === other.length && one.length > 0 && timingSafeEqual(one, other);
}

/** What a client gets whose token names no stay. */
export function unknownToken(): SdkError {
  return new SdkError('unauthenticated', 'the session token is not known (any more); announce again');
}
