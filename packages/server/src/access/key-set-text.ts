import { SdkError } from '@remotemedia/base';
import type { JSONWebKeySet } from 'jose';

/** Longest key set, in bytes: some hundred keys. */
export const MAX_KEY_SET_BYTES: number = 262_144;
/** Members that only private keys have (RFC 7518 §6.2.2, §6.3.2, §6.4.1). */
const PRIVATE_MEMBERS = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k', 'priv'];

/**
 * Reads a key set (RFC 7517 §5) from its JSON. Keys of kinds that are not known here stay in it: nothing chooses them.
 *
 * @param from what it came from, for the error
 * @throws {SdkError} `invalid-argument` when it is none
 */
export function readKeySet(text: string, from: string): JSONWebKeySet {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // The message of the parser has a piece of the text, and in a wrong file that can be a secret.
    throw new SdkError('invalid-argument', `${from} must be JSON with a list "keys"`);
  }
  return toKeySet(value, from);
}

/** Checks that `value` is a set of public keys. @throws {SdkError} `invalid-argument` when it is none */
export function toKeySet(value: unknown, from: string): JSONWebKeySet {
  const keys = isRecord(value) ? value['keys'] : undefined;
  if (!Array.isArray(keys) || keys.length === 0 || !keys.every(isRecord)) {
    throw new SdkError('invalid-argument', `${from} must have a list "keys" with a key or more`);
  }
  if (keys.some((key) => PRIVATE_MEMBERS.some((member) => member in key))) {
    throw new SdkError('invalid-argument', `${from} must have public keys alone; take the private ones out`);
  }
  return { keys: keys.map((key) => ({ ...key })) };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
