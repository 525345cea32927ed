import { SdkError } from '@remotemedia/base';
import type { JsonValue } from '../lane-message.ts';

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Text of bytes. @throws {SdkError} `invalid-argument` when they are not UTF-8 */
export function readText(bytes: Uint8Array): string {
  try {
    return strict.decode(bytes);
  } catch (cause) {
    throw new SdkError('invalid-argument', 'text that is not UTF-8 came', { cause });
  }
}

/** Value of a JSON text. @throws {SdkError} `invalid-argument` when it is none */
export function readJson(text: string): JsonValue {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new SdkError('invalid-argument', 'text that is not JSON came', { cause });
  }
}
