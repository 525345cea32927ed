import { contentEnd } from './sdp-lines.ts';
import { COLON, CR, EQUALS, LETTER_A, LETTER_C, LETTER_E, LF } from './tokens.ts';

/** Length of `a=candidate:`. */
const PREFIX_LENGTH = 12;

/**
 * Where a line ends that begins at `start` much like `a=candidate:`; its LF, or the end of the text. Of the name only
 * what tells it from all others is looked at: the lines are kept as they are, name and all.
 *
 * @returns -1 where another line is there
 */
export function candidateLineEnd(text: string, start: number): number {
  if (text.charCodeAt(start + 2) !== LETTER_C || text.charCodeAt(start + 3) !== LETTER_A) return -1;
  if (text.charCodeAt(start) !== LETTER_A || text.charCodeAt(start + 1) !== EQUALS) return -1;
  if (text.charCodeAt(start + 10) !== LETTER_E || text.charCodeAt(start + 11) !== COLON) return -1;
  const newline = text.indexOf('\n', start);
  const end = newline === -1 ? text.length : newline;
  return end - start < PREFIX_LENGTH ? -1 : end;
}

/**
 * Where candidates end that follow each other, the second of which would begin at `second`; all of them end alike, with
 * CR or without.
 */
export function blockEnd(text: string, second: number): number {
  const hasCr = text.charCodeAt(second - 2) === CR;
  let at = second;
  do {
    const end = candidateLineEnd(text, at);
    if (end === -1) return at;
    if (end === text.length) return end;
    at = end + 1;
  } while ((text.charCodeAt(at - 2) === CR) === hasCr);
  return at;
}

/** The lines from `start` to `next`, the second of which begins at `second`, with CR LF between two. */
export function blockText(text: string, start: number, second: number, next: number): string {
  const block = text.slice(start, contentEnd(text, text.charCodeAt(next - 1) === LF ? next - 1 : -1));
  return second === next || text.charCodeAt(second - 2) === CR ? block : block.replaceAll('\n', '\r\n');
}
