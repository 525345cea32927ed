/** Stands for the receiver's id until a message is made; ids have this length, and nobody has this one. */
export const TO = 'p999999';
/** Stands for a message's number until it is made. No other text of a message has an `@`. */
export const TAG = '@000000000';

const ID_DIGITS = TO.length - 1;
const TAG_DIGITS = TAG.length - 1;
const ZERO = 48;
const UNMASKED = [0, 0, 0, 0];

/**
 * @param {number} index
 * @returns {string} the id of a peer
 */
export function idOf(index) {
  return `p${String(index).padStart(ID_DIGITS, '0')}`;
}

/** A message in which only the receiver and the number differ from time to time, so that making one costs little. */
export class Template {
  #bytes;
  #mask;
  #toAt;
  #tagAt;

  /**
   * @param {Buffer} bytes with {@link TO} and {@link TAG} in them
   * @param {{ mask: readonly number[], from: number }} [masked] WebSocket mask, and where what it hides begins
   */
  constructor(bytes, masked) {
    this.#toAt = bytes.indexOf(TO) + 1;
    this.#tagAt = bytes.indexOf(TAG) + 1;
    if (this.#toAt === 0 || this.#tagAt === 0) throw new Error('a template needs a receiver and a number');
    this.#bytes = Buffer.from(bytes);
    this.#mask = UNMASKED;
    if (!masked) return;
    this.#mask = UNMASKED.map((_, index) => masked.mask[(index - masked.from) & 3]);
    for (let at = masked.from; at < bytes.length; at += 1) this.#bytes[at] ^= this.#mask[at & 3];
  }

  /**
   * @param {number} to index of the receiver
   * @param {number} tag number of the message
   * @returns {Buffer}
   */
  make(to, tag) {
    const bytes = Buffer.allocUnsafe(this.#bytes.length);
    this.#bytes.copy(bytes);
    this.#write(bytes, this.#toAt + ID_DIGITS, this.#toAt, to);
    this.#write(bytes, this.#tagAt + TAG_DIGITS, this.#tagAt, tag);
    return bytes;
  }

  #write(bytes, end, start, value) {
    let rest = value;
    for (let at = end - 1; at >= start; at -= 1) {
      bytes[at] = (ZERO + (rest % 10)) ^ this.#mask[at & 3];
      rest = Math.floor(rest / 10);
    }
  }
}

/** Finds the numbers of messages in what arrives, wherever its pieces end. */
export class TagReader {
  #onTag;
  /** @type {Buffer | undefined} */
  #rest;

  /** @param {(tag: number) => void} onTag */
  constructor(onTag) {
    this.#onTag = onTag;
  }

  /**
   * @param {Buffer} chunk
   * @param {number} start
   * @param {number} end
   */
  read(chunk, start, end) {
    if (this.#rest) {
      const joined = Buffer.concat([this.#rest, chunk.subarray(start, end)]);
      this.#rest = undefined;
      this.read(joined, 0, joined.length);
      return;
    }
    let at = chunk.indexOf(64, start);
    while (at !== -1 && at < end) {
      if (at + TAG.length > end) {
        this.#rest = Buffer.from(chunk.subarray(at, end));
        return;
      }
      let tag = 0;
      for (let digit = at + 1; digit < at + TAG.length; digit += 1) tag = tag * 10 + chunk[digit] - ZERO;
      this.#onTag(tag);
      at = chunk.indexOf(64, at + TAG.length);
    }
  }
}
