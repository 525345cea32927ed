import { readFileSync, statSync } from 'node:fs';
import { SdkError } from '@remotemedia/base';

/** Largest file that is taken for a secret, in bytes. */
const MAX_FILE_BYTES = 1_048_576;

/**
 * The secret in a file, without the white space around it.
 *
 * @param from the flag or variable that names the file, for the error
 * @throws {SdkError} `invalid-argument` for a file that cannot be read, is empty or too large; never shows what is in it
 */
export function readSecretFile(path: string, from: string): string {
  const text = read(path, from).trim();
  if (text !== '') return text;
  throw new SdkError(
    'invalid-argument',
    `${from} must name a file with a secret in it, got ${quoted(path)}, which is empty`,
  );
}

function read(path: string, from: string): string {
  let sizeBytes: number;
  try {
    sizeBytes = statSync(path).size;
    if (sizeBytes <= MAX_FILE_BYTES) return readFileSync(path, 'utf8');
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown error';
    throw new SdkError('invalid-argument', `${from} must name a file that can be read, got ${quoted(path)} (${code})`, {
      cause,
    });
  }
  const expected = `${from} must name a file of at most ${MAX_FILE_BYTES} bytes`;
  throw new SdkError('invalid-argument', `${expected}, got ${quoted(path)} with ${sizeBytes}`);
}

function quoted(path: string): string {
  return JSON.stringify(path);
}
