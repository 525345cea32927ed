/** Line feed. */
export const LF = 10;
/** Carriage return. */
export const CR = 13;
/** `=` */
export const EQUALS = 61;
/** `*` */
export const ASTERISK = 42;
/** `:` */
export const COLON = 58;
/** `a` */
export const LETTER_A = 97;
/** `c` */
export const LETTER_C = 99;
/** `e` */
export const LETTER_E = 101;
/** `m` */
export const LETTER_M = 109;

const ZERO = 48;
/** Digits of the longest number that is read: all of them fit into a double exactly. */
const MAX_DIGITS = 15;

/** No values. Shared, so that a description with empty lists costs nothing for them. */
export const NONE: readonly never[] = Object.freeze([]);

/** The list with one more value. Changes the list that it was given, unless that is {@link NONE}. */
export function withOne<Value>(list: readonly Value[], value: Value): readonly Value[] {
  if (list === NONE) return [value];
  // Only the parser calls this, with lists that it made itself.
  (list as Value[]).push(value);
  return list;
}

/** The number that is written in `text`; -1 where there is none, or not as it would be written out again. */
export function readNumber(text: string): number {
  return readNumberIn(text, 0, text.length);
}

/** As {@link readNumber}, from `start` to `end`: without a text of its own for every number. */
export function readNumberIn(text: string, start: number, end: number): number {
  const length = end - start;
  if (length < 1 || length > MAX_DIGITS) return -1;
  let value = 0;
  for (let at = start; at < end; at += 1) {
    const digit = text.charCodeAt(at) - ZERO;
    if (digit < 0 || digit > 9) return -1;
    value = value * 10 + digit;
  }
  return length > 1 && text.charCodeAt(start) === ZERO ? -1 : value;
}

/** The words in `text`, with one space between two; `undefined` where a word is empty. */
export function readWords(text: string): readonly string[] | undefined {
  if (text === '') return undefined;
  let start = 0;
  let space = text.indexOf(' ');
  if (space === -1) return [text];
  const words: string[] = [];
  for (; space !== -1; space = text.indexOf(' ', start)) {
    if (space === start) return undefined;
    words.push(text.slice(start, space));
    start = space + 1;
  }
  if (start === text.length) return undefined;
  words.push(text.slice(start));
  return words;
}

/** Up to so many words are put together quicker one by one than with `join()`. */
const FEW_WORDS = 4;

/** Reverse of {@link readWords}. */
export function writeWords(words: readonly (string | number)[]): string {
  if (words.length > FEW_WORDS) return words.join(' ');
  let text = `${words[0] ?? ''}`;
  for (let index = 1; index < words.length; index += 1) text += ` ${words[index] ?? ''}`;
  return text;
}
