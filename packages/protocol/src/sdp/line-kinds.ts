import type { LineKind } from './line-kind.ts';
import { LETTER_A } from './tokens.ts';

/** Number of the lines that are of no known kind. */
export const OTHER_LINE = 0;

/** Most kinds of lines in one part: each has a bit. */
export const MAX_KINDS = 31;

/** Names begin with two of so many letters. */
const LETTERS = 26;
/** Where an attribute's name begins: after `a=`. */
const NAME_AT = 2;
/** Texts of up to so many characters are copied by the engine, and such copies are compared the quickest. */
const MAX_COPIED = 12;

/** A kind of line with what is worked out once for all lines. */
export class NumberedKind<in Part, in Whole> {
  /** How lines of this kind are told apart in an order of lines. */
  readonly number: number;
  /** One bit of its own for a kind that may come once only; 0 for the others. */
  readonly onceBit: number;
  /** Number from 1 up among the kinds that may come again and again; 0 for the others. */
  readonly listNumber: number;
  /** Where the value begins. */
  readonly valueAt: number;
  /** See {@link LineKind.prefix}. */
  readonly prefix: string;
  /** What is written before the value: the end of the line before and the beginning of this one. */
  readonly head: string;
  /** See {@link LineKind.read}. */
  readonly read: LineKind<Part, Whole>['read'];
  /** See {@link LineKind.write}. */
  readonly write: LineKind<Part, Whole>['write'];
  /** Another attribute whose name begins with the same two letters. */
  readonly next: NumberedKind<Part, Whole> | undefined;
  /** See {@link LineKind.isBlock}. */
  readonly isBlock: boolean;
  readonly #length: number;
  readonly #isFlag: boolean;
  readonly #comparedFrom: number;
  readonly #comparedTo: number;
  readonly #compared: string;
  readonly #rest: string;

  /** @param prefix that of the kind, or another one that it has */
  constructor(
    kind: LineKind<Part, Whole>,
    prefix: string,
    number: number,
    listNumber: number,
    next: NumberedKind<Part, Whole> | undefined,
  ) {
    const { isBlock = false, valueAt = prefix.length } = kind;
    this.number = number;
    this.listNumber = listNumber;
    this.onceBit = listNumber > 0 ? 0 : 1 << number;
    this.valueAt = valueAt;
    this.prefix = prefix;
    this.head = `\r\n${prefix.slice(0, valueAt)}`;
    this.read = kind.read;
    this.write = kind.write;
    this.next = next;
    this.isBlock = isBlock;
    this.#length = prefix.length;
    this.#isFlag = !prefix.endsWith(':');
    // Where the name is part of the value, its end is enough; see LineKind.
    this.#comparedFrom = valueAt < prefix.length ? prefix.length - 2 : NAME_AT + 2;
    this.#comparedTo = Math.min(this.#comparedFrom + MAX_COPIED, prefix.length);
    this.#compared = prefix.slice(this.#comparedFrom, this.#comparedTo);
    this.#rest = prefix.slice(this.#comparedTo);
  }

  /** Whether the attribute from `start` to `end`, whose name begins with the same two letters, is of this kind. */
  isLike(text: string, start: number, end: number): boolean {
    const length = this.#length;
    if (this.#isFlag ? end - start !== length : end - start < length) return false;
    const to = this.#comparedTo;
    if (text.substring(start + this.#comparedFrom, start + to) !== this.#compared) return false;
    return to === length || text.substring(start + to, start + length) === this.#rest;
  }
}

/** The kinds of lines that a part of a description may have, by number and by their beginning. */
export class LineKinds<in Part, in Whole> {
  /** The kinds by number; there is none of the number {@link OTHER_LINE}. */
  readonly byNumber: readonly (NumberedKind<Part, Whole> | undefined)[];
  /** How many kinds may come again and again. */
  readonly listCount: number;
  readonly #fields: readonly (NumberedKind<Part, Whole> | undefined)[];
  readonly #attributes: readonly (NumberedKind<Part, Whole> | undefined)[];

  /** @param kinds in the order in which they are written when no other is known; {@link MAX_KINDS} at the most */
  constructor(kinds: readonly LineKind<Part, Whole>[]) {
    const byNumber: (NumberedKind<Part, Whole> | undefined)[] = [undefined];
    const fields = emptySlots<NumberedKind<Part, Whole>>(LETTERS);
    const attributes = emptySlots<NumberedKind<Part, Whole>>(LETTERS * LETTERS);
    let listCount = 0;
    for (const kind of kinds) {
      const number = byNumber.length;
      if (kind.isList) listCount += 1;
      for (const prefix of [kind.prefix, ...(kind.otherPrefixes ?? [])]) {
        const [slots, slot] = prefix.startsWith('a=')
          ? [attributes, letterAt(prefix, NAME_AT) * LETTERS + letterAt(prefix, NAME_AT + 1)]
          : [fields, letterAt(prefix, 0)];
        slots[slot] = new NumberedKind(kind, prefix, number, kind.isList ? listCount : 0, slots[slot]);
        byNumber[number] ??= slots[slot];
      }
    }
    this.byNumber = byNumber;
    this.listCount = listCount;
    this.#fields = fields;
    this.#attributes = attributes;
  }

  /** The kind of the lines of type `code`, which are no attributes; `undefined` where it is not known. */
  field(code: number): NumberedKind<Part, Whole> | undefined {
    return this.#fields[code - LETTER_A];
  }

  /** The kind of the attribute in the line from `start` to `end`; `undefined` where it is not known. */
  attribute(text: string, start: number, end: number): NumberedKind<Part, Whole> | undefined {
    const first = letterAt(text, start + NAME_AT);
    const second = letterAt(text, start + NAME_AT + 1);
    if (first < 0 || first >= LETTERS || second < 0 || second >= LETTERS) return undefined;
    let kind = this.#attributes[first * LETTERS + second];
    while (kind !== undefined && !kind.isLike(text, start, end)) kind = kind.next;
    return kind;
  }
}

function emptySlots<Kind>(count: number): (Kind | undefined)[] {
  return Array.from({ length: count }, () => undefined);
}

function letterAt(text: string, index: number): number {
  return text.charCodeAt(index) - LETTER_A;
}
