import { SdkError } from '@remotemedia/base';

/**
 * The error for an option out of range. What came is not said: among these options there are secrets.
 *
 * @param name the option, as `access.jwt.issuer`
 */
export function invalidOption(name: string, expected: string): SdkError {
  return new SdkError('invalid-argument', `${name} must be ${expected}`);
}

/** Checks a list of texts. @throws {SdkError} `invalid-argument` when it is none, or has more than `most` */
export function textList(name: string, value: unknown, most: number): readonly string[] {
  const isList = Array.isArray(value) && value.every((item) => typeof item === 'string');
  if (!isList) throw invalidOption(name, 'a list of texts');
  if (value.length > most) throw invalidOption(name, `a list of ${most} at the most`);
  return value;
}
