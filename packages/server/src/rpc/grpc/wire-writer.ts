/** Texts up to this length are written character by character: faster than a call out of JavaScript. */
const SHORT_TEXT = 24;
const FIRST_SIZE_BYTES = 16_384;
/** A buffer that once had to hold more than this is not kept. */
const MAX_KEPT_BYTES = 262_144;

/** Bytes that a text takes in UTF-8. */
export function textSize(text: string): number {
  const { length } = text;
  if (length > SHORT_TEXT) return Buffer.byteLength(text);
  for (let index = 0; index < length; index += 1) {
    if (text.charCodeAt(index) > 0x7f) return Buffer.byteLength(text);
  }
  return length;
}

/** Bytes that a number below 2 ** 32 takes. */
export function varintSize(value: number): number {
  if (value < 0x80) return 1;
  if (value < 0x4000) return 2;
  if (value < 0x20_0000) return 3;
  return value < 0x1000_0000 ? 4 : 5;
}

/** Bytes that a field with a text takes, of a field number below 16; an empty text is left out. */
export function textFieldSize(sizeBytes: number): number {
  return sizeBytes === 0 ? 0 : 1 + varintSize(sizeBytes) + sizeBytes;
}

/** Writes the protobuf encoding into one buffer that grows and is used again and again. */
export class WireWriter {
  #bytes: Buffer = Buffer.allocUnsafeSlow(FIRST_SIZE_BYTES);
  #length = 0;

  /** Bytes written so far. */
  get length(): number {
    return this.#length;
  }

  /** Makes room for that many bytes more. Call it before each frame: nothing below looks at the size again. */
  reserve(sizeBytes: number): void {
    const needed = this.#length + sizeBytes;
    if (needed <= this.#bytes.length) return;
    const grown = Buffer.allocUnsafeSlow(Math.max(needed, this.#bytes.length * 2));
    this.#bytes.copy(grown, 0, 0, this.#length);
    this.#bytes = grown;
  }

  /** One byte. */
  byte(value: number): void {
    this.#bytes[this.#length] = value;
    this.#length += 1;
  }

  /** A number below 2 ** 32 in four bytes, the highest first. */
  fixed32BigEndian(value: number): void {
    this.#length = this.#bytes.writeUInt32BE(value, this.#length);
  }

  /** A number below 2 ** 32. */
  varint(value: number): void {
    let rest = value;
    while (rest > 0x7f) {
      this.byte((rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    this.byte(rest);
  }

  /** A field that holds a message or text of that size, whose field number is below 16. */
  header(field: number, sizeBytes: number): void {
    this.byte((field << 3) | 2);
    this.varint(sizeBytes);
  }

  /** A field with a text that takes `sizeBytes`; an empty one is left out. */
  textField(field: number, text: string, sizeBytes: number): void {
    if (sizeBytes === 0) return;
    this.header(field, sizeBytes);
    const start = this.#length;
    this.#length += sizeBytes;
    if (sizeBytes !== text.length) this.#bytes.write(text, start, sizeBytes, 'utf8');
    else if (sizeBytes > SHORT_TEXT) this.#bytes.write(text, start, sizeBytes, 'latin1');
    else for (let index = 0; index < sizeBytes; index += 1) this.#bytes[start + index] = text.charCodeAt(index);
  }

  /** Bytes as they are. */
  raw(bytes: Uint8Array): void {
    this.#bytes.set(bytes, this.#length);
    this.#length += bytes.length;
  }

  /** A copy of all that was written; the next byte is the first again. */
  finish(): Buffer {
    const copy = Buffer.allocUnsafe(this.#length);
    this.#bytes.copy(copy, 0, 0, this.#length);
    this.#length = 0;
    if (this.#bytes.length > MAX_KEPT_BYTES) this.#bytes = Buffer.allocUnsafeSlow(FIRST_SIZE_BYTES);
    return copy;
  }
}
