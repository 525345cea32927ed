import { SdkError } from '@remotemedia/base';

/** The one error of this folder. @param detail what was expected and what came */
export function malformed(detail: string): SdkError {
  return new SdkError('invalid-argument', detail);
}
