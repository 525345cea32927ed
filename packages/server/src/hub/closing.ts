import { SdkError } from '@remotemedia/base';

/** What everyone is told when the server closes. */
export function closing(): SdkError {
  return new SdkError('unavailable', 'the server is closing');
}
