import { type AttributeSpan, attributeSpans } from './attribute-spans.ts';
import { ATTRIBUTE_TYPES } from './attribute-types.ts';
import { decodeAttribute } from './decode-attribute.ts';
import { isFingerprint } from './fingerprint.ts';
import { addressMask, decodeHeader } from './header.ts';
import { malformed } from './malformed.ts';
import type { StunMessage } from './message.ts';

/**
 * Reads a message. RFC 8489 §5, §6.3 and §14; attributes of RFC 5780 §7 too. Attributes that have no name here come
 * as `other`; what follows an HMAC and is not protected by it is left out. The FINGERPRINT is checked, HMACs are not:
 * that takes a key and {@link checkIntegrity}.
 *
 * @param bytes one message and nothing else, as a datagram has it; not kept
 * @throws {SdkError} `invalid-argument` for anything that is no such message; never anything else. Its time grows
 * with the number of bytes and with nothing else.
 */
export function parseStun(bytes: Uint8Array): StunMessage {
  const header = decodeHeader(bytes);
  const mask = addressMask(header.transactionId);
  const spans = attributeSpans(bytes);
  const attributes = spans.map(({ type, value }) => decodeAttribute(type, value, mask));
  const last = spans.at(-1);
  if (last?.type === ATTRIBUTE_TYPES.fingerprint) checkFingerprint(bytes, last);
  return { ...header, attributes };
}

function checkFingerprint(bytes: Uint8Array, { start, value }: AttributeSpan): void {
  if (!isFingerprint(value, bytes.subarray(0, start))) throw malformed('the fingerprint is not the one of the message');
}
