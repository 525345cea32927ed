import { SdkError } from '@remotemedia/base';

/** One character of a pattern; a backslash before it has been taken away. */
interface Token {
  readonly character: string;
  readonly isEscaped: boolean;
}

/** The members of a set: characters from one code point to another, both inclusive. */
type Range = readonly [first: number, last: number];

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', f: '\f', v: '\v' };

/** They join, repeat or group in a regular expression; a set outside of brackets cannot have them unless escaped. */
const OPERATORS: ReadonlySet<string> = new Set('[](){}|');

/**
 * A set of characters, written as regular expressions write it: `[.!?;\n]+`, ranges included, or just the characters,
 * `.!?`. It is no regular expression: a character is in the set or not, so no pattern can make a search slow.
 */
export class CharacterSet {
  readonly #ranges: readonly Range[];

  /** @throws {SdkError} `invalid-argument` for a pattern that is more than a set of characters, or an empty one */
  constructor(pattern: string) {
    const ranges = rangesOf(membersOf(tokensOf(pattern)));
    if (!ranges || ranges.length === 0) {
      const given = JSON.stringify(pattern.slice(0, 60));
      throw new SdkError('invalid-argument', `expected a set of characters such as [.!?;\\n]+, not ${given}`);
    }
    this.#ranges = ranges;
  }

  /** Whether a character, its code point given, is in the set. */
  has(codePoint: number): boolean {
    return this.#ranges.some(([first, last]) => codePoint >= first && codePoint <= last);
  }
}

/** `undefined` where a backslash is the last character, or means more than one character (`\d`, `\s`, `\b`). */
function tokensOf(pattern: string): readonly Token[] | undefined {
  const tokens: Token[] = [];
  let isEscaped = false;
  for (const character of pattern) {
    if (isEscaped) {
      const plain = ESCAPES[character] ?? (/[A-Za-z0-9]/.test(character) ? undefined : character);
      if (plain === undefined) return undefined;
      tokens.push({ character: plain, isEscaped });
      isEscaped = false;
    } else if (character === '\\') isEscaped = true;
    else tokens.push({ character, isEscaped });
  }
  return isEscaped ? undefined : tokens;
}

/** What is between the brackets, or everything where there are none. */
function membersOf(tokens: readonly Token[] | undefined): readonly Token[] | undefined {
  if (!tokens) return undefined;
  const isPlain = (at: number, character: string) => tokens[at]?.character === character && !tokens[at]?.isEscaped;
  const hasOperator = (some: readonly Token[]) =>
    some.some(({ character, isEscaped }) => !isEscaped && OPERATORS.has(character));
  if (!isPlain(0, '[')) return hasOperator(tokens) ? undefined : tokens;
  const end = isPlain(tokens.length - 1, '+') ? tokens.length - 2 : tokens.length - 1;
  // `[^…]` would end a sentence at almost every character.
  if (end < 1 || !isPlain(end, ']') || isPlain(1, '^')) return undefined;
  const inside = tokens.slice(1, end);
  return inside.some(({ character, isEscaped }) => !isEscaped && (character === '[' || character === ']'))
    ? undefined
    : inside;
}

function rangesOf(members: readonly Token[] | undefined): readonly Range[] | undefined {
  if (!members) return undefined;
  const ranges: Range[] = [];
  for (let at = 0; at < members.length; at += 1) {
    const first = codeAt(members, at);
    const dash = members[at + 1];
    const isRange = dash?.character === '-' && !dash.isEscaped && at + 2 < members.length;
    if (isRange) at += 2;
    const last = codeAt(members, at);
    if (last < first) return undefined;
    ranges.push([first, last]);
  }
  return ranges;
}

function codeAt(members: readonly Token[], at: number): number {
  return members[at]?.character.codePointAt(0) ?? 0;
}
