import type { SdkErrorCode } from '@remotemedia/base';

/** A status code as gRPC writes it, which is how operators know it. */
type CodeName = Uppercase<string>;

/** All codes. The record makes the compiler notice when one is added. */
const NAMES: Readonly<Record<SdkErrorCode, CodeName>> = {
  cancelled: 'CANCELLED',
  unknown: 'UNKNOWN',
  'invalid-argument': 'INVALID_ARGUMENT',
  'deadline-exceeded': 'DEADLINE_EXCEEDED',
  'not-found': 'NOT_FOUND',
  'already-exists': 'ALREADY_EXISTS',
  'permission-denied': 'PERMISSION_DENIED',
  'resource-exhausted': 'RESOURCE_EXHAUSTED',
  'failed-precondition': 'FAILED_PRECONDITION',
  aborted: 'ABORTED',
  'out-of-range': 'OUT_OF_RANGE',
  unimplemented: 'UNIMPLEMENTED',
  internal: 'INTERNAL',
  unavailable: 'UNAVAILABLE',
  'data-loss': 'DATA_LOSS',
  unauthenticated: 'UNAUTHENTICATED',
};

/** The names of all codes. */
export const CODE_NAMES: readonly CodeName[] = Object.values(NAMES);

/** The name of a code. */
export function codeName(code: SdkErrorCode): CodeName {
  return NAMES[code];
}
