import { SdkError } from '@remotemedia/base';

/**
 * Whether an error says that the code itself broke (a trap, no more memory): whatever else runs on the same heap cannot
 * be trusted any more.
 */
export function isBreakdown(caught: unknown): boolean {
  if (caught instanceof WebAssembly.RuntimeError || caught instanceof RangeError) return true;
  return caught instanceof SdkError && caught.cause !== undefined && isBreakdown(caught.cause);
}
