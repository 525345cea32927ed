import { malformed } from './malformed.ts';

/** Passes a whole number from `least` to `most`. @throws {SdkError} `invalid-argument` for anything else */
export function wholeNumber(what: string, value: number, least: number, most: number): number {
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  throw malformed(`${what} must be a whole number from ${least} to ${most}, got ${value}`);
}
