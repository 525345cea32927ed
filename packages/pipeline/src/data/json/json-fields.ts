import { SdkError } from '@remotemedia/base';
import { MAX_BYTES, MAX_NAME_LENGTH } from './json-limits.ts';

/** Bounds of a number. */
export interface FieldBounds {
  readonly min: number;
  readonly max: number;
}

/** Numbers that JSON and JavaScript both have exactly. */
const ANY_COUNT: FieldBounds = { min: 0, max: Number.MAX_SAFE_INTEGER };
const SHOWN = 60;

/** Reads the members of an object that came from outside; each method throws an `invalid-argument` that names the member. */
export class JsonFields {
  readonly #members: Readonly<Record<string, unknown>>;
  readonly #name: string;

  /** @param name what messages call the object, such as `Audio` */
  constructor(value: unknown, name: string) {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) throw expected(name, 'an object', value);
    this.#members = { ...value };
    this.#name = name;
  }

  /** The names of all members. */
  get names(): readonly string[] {
    return Object.keys(this.#members);
  }

  /** What a member is; `undefined` when it is missing, or `null`. */
  value(name: string): unknown {
    return Object.hasOwn(this.#members, name) ? (this.#members[name] ?? undefined) : undefined;
  }

  /** A whole number. @param bounds any count, if absent */
  integer(name: string, bounds: FieldBounds = ANY_COUNT): number {
    const found = this.optionalInteger(name, bounds);
    return found === undefined ? this.#fail(name, 'a whole number', found) : found;
  }

  /** A whole number, or `undefined` when it is missing. */
  optionalInteger(name: string, { min, max }: FieldBounds = ANY_COUNT): number | undefined {
    const value = this.value(name);
    if (value === undefined) return undefined;
    if (typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max) return value;
    return this.#fail(name, `a whole number from ${min} to ${max}`, value);
  }

  /** Text, or `undefined` when it is missing. */
  optionalText(name: string): string | undefined {
    const value = this.value(name);
    if (value === undefined || (typeof value === 'string' && value.length <= MAX_NAME_LENGTH)) return value;
    return this.#fail(name, `text of at most ${MAX_NAME_LENGTH} characters`, value);
  }

  /** Text. */
  text(name: string): string {
    return this.optionalText(name) ?? this.#fail(name, 'text', undefined);
  }

  /** `true` or `false`; `false` when it is missing. */
  flag(name: string): boolean {
    const value = this.value(name);
    if (value === undefined || typeof value === 'boolean') return value ?? false;
    return this.#fail(name, 'true or false', value);
  }

  /** A list of bounded length. */
  list(name: string, max: number): readonly unknown[] {
    const value = this.value(name);
    return Array.isArray(value) && value.length <= max ? value : this.#fail(name, `a list of at most ${max}`, value);
  }

  /** A short list of whole numbers. */
  integers(name: string, max: number): readonly number[] {
    return this.list(name, max).map((item) =>
      typeof item === 'number' && Number.isSafeInteger(item) ? item : this.#fail(name, 'whole numbers', item),
    );
  }

  /** Bytes, written as a list of numbers from 0 to 255. */
  bytes(name: string): Uint8Array<ArrayBuffer> {
    return bytesOf(this.value(name), `${this.#name}.${name}`);
  }

  #fail(name: string, what: string, value: unknown): never {
    throw expected(`${this.#name}.${name}`, what, value);
  }
}

/** Bytes of a list of numbers. @throws {SdkError} `invalid-argument` for anything else */
export function bytesOf(value: unknown, name: string): Uint8Array<ArrayBuffer> {
  if (!Array.isArray(value) || value.length > MAX_BYTES)
    throw expected(name, `a list of at most ${MAX_BYTES} bytes`, value);
  const bytes = new Uint8Array(value.length);
  for (let index = 0; index < value.length; index += 1) {
    const byte: unknown = value[index];
    if (typeof byte !== 'number' || !Number.isInteger(byte) || byte < 0 || byte > 255) {
      throw expected(`${name}[${index}]`, 'a whole number from 0 to 255', byte);
    }
    bytes[index] = byte;
  }
  return bytes;
}

/** The error for something that is not what it should be. */
export function expected(name: string, what: string, value: unknown): SdkError {
  return new SdkError('invalid-argument', `${name} must be ${what}, got ${shown(value)}`);
}

function shown(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === 'object' && value !== null) return 'an object';
  return typeof value === 'string' ? JSON.stringify(value.slice(0, SHOWN)) : String(value).slice(0, SHOWN);
}
