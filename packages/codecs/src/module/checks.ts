import { SdkError } from '@remotemedia/base';

/** A value from outside as text that is short and cannot fail. */
function shown(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.slice(0, 40));
  // Their own words may throw.
  if (typeof value === 'object' && value !== null) return 'an object';
  return typeof value === 'function' ? 'a function' : String(value).slice(0, 40);
}

/** @throws {SdkError} `invalid-argument` unless `value` is one of `allowed` */
export function assertOneOf<T>(name: string, value: unknown, allowed: readonly T[]): asserts value is T {
  if (allowed.some((one) => one === value)) return;
  throw new SdkError(
    'invalid-argument',
    `${name} must be one of ${allowed.map(shown).join(', ')}, not ${shown(value)}`,
  );
}

/** @throws {SdkError} `invalid-argument` for no number, `out-of-range` for one outside the range or with a fraction */
export function assertInteger(name: string, value: unknown, from: number, to: number): asserts value is number {
  assertNumber(name, value, from, to);
  if (!Number.isInteger(value)) throw new SdkError('out-of-range', `${name} must be a whole number, not ${value}`);
}

/** @throws {SdkError} `invalid-argument` for no number, `out-of-range` for one outside the range */
export function assertNumber(name: string, value: unknown, from: number, to: number): asserts value is number {
  if (typeof value !== 'number') {
    throw new SdkError('invalid-argument', `${name} must be a number from ${from} to ${to}, not ${shown(value)}`);
  }
  if (value >= from && value <= to) return;
  throw new SdkError('out-of-range', `${name} must be from ${from} to ${to}, not ${value}`);
}

/** @throws {SdkError} `invalid-argument` unless `value` is true or false */
export function assertBoolean(name: string, value: unknown): asserts value is boolean {
  if (typeof value === 'boolean') return;
  throw new SdkError('invalid-argument', `${name} must be true or false, not ${shown(value)}`);
}

/** @throws {SdkError} `invalid-argument` unless `value` has members */
export function assertObject(name: string, value: unknown): asserts value is object {
  if (typeof value === 'object' && value !== null) return;
  throw new SdkError('invalid-argument', `${name} must be an object, not ${shown(value)}`);
}

/** @throws {SdkError} `invalid-argument` unless `value` is a `Uint8Array` */
export function assertBytes(name: string, value: unknown): asserts value is Uint8Array {
  if (value instanceof Uint8Array) return;
  throw new SdkError('invalid-argument', `${name} must be a Uint8Array, not ${shown(value)}`);
}

/** @throws {SdkError} `invalid-argument` unless `value` is a `Uint8Array` */
export function assertPacket(value: unknown): asserts value is Uint8Array {
  assertBytes('a packet', value);
}
