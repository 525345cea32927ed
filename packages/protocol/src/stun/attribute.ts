/** An IP address and a port. */
export interface TransportAddress {
  /** The address as text, for example `192.0.2.1` or `2001:db8::1`. */
  readonly address: string;
  /** The port, 0–65535. */
  readonly port: number;
}

/** Attributes whose value is an address. RFC 8489 §14.1, §14.2, §14.15; RFC 5780 §7.3, §7.4 */
export interface AddressAttribute extends TransportAddress {
  /** Which one. */
  readonly kind: 'mapped-address' | 'xor-mapped-address' | 'alternate-server' | 'response-origin' | 'other-address';
}

/** Attributes whose value is text. RFC 8489 §14.3, §14.9, §14.10, §14.14, §14.16 */
export interface TextAttribute {
  /** Which one. */
  readonly kind: 'username' | 'realm' | 'nonce' | 'software' | 'alternate-domain';
  /** Its value. `username` may have 508 bytes of UTF-8, `alternate-domain` 255, the others 763. */
  readonly text: string;
}

/** HMACs over the message before them. RFC 8489 §14.5, §14.6. Only read; written by `seal` of `buildStun`. */
export interface IntegrityAttribute {
  /** `message-integrity` is HMAC-SHA1, `message-integrity-sha256` is HMAC-SHA256. */
  readonly kind: 'message-integrity' | 'message-integrity-sha256';
  /** 20 bytes of HMAC-SHA1; 16–32 bytes of HMAC-SHA256, a multiple of 4. */
  readonly hmac: Uint8Array;
}

/** A checksum of the message. RFC 8489 §14.7. Only read, and found right by then; written by `seal` of `buildStun`. */
export interface FingerprintAttribute {
  /** Which one. */
  readonly kind: 'fingerprint';
}

/** Why a request failed. RFC 8489 §14.8 */
export interface ErrorCodeAttribute {
  /** Which one. */
  readonly kind: 'error-code';
  /** The number, 300–699. */
  readonly code: number;
  /** The same for people, up to 763 bytes of UTF-8. */
  readonly reason: string;
}

/** Types of attributes that the server must understand and does not; with error 420. RFC 8489 §14.13 */
export interface UnknownAttributesAttribute {
  /** Which one. */
  readonly kind: 'unknown-attributes';
  /** Numbers of the types, 0–65535; 64 at most. */
  readonly types: readonly number[];
}

/** SHA-256 of `username:realm`, in place of the user name. RFC 8489 §14.4 */
export interface UserHashAttribute {
  /** Which one. */
  readonly kind: 'userhash';
  /** 32 bytes. */
  readonly hash: Uint8Array;
}

/** A way to make a key of a password. RFC 8489 §14.12, §18.5 */
export interface PasswordAlgorithm {
  /** The number: 1 is MD5, 2 is SHA-256. */
  readonly id: number;
  /** Empty for MD5 and SHA-256. */
  readonly parameters: Uint8Array;
}

/** The way that the client chose. RFC 8489 §14.12 */
export interface PasswordAlgorithmAttribute extends PasswordAlgorithm {
  /** Which one. */
  readonly kind: 'password-algorithm';
}

/** The ways that the server knows, best first. RFC 8489 §14.11 */
export interface PasswordAlgorithmsAttribute {
  /** Which one. */
  readonly kind: 'password-algorithms';
  /** 64 at most. */
  readonly algorithms: readonly PasswordAlgorithm[];
}

/** Where the answer is to come from. RFC 5780 §7.2 */
export interface ChangeRequestAttribute {
  /** Which one. */
  readonly kind: 'change-request';
  /** From the server's other address. */
  readonly changeAddress: boolean;
  /** From the server's other port. */
  readonly changePort: boolean;
}

/** Which port of the client the answer is to go to. RFC 5780 §7.5 */
export interface ResponsePortAttribute {
  /** Which one. */
  readonly kind: 'response-port';
  /** 0–65535. */
  readonly port: number;
}

/** Bytes that make the message longer. RFC 5780 §7.6 */
export interface PaddingAttribute {
  /** Which one. */
  readonly kind: 'padding';
  /** How many, 0–65503. Their values do not matter; they are written as zeros. */
  readonly sizeBytes: number;
}

/** How long the server keeps the answers that it gave. RFC 5780 §10.1 (CACHE-TIMEOUT) */
export interface CacheTimeoutAttribute {
  /** Which one. */
  readonly kind: 'cache-timeout';
  /** 0–4294967295. */
  readonly seconds: number;
}

/** An attribute that this folder does not know, for example one of ICE or TURN. */
export interface OtherAttribute {
  /** Which one. */
  readonly kind: 'other';
  /** The number of its type, 0–65535. Up to 0x7fff the receiver must know it, from 0x8000 on it need not. */
  readonly type: number;
  /** Its value, without the bytes that fill it up to a multiple of 4. */
  readonly value: Uint8Array;
}

/** What can be put into a message with `buildStun`. */
export type StunContent =
  | AddressAttribute
  | TextAttribute
  | ErrorCodeAttribute
  | UnknownAttributesAttribute
  | UserHashAttribute
  | PasswordAlgorithmAttribute
  | PasswordAlgorithmsAttribute
  | ChangeRequestAttribute
  | ResponsePortAttribute
  | PaddingAttribute
  | CacheTimeoutAttribute
  | OtherAttribute;

/** What can be found in a message by `parseStun`. */
export type StunAttribute = StunContent | IntegrityAttribute | FingerprintAttribute;
