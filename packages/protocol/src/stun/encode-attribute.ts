import { encodeAddress } from './address-value.ts';
import type { ChangeRequestAttribute, ErrorCodeAttribute, StunContent, UserHashAttribute } from './attribute.ts';
import { ATTRIBUTE_TYPES, kindOf } from './attribute-types.ts';
import { bytesOfU16, bytesOfU32, joined, padded } from './byte-reading.ts';
import { CHANGE_ADDRESS, CHANGE_PORT } from './decode-attribute.ts';
import { malformed } from './malformed.ts';
import { encodeAlgorithms } from './password-algorithms.ts';
import { encodeText } from './text.ts';
import { MAX_LIST_LENGTH, MAX_REASON_BYTES, MAX_TEXT_BYTES } from './text-limits.ts';
import { wholeNumber } from './whole-number.ts';

/** Most bytes of a value: with its header it must fit into a message. */
const MAX_VALUE_BYTES = 0xfffc - 4;

/**
 * Writes an attribute with its header, filled up to a multiple of 4 bytes.
 *
 * @param mask the magic cookie and the transaction id
 * @throws {SdkError} `invalid-argument` when a field is out of its range
 */
export function encodeAttribute(attribute: StunContent, mask: Uint8Array): Uint8Array {
  return framed(typeOf(attribute), encodeValue(attribute, mask));
}

/** A header, the value, and zeros up to a multiple of 4 bytes. @throws {SdkError} `invalid-argument` when it is too long */
export function framed(type: number, value: Uint8Array): Uint8Array {
  wholeNumber('the size of a value', value.length, 0, MAX_VALUE_BYTES);
  const filling = new Uint8Array(padded(value.length) - value.length);
  return joined([bytesOfU16(type), bytesOfU16(value.length), value, filling]);
}

function typeOf(attribute: StunContent): number {
  if (attribute.kind !== 'other') return ATTRIBUTE_TYPES[attribute.kind];
  const type = wholeNumber('the type of an attribute', attribute.type, 0, 0xffff);
  const kind = kindOf(type);
  // Else what is written would be read as something else, and a seal could be forged in the middle of a message.
  if (kind !== undefined) throw malformed(`type ${type} is ${kind}; write it under that name`);
  return type;
}

function encodeValue(attribute: StunContent, mask: Uint8Array): Uint8Array {
  switch (attribute.kind) {
    case 'mapped-address':
    case 'alternate-server':
    case 'response-origin':
    case 'other-address':
      return encodeAddress(attribute);
    case 'xor-mapped-address':
      return encodeAddress(attribute, mask);
    case 'username':
    case 'realm':
    case 'nonce':
    case 'software':
    case 'alternate-domain':
      return encodeText(attribute.text, MAX_TEXT_BYTES[attribute.kind], attribute.kind);
    case 'error-code':
      return encodeErrorCode(attribute);
    case 'unknown-attributes':
      return encodeTypes(attribute.types);
    case 'userhash':
      return encodeUserHash(attribute);
    case 'password-algorithm':
      return encodeAlgorithms([attribute]);
    case 'password-algorithms':
      return encodeAlgorithms(attribute.algorithms);
    case 'change-request':
      return encodeChangeRequest(attribute);
    case 'response-port':
      return joined([bytesOfU16(wholeNumber('port', attribute.port, 0, 0xffff)), new Uint8Array(2)]);
    case 'padding':
      return new Uint8Array(wholeNumber('sizeBytes', attribute.sizeBytes, 0, MAX_VALUE_BYTES));
    case 'cache-timeout':
      return bytesOfU32(wholeNumber('seconds', attribute.seconds, 0, 0xffffffff));
    case 'other':
      return attribute.value;
  }
}

function encodeErrorCode({ code, reason }: ErrorCodeAttribute): Uint8Array {
  wholeNumber('an error code', code, 300, 699);
  const head = Uint8Array.of(0, 0, Math.floor(code / 100), code % 100);
  return joined([head, encodeText(reason, MAX_REASON_BYTES, 'the reason of an error')]);
}

function encodeTypes(types: readonly number[]): Uint8Array {
  if (types.length > MAX_LIST_LENGTH) throw malformed(`expected at most ${MAX_LIST_LENGTH} types, got ${types.length}`);
  return joined(types.map((type) => bytesOfU16(wholeNumber('the type of an attribute', type, 0, 0xffff))));
}

function encodeUserHash({ hash }: UserHashAttribute): Uint8Array {
  if (hash.length === 32) return hash;
  throw malformed(`userhash has 32 bytes, got ${hash.length}`);
}

function encodeChangeRequest({ changeAddress, changePort }: ChangeRequestAttribute): Uint8Array {
  return bytesOfU32((changeAddress ? CHANGE_ADDRESS : 0) | (changePort ? CHANGE_PORT : 0));
}
