import { SdkError } from '@remotemedia/base';
import type { CoderKind } from '../protocol.ts';

/** The error for work before there is a configuration. */
export function notConfigured(kind: CoderKind): SdkError {
  return new SdkError('failed-precondition', `the ${kind} must be configured before it is given work`);
}

/** The error for an input of another coder. */
export function wrongInput(kind: CoderKind, type: string): SdkError {
  return new SdkError('invalid-argument', `the ${kind} cannot work off an input of the type ${type}`);
}
