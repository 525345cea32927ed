/** A value of a FlatBuffer: a number in its place, or an object elsewhere that the place refers to. */
export type FlatValue =
  | { readonly uint8: number }
  | { readonly uint32: number }
  | { readonly text: string }
  | { readonly floats: readonly number[] }
  | { readonly bytes: Uint8Array }
  | { readonly list: readonly FlatValue[] }
  | { readonly table: FlatTable }
  /** An object at this position of what follows the written bytes. */
  | { readonly following: number };

/** The fields of a table by their numbers in the schema. */
export type FlatTable = Readonly<Record<number, FlatValue>>;

/** What `bytes` are aligned to; models want it for their buffers. */
const BYTES_ALIGNMENT = 16;

/**
 * Writes a FlatBuffer from front to back, so that it can refer to objects of another one that follows it. (The usual
 * writers go from back to front.) Source: FlatBuffers internals, "Format components".
 */
export class FlatBufferWriter {
  readonly #bytes: Uint8Array<ArrayBuffer>;
  readonly #view: DataView;
  #length = 0;

  /** @param capacity bytes there is room for; what follows begins here. @throws {RangeError} when more is written */
  constructor(capacity: number) {
    this.#bytes = new Uint8Array(capacity);
    this.#view = new DataView(this.#bytes.buffer);
  }

  /** Writes a root table. @returns all bytes, and how many of them are used */
  write(root: FlatTable, identifier: string): { readonly bytes: Uint8Array<ArrayBuffer>; readonly length: number } {
    this.#bytes.set(new TextEncoder().encode(identifier), 4);
    this.#length = 8;
    this.#view.setUint32(0, this.#table(root), true);
    return { bytes: this.#bytes, length: this.#length };
  }

  /** Where the object of a value is. */
  #object(value: FlatValue): number {
    if ('table' in value) return this.#table(value.table);
    if ('list' in value) return this.#list(value.list);
    if ('text' in value) return this.#vector(new TextEncoder().encode(`${value.text}\0`), 4, value.text.length);
    if ('bytes' in value) return this.#vector(value.bytes, BYTES_ALIGNMENT, value.bytes.length);
    if ('floats' in value) {
      const bytes = new Uint8Array(Float32Array.from(value.floats).buffer);
      return this.#vector(bytes, 4, value.floats.length);
    }
    if ('following' in value) return this.#bytes.length + value.following;
    throw new RangeError('a number is no object');
  }

  #table(table: FlatTable): number {
    const fields = Object.entries(table).map(([number, value]) => ({ number: Number(number), value }));
    const fieldCount = Math.max(...fields.map(({ number }) => number)) + 1;
    this.#align(4);
    const index = this.#length;
    const start = index + Math.ceil((4 + 2 * fieldCount) / 4) * 4;
    const end = start + 4 + 4 * fields.length;
    this.#view.setUint16(index, 4 + 2 * fieldCount, true);
    this.#view.setUint16(index + 2, end - start, true);
    this.#view.setInt32(start, start - index, true);
    this.#length = end;
    for (const [order, { number, value }] of fields.entries()) {
      const place = start + 4 + 4 * order;
      this.#view.setUint16(index + 4 + 2 * number, place - start, true);
      if ('uint8' in value) this.#view.setUint8(place, value.uint8);
      else if ('uint32' in value) this.#view.setUint32(place, value.uint32, true);
      else this.#refer(place, value);
    }
    return start;
  }

  #list(values: readonly FlatValue[]): number {
    this.#align(4);
    const start = this.#length;
    this.#view.setUint32(start, values.length, true);
    this.#length += 4 + 4 * values.length;
    for (const [order, value] of values.entries()) this.#refer(start + 4 + 4 * order, value);
    return start;
  }

  #vector(bytes: Uint8Array, alignment: number, count: number): number {
    // The elements are aligned, not the count before them.
    this.#length += 4;
    this.#align(alignment);
    const start = this.#length - 4;
    this.#view.setUint32(start, count, true);
    this.#bytes.set(bytes, this.#length);
    this.#length += bytes.length;
    return start;
  }

  #refer(place: number, value: FlatValue): void {
    this.#view.setUint32(place, this.#object(value) - place, true);
  }

  #align(to: number): void {
    this.#length = Math.ceil(this.#length / to) * to;
  }
}
