import { SdkError } from '@remotemedia/base';

/** Errors that a caller can cause: bad arguments, bad bytes, pictures without bound, a wrong moment. */
const BLAMELESS = [
  'invalid-argument',
  'out-of-range',
  'data-loss',
  'failed-precondition',
  'unimplemented',
  'resource-exhausted',
];

/** What `work` gives; `undefined` when it fails with a type that a caller can cause. Everything else is thrown on. */
export function attempt<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    if (error instanceof SdkError && BLAMELESS.includes(error.code)) return undefined;
    throw error;
  }
}
