import { SdkError } from '@remotemedia/base';

/** Wire types of protobuf's binary form: a varint, eight bytes, bytes with their length in front, four bytes. */
const VARINT = 0;
const FIXED_64 = 1;
const BYTES = 2;
const FIXED_32 = 5;
/** Most bits of a varint; of a tenth byte nothing but the first bit counts. */
const MAX_VARINT_BITS = 70n;

const utf8 = new TextDecoder();

/** What to do with a message's fields, by number. Those that are not named, or of another wire type, are skipped. */
export type FieldReaders = Readonly<Record<number, FieldReader>>;

/** What to do with one of them. */
type FieldReader =
  | { readonly wireType: typeof VARINT; readonly read: (value: bigint) => void }
  | { readonly wireType: typeof BYTES; readonly read: (value: Uint8Array) => void };

/** A field of type `string`. */
export function text(read: (value: string) => void): FieldReader {
  return message((bytes) => read(utf8.decode(bytes)));
}

/** A field of type `uint32`. */
export function uint32(read: (value: number) => void): FieldReader {
  return uint64((value) => read(Number(BigInt.asUintN(32, value))));
}

/** A field of type `uint64`. */
export function uint64(read: (value: bigint) => void): FieldReader {
  return { wireType: VARINT, read };
}

/** A field of type `bool`. */
export function bool(read: (value: boolean) => void): FieldReader {
  return uint64((value) => read(value !== 0n));
}

/** A field that holds a message; `read` gets its bytes. */
export function message(read: (bytes: Uint8Array) => void): FieldReader {
  return { wireType: BYTES, read };
}

/** One entry of a field of type `map<string, string>`. */
export function textEntry(read: (key: string, value: string) => void): FieldReader {
  return message((bytes) => {
    let key = '';
    let value = '';
    readFields(bytes, { 1: text((given) => (key = given)), 2: text((given) => (value = given)) });
    read(key, value);
  });
}

/**
 * Reads a message in protobuf's binary form.
 *
 * @throws {SdkError} `data-loss` when the bytes are no such message
 */
export function readFields(bytes: Uint8Array, fields: FieldReaders): void {
  const cursor = new Cursor(bytes);
  while (!cursor.isAtEnd) {
    const tag = Number(cursor.varint());
    const wireType = tag % 8;
    const field = fields[Math.floor(tag / 8)];
    if (tag < 8) throw notExpected();
    if (wireType === VARINT) {
      const value = cursor.varint();
      if (field?.wireType === VARINT) field.read(value);
    } else {
      const value = cursor.take(lengthOf(wireType, cursor));
      if (wireType === BYTES && field?.wireType === BYTES) field.read(value);
    }
  }
}

function lengthOf(wireType: number, cursor: Cursor): number {
  if (wireType === BYTES) return Number(cursor.varint());
  if (wireType === FIXED_64) return 8;
  if (wireType === FIXED_32) return 4;
  throw notExpected();
}

function notExpected(): SdkError {
  return new SdkError('data-loss', 'the server sent bytes that are not the message expected');
}

/** A place among bytes. */
class Cursor {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#bytes.length;
  }

  take(length: number): Uint8Array {
    const end = this.#at + length;
    if (end > this.#bytes.length) throw notExpected();
    const taken = this.#bytes.subarray(this.#at, end);
    this.#at = end;
    return taken;
  }

  varint(): bigint {
    let value = 0n;
    for (let shift = 0n; shift < MAX_VARINT_BITS; shift += 7n) {
      const [byte = 0] = this.take(1);
      value |= BigInt(byte % 128) << shift;
      if (byte < 128) return BigInt.asUintN(64, value);
    }
    throw notExpected();
  }
}
