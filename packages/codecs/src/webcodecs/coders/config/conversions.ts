import type { EngineChoice } from '../../../engine/ports.ts';
import { bytesOfSource, copyOf, isBufferSource } from '../../data/idl/buffers.ts';
import { oneOf } from '../../data/idl/dictionaries.ts';
import { toUnrestrictedDouble } from '../../data/idl/numbers.ts';

/** Which engine may do the work: our own member of every configuration. */
export const engineChoice: (value: unknown, what: string) => EngineChoice = oneOf([
  'auto',
  'webcodecs',
  'wasm',
] as const);

/** `DOMString`. @throws {TypeError} for a Symbol */
export function toDomString(value: unknown): string {
  return typeof value === 'string' ? value : `${value}`;
}

/** `boolean`. */
export function toBoolean(value: unknown): boolean {
  return Boolean(value);
}

/** `unsigned short?`, which wraps around. @throws {TypeError} for a BigInt or a Symbol. Source: WebIDL §3.2.4.5, §3.2.20 */
export function toNullableUnsignedShort(value: unknown): number | null {
  return value === null || value === undefined ? null : toUnrestrictedDouble(value) & 0xffff;
}

/**
 * A copy of the bytes that a `description` covers.
 *
 * @throws {TypeError} when it is no buffer or view of one, or its buffer is detached
 */
export function toDescription(value: unknown, what: string): ArrayBuffer {
  if (isBufferSource(value) && isDetached(value)) throw new TypeError(`${what} is detached`);
  return copyOf(bytesOfSource(value, what)).buffer;
}

/** @throws {TypeError} when a codec string has nothing in it. Source: WebCodecs, the checks for a valid configuration */
export function requireCodec(codec: string): void {
  if (/^[\t\n\f\r ]*$/.test(codec)) throw new TypeError('codec is empty; expected a codec string, such as "opus"');
}

/** @throws {TypeError} for a number that is there and zero */
export function refuseZero(value: number | undefined, what: string): void {
  if (value === 0) throw new TypeError(`${what} is 0; expected more, or nothing`);
}

/** @throws {TypeError} unless a number lies in a range, both ends included */
export function requireRange(value: number | undefined, lowest: number, highest: number, what: string): void {
  if (value !== undefined && !(value >= lowest && value <= highest))
    throw new TypeError(`${what} is ${value}; expected ${lowest} to ${highest}`);
}

/** No view can be made of a detached buffer. */
function isDetached(source: AllowSharedBufferSource): boolean {
  const buffer = ArrayBuffer.isView(source) ? source.buffer : source;
  try {
    new Uint8Array(buffer);
    return false;
  } catch {
    return true;
  }
}
