import { ATTRIBUTE_TYPES } from './attribute-types.ts';
import { bytesOfU32, joined, u32 } from './byte-reading.ts';
import { crc32 } from './crc32.ts';
import { framed } from './encode-attribute.ts';
import { withRoomFor } from './header.ts';

/** "STUN" in ASCII; sets the checksum apart from those of other protocols. RFC 8489 §14.7 */
const MARK = 0x5354554e;
const CHECKSUM_BYTES = 4;

/** Whether the checksum is the one of the bytes before it. @param before the message up to FINGERPRINT */
export function isFingerprint(value: Uint8Array, before: Uint8Array): boolean {
  return u32(value, 0) === checksum(before);
}

/** The message and its FINGERPRINT. */
export function withFingerprint(message: Uint8Array): Uint8Array {
  const before = withRoomFor(message, CHECKSUM_BYTES);
  return joined([before, framed(ATTRIBUTE_TYPES.fingerprint, bytesOfU32(checksum(before)))]);
}

function checksum(before: Uint8Array): number {
  return (crc32(before) ^ MARK) >>> 0;
}
