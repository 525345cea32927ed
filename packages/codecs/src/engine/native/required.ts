import { SdkError } from '@remotemedia/base';

/** @throws {SdkError} `unimplemented` when the browser has no such class */
export function required<T>(type: T | undefined, name: string): T {
  if (type === undefined) throw new SdkError('unimplemented', `there is no ${name} of the browser here`);
  return type;
}
