/*
 * Fields in protobuf's binary form ("Encoding" of the Protocol Buffers documentation). What proto3 has for the default,
 * zero or an empty string, is not written.
 */

/** Wire types: a varint, and bytes with their length in front. */
const VARINT = 0;
const BYTES = 2;

const NOTHING = new Uint8Array();
const utf8 = new TextEncoder();

/** A string. */
export function text(field: number, value: string): Uint8Array {
  return value === '' ? NOTHING : bytes(field, utf8.encode(value));
}

/** A `uint32` or `uint64`. */
export function number(field: number, value: number | bigint): Uint8Array {
  return Number(value) === 0 ? NOTHING : joined([varint(field * 8 + VARINT), varint(value)]);
}

/** A message that consists of these fields; written even without any. */
export function nested(field: number, fields: readonly Uint8Array[]): Uint8Array {
  return bytes(field, joined(fields));
}

/** A field of type `map<string, string>`. */
export function textEntries(field: number, map: Readonly<Record<string, string>>): Uint8Array {
  return joined(Object.entries(map).map(([key, value]) => nested(field, [text(1, key), text(2, value)])));
}

/** One after the other. */
export function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function bytes(field: number, value: Uint8Array): Uint8Array {
  return joined([varint(field * 8 + BYTES), varint(value.length), value]);
}

function varint(value: number | bigint): Uint8Array {
  const written: number[] = [];
  let rest = BigInt(value);
  for (; rest > 127n; rest >>= 7n) written.push(Number(rest & 127n) + 128);
  return Uint8Array.from([...written, Number(rest)]);
}
