import { SdkError } from '@remotemedia/base';

/** What everyone is told when the server closes. */
export function closing(): SdkError {
  return new SdkError('unavailable', 'the server is closing');
}

/** What everyone is told when the server is about to close. */
export function draining(): SdkError {
  return new SdkError('unavailable', 'the server is about to close; come back, through another one');
}
