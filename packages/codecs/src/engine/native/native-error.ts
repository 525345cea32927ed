import { SdkError, type SdkErrorCode } from '@remotemedia/base';

/** Source: WebCodecs, the exceptions that coders close with. */
const CODES: Readonly<Record<string, SdkErrorCode>> = {
  NotSupportedError: 'unimplemented',
  EncodingError: 'data-loss',
  DataError: 'data-loss',
  TypeError: 'unimplemented',
  QuotaExceededError: 'resource-exhausted',
  AbortError: 'aborted',
};

/** An error of the browser's coder in our words. */
export function errorOfNative(error: unknown): SdkError {
  if (!(error instanceof Error)) return SdkError.from(error, 'internal');
  return new SdkError(CODES[error.name] ?? 'internal', `the browser: ${error.message}`, { cause: error });
}
