import { decodeAddress } from './address-value.ts';
import type { ErrorCodeAttribute, IntegrityAttribute, PasswordAlgorithmAttribute, StunAttribute } from './attribute.ts';
import { type KnownKind, kindOf } from './attribute-types.ts';
import { u16, u32 } from './byte-reading.ts';
import { malformed } from './malformed.ts';
import { decodeAlgorithms } from './password-algorithms.ts';
import { decodeText } from './text.ts';
import { MAX_LIST_LENGTH, MAX_REASON_BYTES, MAX_TEXT_BYTES } from './text-limits.ts';

/** Bits of CHANGE-REQUEST. RFC 5780 §7.2 */
export const CHANGE_ADDRESS = 0b100;
/** Bits of CHANGE-REQUEST. RFC 5780 §7.2 */
export const CHANGE_PORT = 0b010;

/**
 * Reads the value of an attribute.
 *
 * @param mask the magic cookie and the transaction id
 * @throws {SdkError} `invalid-argument` when the type is known and the value does not have its form
 */
export function decodeAttribute(type: number, value: Uint8Array, mask: Uint8Array): StunAttribute {
  const kind = kindOf(type);
  return kind === undefined ? { kind: 'other', type, value: value.slice() } : decodeKnown(kind, value, mask);
}

function decodeKnown(kind: KnownKind, value: Uint8Array, mask: Uint8Array): StunAttribute {
  switch (kind) {
    case 'mapped-address':
    case 'alternate-server':
    case 'response-origin':
    case 'other-address':
      return { kind, ...decodeAddress(value) };
    case 'xor-mapped-address':
      return { kind, ...decodeAddress(value, mask) };
    case 'username':
    case 'realm':
    case 'nonce':
    case 'software':
    case 'alternate-domain':
      return { kind, text: decodeText(value, MAX_TEXT_BYTES[kind], kind) };
    case 'message-integrity':
    case 'message-integrity-sha256':
      return decodeIntegrity(kind, value);
    case 'error-code':
      return decodeErrorCode(value);
    case 'unknown-attributes':
      return { kind, types: decodeTypes(value) };
    case 'userhash':
      return { kind, hash: sized(kind, value, 32).slice() };
    case 'password-algorithm':
      return decodeAlgorithm(value);
    case 'password-algorithms':
      return { kind, algorithms: decodeAlgorithms(value) };
    case 'change-request':
      return decodeChangeRequest(u32(sized(kind, value, 4), 0));
    case 'response-port':
      return { kind, port: u16(sized(kind, value, 4), 0) };
    case 'padding':
      return { kind, sizeBytes: value.length };
    case 'cache-timeout':
      return { kind, seconds: u32(sized(kind, value, 4), 0) };
    case 'fingerprint':
      sized(kind, value, 4);
      return { kind };
  }
}

function sized(kind: KnownKind, value: Uint8Array, sizeBytes: number): Uint8Array {
  if (value.length === sizeBytes) return value;
  throw malformed(`${kind} has ${sizeBytes} bytes, got ${value.length}`);
}

function decodeIntegrity(kind: IntegrityAttribute['kind'], value: Uint8Array): IntegrityAttribute {
  if (kind === 'message-integrity') return { kind, hmac: sized(kind, value, 20).slice() };
  if (value.length < 16 || value.length > 32 || value.length % 4 !== 0) {
    throw malformed(`${kind} has 16, 20, 24, 28 or 32 bytes, got ${value.length}`);
  }
  return { kind, hmac: value.slice() };
}

function decodeErrorCode(value: Uint8Array): ErrorCodeAttribute {
  // The upper five bits of the third byte are reserved.
  const hundreds = (value[2] ?? 0) & 0b111;
  const rest = value[3] ?? 0;
  if (value.length < 4 || hundreds < 3 || hundreds > 6 || rest > 99) {
    throw malformed('an error code is a number from 300 to 699 in 4 bytes');
  }
  const reason = decodeText(value.subarray(4), MAX_REASON_BYTES, 'the reason of an error');
  return { kind: 'error-code', code: hundreds * 100 + rest, reason };
}

function decodeTypes(value: Uint8Array): number[] {
  if (value.length % 2 !== 0) throw malformed(`a list of types has an even number of bytes, got ${value.length}`);
  if (value.length > MAX_LIST_LENGTH * 2) throw malformed(`expected at most ${MAX_LIST_LENGTH} types`);
  return Array.from({ length: value.length / 2 }, (_none, index) => u16(value, index * 2));
}

function decodeAlgorithm(value: Uint8Array): PasswordAlgorithmAttribute {
  const [algorithm, more] = decodeAlgorithms(value);
  if (!algorithm || more) throw malformed('password-algorithm holds one algorithm');
  return { kind: 'password-algorithm', ...algorithm };
}

function decodeChangeRequest(bits: number): StunAttribute {
  const changeAddress = (bits & CHANGE_ADDRESS) !== 0;
  return { kind: 'change-request', changeAddress, changePort: (bits & CHANGE_PORT) !== 0 };
}
