import { MAX_ATTRIBUTES } from './attribute-spans.ts';
import { joined } from './byte-reading.ts';
import { encodeAttribute } from './encode-attribute.ts';
import { withFingerprint } from './fingerprint.ts';
import { addressMask, encodeHeader } from './header.ts';
import { type IntegrityKey, withIntegrity } from './integrity.ts';
import { malformed } from './malformed.ts';
import type { StunMessageInit } from './message.ts';

/** What comes after the attributes of a message. */
export interface StunSeal {
  /** Adds MESSAGE-INTEGRITY, MESSAGE-INTEGRITY-SHA256 or both: one key of each algorithm at most. @default none */
  readonly integrity?: readonly IntegrityKey[] | undefined;
  /** Adds FINGERPRINT. @default false */
  readonly fingerprint?: boolean | undefined;
}

/**
 * Writes a message. RFC 8489 §5 and §14
 *
 * @returns the bytes of one datagram
 * @throws {SdkError} `invalid-argument` when a field is out of its range, when there are more than 64 attributes with
 * the seals, or when the whole is longer than a message can be
 */
export function buildStun(
  message: StunMessageInit,
  { integrity = [], fingerprint = false }: StunSeal = {},
): Uint8Array {
  const count = message.attributes.length + integrity.length + (fingerprint ? 1 : 0);
  if (count > MAX_ATTRIBUTES) throw malformed(`expected at most ${MAX_ATTRIBUTES} attributes, got ${count}`);
  const mask = addressMask(message.transactionId);
  const body = joined(message.attributes.map((attribute) => encodeAttribute(attribute, mask)));
  const unsealed = joined([encodeHeader(message, body.length), body]);
  const signed = inOrder(integrity).reduce(withIntegrity, unsealed);
  return fingerprint ? withFingerprint(signed) : signed;
}

/** HMAC-SHA1 comes first: it must not cover the other. RFC 8489 §14.5 */
function inOrder(keys: readonly IntegrityKey[]): IntegrityKey[] {
  const first = keys.filter(({ algorithm }) => algorithm === 'sha1');
  const second = keys.filter(({ algorithm }) => algorithm === 'sha256');
  if (first.length > 1 || second.length > 1) throw malformed('expected one key of each algorithm at most');
  return [...first, ...second];
}
