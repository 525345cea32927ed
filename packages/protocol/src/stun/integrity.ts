import { type AttributeSpan, attributeSpans } from './attribute-spans.ts';
import { ATTRIBUTE_TYPES } from './attribute-types.ts';
import { joined } from './byte-reading.ts';
import { framed } from './encode-attribute.ts';
import { decodeHeader, withRoomFor } from './header.ts';
import { malformed } from './malformed.ts';

/** Proves who wrote a message. The HMAC itself comes from the runtime: node:crypto, for example. */
export interface IntegrityKey {
  /** `sha1` is for MESSAGE-INTEGRITY, `sha256` for MESSAGE-INTEGRITY-SHA256. */
  readonly algorithm: 'sha1' | 'sha256';
  /** HMAC of `bytes` under this key: 20 bytes for `sha1`, 32 for `sha256`. */
  sign(bytes: Uint8Array): Uint8Array;
}

const TYPES = {
  sha1: ATTRIBUTE_TYPES['message-integrity'],
  sha256: ATTRIBUTE_TYPES['message-integrity-sha256'],
} as const;
const HMAC_BYTES = { sha1: 20, sha256: 32 } as const;

/**
 * Whether a message was written by someone who has the key. A shortened HMAC-SHA256 is `wrong`: RFC 8489 §14.6 allows
 * it only to usages that say so.
 *
 * @returns `absent` when the message has no HMAC of the key's algorithm
 * @throws {SdkError} `invalid-argument` when the bytes are no STUN message
 */
export function checkIntegrity(bytes: Uint8Array, key: IntegrityKey): 'valid' | 'wrong' | 'absent' {
  decodeHeader(bytes);
  const span = attributeSpans(bytes).find(({ type }) => type === TYPES[key.algorithm]);
  if (!span) return 'absent';
  return isSame(span, hmacOf(bytes.subarray(0, span.start), key)) ? 'valid' : 'wrong';
}

/** The message and its HMAC. @throws {SdkError} `invalid-argument` when the key gives an HMAC of the wrong size */
export function withIntegrity(message: Uint8Array, key: IntegrityKey): Uint8Array {
  const hmac = hmacOf(message, key);
  const sizeBytes = HMAC_BYTES[key.algorithm];
  if (hmac.length !== sizeBytes) throw malformed(`HMAC-${key.algorithm} has ${sizeBytes} bytes, got ${hmac.length}`);
  return joined([withRoomFor(message, sizeBytes), framed(TYPES[key.algorithm], hmac)]);
}

/** The HMAC covers a header that counts the bytes up to the end of the HMAC. RFC 8489 §14.5 */
function hmacOf(before: Uint8Array, key: IntegrityKey): Uint8Array {
  return key.sign(withRoomFor(before, HMAC_BYTES[key.algorithm]));
}

/** Takes the same time wherever the first difference is. */
function isSame({ value }: AttributeSpan, hmac: Uint8Array): boolean {
  let difference = value.length ^ hmac.length;
  for (const [index, byte] of hmac.entries()) difference |= byte ^ (value[index] ?? 0);
  return difference === 0;
}
