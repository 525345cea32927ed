import type { StunAttribute } from './attribute.ts';

/** Names of the attributes that this folder knows. */
export type KnownKind = Exclude<StunAttribute['kind'], 'other'>;

/** Numbers of the types. Sources: RFC 8489 §18.3; RFC 5780 §10.1 */
export const ATTRIBUTE_TYPES: Readonly<Record<KnownKind, number>> = {
  'mapped-address': 0x0001,
  'change-request': 0x0003,
  username: 0x0006,
  'message-integrity': 0x0008,
  'error-code': 0x0009,
  'unknown-attributes': 0x000a,
  realm: 0x0014,
  nonce: 0x0015,
  'message-integrity-sha256': 0x001c,
  'password-algorithm': 0x001d,
  userhash: 0x001e,
  'xor-mapped-address': 0x0020,
  padding: 0x0026,
  'response-port': 0x0027,
  'password-algorithms': 0x8002,
  'alternate-domain': 0x8003,
  software: 0x8022,
  'alternate-server': 0x8023,
  'cache-timeout': 0x8027,
  fingerprint: 0x8028,
  'response-origin': 0x802b,
  'other-address': 0x802c,
};

/** Types below this one must be understood by who receives them. RFC 8489 §14 */
const FIRST_OPTIONAL = 0x8000;

const KINDS: ReadonlyMap<number, KnownKind> = new Map(
  Object.entries(ATTRIBUTE_TYPES).map(([kind, type]) => [type, kind as KnownKind]),
);

/** The name of a type, or `undefined` when it has none here. */
export function kindOf(type: number): KnownKind | undefined {
  return KINDS.get(type);
}

/** Whether who receives an attribute of this type must understand it. */
export function isRequired(type: number): boolean {
  return type < FIRST_OPTIONAL;
}
