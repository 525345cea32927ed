/** Largest `unsigned long`. */
export const MAX_UNSIGNED_LONG = 0xffff_ffff;

/** ToNumber of ECMAScript: a BigInt or a Symbol is a TypeError, which the unary plus throws by itself. */
function toNumber(value: unknown): number {
  if (typeof value === 'number') return value;
  if (typeof value === 'bigint' || typeof value === 'symbol')
    throw new TypeError(`expected a number, got a ${typeof value}`);
  return Number(value);
}

/** `[EnforceRange]` of WebIDL §3.3.7: the integer part, if it is in range. */
function enforceRange(value: unknown, lowest: number, highest: number, what: string): number {
  const number = toNumber(value);
  if (!Number.isFinite(number)) throw new TypeError(`${what} is ${number}; expected a finite number`);
  const integer = Math.trunc(number);
  if (integer < lowest || integer > highest)
    throw new TypeError(`${what} is ${number}; expected ${lowest} to ${highest}`);
  return integer + 0; // -0 becomes 0
}

/** `[EnforceRange] unsigned long`. @throws {TypeError} outside 0 to 2³²−1 */
export function enforceUnsignedLong(value: unknown, what: string): number {
  return enforceRange(value, 0, MAX_UNSIGNED_LONG, what);
}

/** `[EnforceRange] unsigned long long`. @throws {TypeError} outside 0 to 2⁵³−1 */
export function enforceUnsignedLongLong(value: unknown, what: string): number {
  return enforceRange(value, 0, Number.MAX_SAFE_INTEGER, what);
}

/** `[EnforceRange] long long`. @throws {TypeError} outside ±(2⁵³−1) */
export function enforceLongLong(value: unknown, what: string): number {
  return enforceRange(value, Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER, what);
}

/** `float`: the nearest 32-bit number. @throws {TypeError} if it is not finite */
export function toFloat(value: unknown, what: string): number {
  const number = Math.fround(toNumber(value));
  if (!Number.isFinite(number)) throw new TypeError(`${what} is ${number}; expected a finite number`);
  return number;
}

/** `double`. @throws {TypeError} if it is not finite */
export function toDouble(value: unknown, what: string): number {
  const number = toNumber(value);
  if (!Number.isFinite(number)) throw new TypeError(`${what} is ${number}; expected a finite number`);
  return number;
}

/** `unrestricted double`: NaN and the infinities pass. @throws {TypeError} for a BigInt or a Symbol */
export function toUnrestrictedDouble(value: unknown): number {
  return toNumber(value);
}
