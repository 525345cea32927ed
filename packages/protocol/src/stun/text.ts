import { getTextEncoding } from '@bufbuild/protobuf/wire';
import { malformed } from './malformed.ts';

const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf];

/** Text to UTF-8. @throws {SdkError} `invalid-argument` when it holds half a character or has more than `maxBytes` */
export function encodeText(text: string, maxBytes: number, what: string): Uint8Array {
  const { checkUtf8, encodeUtf8 } = getTextEncoding();
  // One code unit takes one byte at least, so a text that is far too long need not be looked at.
  if (text.length > maxBytes) throw tooLong(what, maxBytes);
  if (!checkUtf8(text)) throw malformed(`${what} must be well-formed Unicode`);
  const bytes = encodeUtf8(text);
  if (bytes.length > maxBytes) throw tooLong(what, maxBytes);
  return bytes;
}

/** UTF-8 to text. @throws {SdkError} `invalid-argument` when it is no UTF-8 or has more than `maxBytes` */
export function decodeText(bytes: Uint8Array, maxBytes: number, what: string): string {
  if (bytes.length > maxBytes) throw tooLong(what, maxBytes);
  try {
    const text = getTextEncoding().decodeUtf8(bytes, true);
    // Decoders drop it; then what was signed and what was read would be two texts.
    return BYTE_ORDER_MARK.every((byte, index) => bytes[index] === byte) ? `\ufeff${text}` : text;
  } catch {
    throw malformed(`${what} must be UTF-8`);
  }
}

function tooLong(what: string, maxBytes: number): Error {
  return malformed(`${what} must have at most ${maxBytes} bytes of UTF-8`);
}
