/** A text as JSON, in ASCII. */
export function quoted(text: string): string {
  return asciiJson(JSON.stringify(text));
}

/**
 * The same JSON in ASCII: other characters become `\u` and four digits. A character of it is a byte on the wire then,
 * whatever is put together of it, and nothing has to be looked through again to know its length.
 */
export function asciiJson(json: string): string {
  return Buffer.byteLength(json) === json.length ? json : json.replace(/[^\0-\x7f]/g, escaped);
}

/** Half a character at a time, as JSON has it (RFC 8259 §7). */
function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
