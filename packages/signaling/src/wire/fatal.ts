import type { SdkError, SdkErrorCode } from '@remotemedia/base';

/** Codes after which trying again, or coming back, is no use. */
const FATAL: ReadonlySet<SdkErrorCode> = new Set([
  'invalid-argument',
  'not-found',
  'already-exists',
  'aborted',
  'out-of-range',
  'data-loss',
  'permission-denied',
  'failed-precondition',
  'unauthenticated',
  'unimplemented',
]);

/** Whether trying again, or coming back, is no use after this error. */
export function isFatal({ code }: SdkError): boolean {
  return FATAL.has(code);
}
