import { SdkError } from '@remotemedia/base';

/** Refuses a number outside `min`…`max`. @throws {SdkError} `invalid-argument` */
export function within(field: string, value: number, min: number, max: number): void {
  if (typeof value === 'number' && value >= min && value <= max) return;
  throw new SdkError(
    'invalid-argument',
    `${field} must be a number from ${min} to ${max}, got ${JSON.stringify(value)}`,
  );
}

/** Refuses what is not a whole number from `min` to `max`. @throws {SdkError} `invalid-argument` */
export function integerWithin(field: string, value: number, min: number, max: number): void {
  if (Number.isInteger(value) && value >= min && value <= max) return;
  const got = JSON.stringify(value);
  throw new SdkError('invalid-argument', `${field} must be a whole number from ${min} to ${max}, got ${got}`);
}

/** Refuses what is not one of `values`. @throws {SdkError} `invalid-argument` */
export function oneOf<T extends string>(field: string, value: T, values: readonly T[]): T {
  if (values.includes(value)) return value;
  throw new SdkError('invalid-argument', `${field} must be one of ${values.join(', ')}, got ${JSON.stringify(value)}`);
}

/** Refuses what is neither true nor false. @throws {SdkError} `invalid-argument` */
export function bool(field: string, value: boolean): void {
  if (typeof value === 'boolean') return;
  throw new SdkError('invalid-argument', `${field} must be true or false, got ${JSON.stringify(value)}`);
}
