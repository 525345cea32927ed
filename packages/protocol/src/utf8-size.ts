/**
 * Whether `text` takes more than `maxBytes` bytes in UTF-8. Looks at no more than `maxBytes` characters, however
 * long the text is; half a surrogate pair counts as the three bytes that encoders put in its place.
 */
export function isLongerThan(text: string, maxBytes: number): boolean {
  // A UTF-16 code unit takes one to three bytes, so most texts need not be read.
  if (text.length > maxBytes) return true;
  return text.length * 3 > maxBytes && utf8SizeBytes(text) > maxBytes;
}

function utf8SizeBytes(text: string): number {
  let sizeBytes = text.length;
  for (let index = 0; index < text.length; index += 1) {
    const codePoint = text.codePointAt(index) ?? 0;
    if (codePoint >= 0x80) sizeBytes += codePoint < 0x800 ? 1 : 2;
    // Two code units that take four bytes.
    if (codePoint > 0xffff) index += 1;
  }
  return sizeBytes;
}
