import type { TextAttribute } from './attribute.ts';

/**
 * Most bytes of UTF-8 in each text. The 127 characters that RFC 8489 allows may take 763 bytes from a sender that
 * counts differently, so that is what is read and written.
 */
export const MAX_TEXT_BYTES: Readonly<Record<TextAttribute['kind'], number>> = {
  username: 508,
  realm: 763,
  nonce: 763,
  software: 763,
  'alternate-domain': 255,
};

/** Most bytes of UTF-8 in the reason of an error. RFC 8489 §14.8 */
export const MAX_REASON_BYTES = 763;

/** Most entries of an attribute that is a list; far more than any list of types or algorithms has. */
export const MAX_LIST_LENGTH = 64;
