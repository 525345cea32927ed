import { ATTRIBUTE_TYPES } from './attribute-types.ts';
import { padded, u16 } from './byte-reading.ts';
import { HEADER_BYTES } from './header.ts';
import { malformed } from './malformed.ts';

/** Most attributes of a message; far more than any message needs. */
export const MAX_ATTRIBUTES = 64;

/** Where an attribute is in a message. */
export interface AttributeSpan {
  /** The number of its type. */
  readonly type: number;
  /** Offset of its header. */
  readonly start: number;
  /** Its value, part of the message's bytes. */
  readonly value: Uint8Array;
}

/** Types that seal a message, in the order that they have in it. */
const SEALS: readonly number[] = [
  ATTRIBUTE_TYPES['message-integrity'],
  ATTRIBUTE_TYPES['message-integrity-sha256'],
  ATTRIBUTE_TYPES.fingerprint,
];

/**
 * Finds the attributes that count. What comes after MESSAGE-INTEGRITY or MESSAGE-INTEGRITY-SHA256 is not protected
 * by them and is left out, except for the later seals (RFC 8489 §14.5, §14.6). The header must have been checked.
 *
 * @throws {SdkError} `invalid-argument` when an attribute ends after the message, when one comes after FINGERPRINT
 * (RFC 8489 §14.7), or when there are more than 64
 */
export function attributeSpans(bytes: Uint8Array): AttributeSpan[] {
  const spans: AttributeSpan[] = [];
  let seal = -1;
  let count = 0;
  for (let start = HEADER_BYTES; start < bytes.length; ) {
    const span = spanAt(bytes, start);
    count += 1;
    if (count > MAX_ATTRIBUTES) throw malformed(`expected at most ${MAX_ATTRIBUTES} attributes`);
    if (seal === SEALS.length - 1) throw malformed('expected nothing after the fingerprint');
    const rank = SEALS.indexOf(span.type);
    if (seal === -1 || rank > seal) spans.push(span);
    seal = Math.max(seal, rank);
    start += 4 + padded(span.value.length);
  }
  return spans;
}

function spanAt(bytes: Uint8Array, start: number): AttributeSpan {
  // The length of the whole is a multiple of 4, so there is room for the header.
  const end = start + 4 + u16(bytes, start + 2);
  if (end > bytes.length) throw malformed(`the attribute at byte ${start} ends after the message`);
  return { type: u16(bytes, start), start, value: bytes.subarray(start + 4, end) };
}
