import { BinaryReader, WireType } from '@bufbuild/protobuf/wire';
import { SdkError } from '@remotemedia/base';

/** Reads one field's value off the reader. */
type Read = (reader: BinaryReader) => void;

/** What to do with a message's fields, by number. Those that are not named are skipped. */
export type FieldReaders = Readonly<Record<number, { readonly wireType: WireType; readonly read: Read }>>;

/** A field of type `string`. */
export function text(read: (value: string) => void): FieldReaders[number] {
  return { wireType: WireType.LengthDelimited, read: (reader) => read(reader.string()) };
}

/** A field of type `uint32`. */
export function uint32(read: (value: number) => void): FieldReaders[number] {
  return { wireType: WireType.Varint, read: (reader) => read(reader.uint32()) };
}

/** A field of type `uint64`. */
export function uint64(read: (value: bigint) => void): FieldReaders[number] {
  return { wireType: WireType.Varint, read: (reader) => read(BigInt(reader.uint64())) };
}

/** A field of type `bool`. */
export function bool(read: (value: boolean) => void): FieldReaders[number] {
  return { wireType: WireType.Varint, read: (reader) => read(reader.bool()) };
}

/** A field that holds a message; `read` gets its bytes. */
export function message(read: (bytes: Uint8Array) => void): FieldReaders[number] {
  return { wireType: WireType.LengthDelimited, read: (reader) => read(reader.bytes()) };
}

/** One entry of a field of type `map<string, string>`. */
export function textEntry(read: (key: string, value: string) => void): FieldReaders[number] {
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
  try {
    const reader = new BinaryReader(bytes);
    while (reader.pos < reader.len) {
      const [number, wireType] = reader.tag();
      const field = fields[number];
      if (field?.wireType === wireType) field.read(reader);
      else reader.skip(wireType, number);
    }
  } catch (cause) {
    if (cause instanceof SdkError) throw cause;
    throw new SdkError('data-loss', 'the server sent bytes that are not the message expected', { cause });
  }
}
