const CONTINUES = 0x80;
const BYTE_ORDER_MARK = 0xfeff;
/** Most bytes of a length or small number that is read here; what is longer is left to the generated code. */
const MAX_VARINT_BYTES = 5;

/** Wire types of the protobuf encoding that the hot messages use. */
export const VARINT = 0;
/** A length, then as many bytes. */
export const LENGTH_DELIMITED = 2;

/**
 * Reads the protobuf encoding from a part of a buffer without copying anything. It never throws: what it cannot read
 * (a cut-off field, a number too long) sets `isBroken`, and everything read from then on is 0 or empty.
 */
export class WireReader {
  /** Whether something could not be read. */
  isBroken = false;
  #bytes: Buffer = Buffer.alloc(0);
  #position = 0;
  #end = 0;

  /** Starts over with another part of a buffer. */
  reset(bytes: Buffer, start: number, end: number): void {
    this.#bytes = bytes;
    this.#position = start;
    this.#end = end;
    this.isBroken = false;
  }

  /** Whether there is more to read. */
  get hasMore(): boolean {
    return !this.isBroken && this.#position < this.#end;
  }

  /** Where the next byte is. */
  get position(): number {
    return this.#position;
  }

  /** A number of up to 32 bits: a tag, a length or a `uint32`. */
  uint32(): number {
    let value = 0;
    for (let index = 0; index < MAX_VARINT_BYTES; index += 1) {
      if (this.#position >= this.#end) return this.#break();
      const byte = this.#bytes[this.#position] ?? 0;
      this.#position += 1;
      value += (byte & 0x7f) * 2 ** (7 * index);
      if ((byte & CONTINUES) === 0) return value <= 0xffff_ffff ? value : this.#break();
    }
    return this.#break();
  }

  /** Length of what follows, which is there as a whole. */
  length(): number {
    const length = this.uint32();
    return length <= this.#end - this.#position ? length : this.#break();
  }

  /** A text. One that has what bytes become that are no UTF-8, or begins with a byte-order mark, is not read here. */
  text(): string {
    const length = this.length();
    if (length === 0) return '';
    const start = this.#position;
    this.#position += length;
    const text = this.#bytes.toString('utf8', start, this.#position);
    if (!text.includes('\ufffd') && text.charCodeAt(0) !== BYTE_ORDER_MARK) return text;
    this.#break();
    return '';
  }

  /** Skips as many bytes. */
  skip(length: number): void {
    this.#position += length;
  }

  #break(): number {
    this.isBroken = true;
    this.#position = this.#end;
    return 0;
  }
}
