import { bytesOfU16, joined, u16 } from './byte-reading.ts';
import { malformed } from './malformed.ts';
import { wholeNumber } from './whole-number.ts';

/** What a message is: a request, one without answer, or one of the two answers. RFC 8489 §5 */
export type StunClass = 'request' | 'indication' | 'success' | 'error';

/** The start of a message. RFC 8489 §5 */
export interface StunHeader {
  /** What it is. */
  readonly class: StunClass;
  /** What it is about, 0–4095; 1 is Binding. */
  readonly method: number;
  /** 12 bytes that an answer has in common with its request. */
  readonly transactionId: Uint8Array;
}

/** The number of the method Binding. RFC 8489 §18.2 */
export const BINDING_METHOD = 0x001;
/** Bytes before the first attribute. */
export const HEADER_BYTES = 20;
/** Most bytes of all attributes: what 16 bits can count, in multiples of 4. */
const MAX_BODY_BYTES = 0xfffc;
const TRANSACTION_ID_BYTES = 12;
/** The third to the sixth byte after the type; 0x2112A442. RFC 8489 §5 */
const MAGIC_COOKIE: Uint8Array = Uint8Array.of(0x21, 0x12, 0xa4, 0x42);
/** In the order of their two bits. */
const CLASSES: readonly StunClass[] = ['request', 'indication', 'success', 'error'];

/**
 * Whether these bytes look like STUN: the length, the two bits and the magic cookie that RFC 8489 §5 fixes. Looks at
 * the first 20 bytes only, so it can tell STUN from what else comes in at a socket.
 */
export function isStun(bytes: Uint8Array): boolean {
  if (bytes.length < HEADER_BYTES || u16(bytes, 0) > 0x3fff) return false;
  if (bytes.length % 4 !== 0 || u16(bytes, 2) !== bytes.length - HEADER_BYTES) return false;
  return MAGIC_COOKIE.every((byte, index) => bytes[4 + index] === byte);
}

/** Reads the first 20 bytes. @throws {SdkError} `invalid-argument` unless {@link isStun} */
export function decodeHeader(bytes: Uint8Array): StunHeader {
  if (!isStun(bytes)) throw malformed('expected a STUN message: 20 bytes with the magic cookie, and the right length');
  const type = u16(bytes, 0);
  const method = ((type >> 2) & 0xf80) | ((type >> 1) & 0x70) | (type & 0xf);
  const kind = CLASSES[((type >> 7) & 0b10) | ((type >> 4) & 0b1)] ?? 'request';
  return { class: kind, method, transactionId: bytes.slice(8, HEADER_BYTES) };
}

/** Writes the first 20 bytes of a message whose attributes have `bodyBytes`. @throws {SdkError} `invalid-argument` */
export function encodeHeader({ class: kind, method, transactionId }: StunHeader, bodyBytes: number): Uint8Array {
  wholeNumber('the method', method, 0, 0xfff);
  wholeNumber('the size of all attributes', bodyBytes, 0, MAX_BODY_BYTES);
  const bits = CLASSES.indexOf(kind);
  const type =
    ((method & 0xf80) << 2) | ((method & 0x70) << 1) | (method & 0xf) | ((bits & 0b10) << 7) | ((bits & 1) << 4);
  return joined([bytesOfU16(type), bytesOfU16(bodyBytes), addressMask(transactionId)]);
}

/** What addresses are combined with by XOR: the magic cookie and the transaction id. RFC 8489 §14.2 */
export function addressMask(transactionId: Uint8Array): Uint8Array {
  if (transactionId.length === TRANSACTION_ID_BYTES) return joined([MAGIC_COOKIE, transactionId]);
  throw malformed(`a transaction id has ${TRANSACTION_ID_BYTES} bytes, got ${transactionId.length}`);
}

/**
 * A copy of the start of a message whose header counts the bytes that are there and one more attribute.
 *
 * @param valueBytes size of that attribute's value, a multiple of 4
 * @throws {SdkError} `invalid-argument` when the message is too long for it
 */
export function withRoomFor(start: Uint8Array, valueBytes: number): Uint8Array {
  const bodyBytes = start.length - HEADER_BYTES + 4 + valueBytes;
  wholeNumber('the size of all attributes', bodyBytes, 0, MAX_BODY_BYTES);
  const copy = start.slice();
  copy.set(bytesOfU16(bodyBytes), 2);
  return copy;
}
