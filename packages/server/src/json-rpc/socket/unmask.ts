/** Below this length, in bytes, looking at words of four costs more than it saves. */
const WORTHWHILE_BYTES = 64;

/**
 * Takes the mask off a payload, in place (RFC 6455 §5.3).
 *
 * @param data the frame
 * @param keyAt where the four bytes of the masking key are
 * @param start where the payload begins
 * @param end where it ends
 */
export function unmask(data: Buffer, keyAt: number, start: number, end: number): void {
  let at = start;
  if (end - start >= WORTHWHILE_BYTES) {
    while (((data.byteOffset + at) & 3) !== 0) unmaskByte(data, keyAt, start, at++);
    at = unmaskWords(data, keyAt, start, at, end);
  }
  while (at < end) unmaskByte(data, keyAt, start, at++);
}

function unmaskByte(data: Buffer, keyAt: number, start: number, at: number): void {
  data[at] = (data[at] ?? 0) ^ (data[keyAt + ((at - start) & 3)] ?? 0);
}

/** @returns where it stopped: less than four bytes are left */
function unmaskWords(data: Buffer, keyAt: number, start: number, from: number, end: number): number {
  const count = (end - from) >> 2;
  const words = new Int32Array(data.buffer, data.byteOffset + from, count);
  const key = keyWord(data, keyAt, from - start);
  for (let index = 0; index < count; index += 1) words[index] = (words[index] ?? 0) ^ key;
  return from + count * 4;
}

/** The key as a word in this machine's byte order, turned so that it begins with the byte for `offset`. */
function keyWord(data: Buffer, keyAt: number, offset: number): number {
  const bytes = new Uint8Array(4);
  for (let index = 0; index < 4; index += 1) bytes[index] = data[keyAt + ((offset + index) & 3)] ?? 0;
  return new Int32Array(bytes.buffer)[0] ?? 0;
}
