import { SdkError } from '@remotemedia/base';

/** What `check` throws about, in its words; `undefined` when it throws nothing. */
export function faultOf(check: () => void): string | undefined {
  try {
    check();
    return undefined;
  } catch (error) {
    return SdkError.from(error, 'invalid-argument').detail;
  }
}
