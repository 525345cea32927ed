/** The two bytes at `offset` as a number, the first one higher; bytes beyond the end are zeros. */
export function u16(bytes: Uint8Array, offset: number): number {
  return ((bytes[offset] ?? 0) << 8) | (bytes[offset + 1] ?? 0);
}

/** The four bytes at `offset` as a number from 0, the first one highest; bytes beyond the end are zeros. */
export function u32(bytes: Uint8Array, offset: number): number {
  return u16(bytes, offset) * 0x10000 + u16(bytes, offset + 2);
}

/** A number as two bytes, the first one higher. */
export function bytesOfU16(value: number): Uint8Array {
  return Uint8Array.of(value >>> 8, value);
}

/** A number as four bytes, the first one highest. */
export function bytesOfU32(value: number): Uint8Array {
  return Uint8Array.of(value >>> 24, value >>> 16, value >>> 8, value);
}

/** The parts, one after the other. */
export function joined(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sizeBytes, part) => sizeBytes + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    all.set(part, offset);
    offset += part.length;
  }
  return all;
}

/** `sizeBytes` and what is missing to a multiple of 4. */
export function padded(sizeBytes: number): number {
  return Math.ceil(sizeBytes / 4) * 4;
}
