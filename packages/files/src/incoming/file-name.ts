/** Longest name in bytes of UTF-8: what common file systems take. */
const MAX_NAME_BYTES = 255;
/** Longest ending that is kept when a name is cut, in characters. */
const MAX_ENDING_LENGTH = 16;
const FALLBACK = 'file';

/**
 * Separators, what Windows forbids, control characters, and those that change the direction of writing or are not seen;
 * some of the latter are letters.
 */
const UNSAFE = /[\\/:*?"<>|\p{Cc}\p{Cf}\p{Zl}\p{Zp}\u115f\u1160\u2800\u3164\uffa0]/gu;
/** Devices of Windows, with any ending. */
const RESERVED = /^(con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[\d¹²³])\s*(\.|$)/i;
/** Where a name must not begin or end: Windows drops spaces and dots there, and names with a dot in front are hidden. */
const EDGES = /^[\s.]+|[\s.]+$/g;

/**
 * Makes a peer's name for a file one that can be shown and written: no path, nothing invisible, at most 255 bytes. The
 * ending is kept.
 */
export function safeFileName(name: string): string {
  // Through UTF-8 and back: half a surrogate pair becomes U+FFFD.
  const wellFormed = new TextDecoder().decode(new TextEncoder().encode(name));
  // Much space would push the ending out of sight.
  const plain = wellFormed.replace(UNSAFE, '_').replace(/\s+/g, ' ').replace(EDGES, '');
  const cut = cutToBytes(plain).replace(EDGES, '');
  if (cut === '' || /^_+$/.test(cut)) return FALLBACK;
  return RESERVED.test(cut) ? `_${cut}` : cut;
}

function cutToBytes(name: string): string {
  // One byte is left for what a reserved name gets in front.
  const limitBytes = MAX_NAME_BYTES - 1;
  if (sizeOf(name) <= limitBytes) return name;
  const dot = name.lastIndexOf('.');
  const ending = dot > 0 && name.length - dot <= MAX_ENDING_LENGTH ? name.slice(dot) : '';
  let stem = '';
  let bytes = sizeOf(ending);
  for (const character of name.slice(0, name.length - ending.length)) {
    bytes += sizeOf(character);
    if (bytes > limitBytes) break;
    stem += character;
  }
  return stem + ending;
}

function sizeOf(text: string): number {
  return new TextEncoder().encode(text).length;
}
