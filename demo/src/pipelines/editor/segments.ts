import type { ManifestProblem } from '@remotemedia/sdk/pipeline';

/** A run of characters that look the same. */
export interface Segment {
  /** The characters. */
  readonly text: string;
  /** What they are in YAML or JSON. */
  readonly token: Token;
  /** Whether a problem is here. */
  readonly severity: ManifestProblem['severity'] | undefined;
}

/** What a piece of text is. */
export type Token = 'plain' | 'key' | 'string' | 'number' | 'comment';

interface Range<T> {
  readonly from: number;
  readonly to: number;
  readonly value: T;
}

/** One pattern, so that what is inside of a comment or a string is nothing else. */
const TOKENS =
  /(?<comment>(?<=^|\s)#.*$)|(?<key>(?:"[\w.-]+"|'[\w.-]+')(?=\s*:)|(?<![\w.'"-])[\w.-]+(?=\s*:(?:\s|$)))|(?<string>"[^"\n]*"|'[^'\n]*')|(?<number>(?<=[\s[,:])-?\d+(?:\.\d+)?(?=[\s,\]}]|$))/gm;

/** Cuts a manifest where its looks change: at the edges of tokens and of problems. */
export function segmentsOf(text: string, problems: readonly ManifestProblem[]): readonly Segment[] {
  const tokens = tokensOf(text);
  const marks = marksOf(text, problems);
  const edges = new Set([0, text.length]);
  for (const { from, to } of [...tokens, ...marks]) edges.add(from).add(to);
  const sorted = [...edges].sort((a, b) => a - b);
  return sorted.slice(0, -1).map((from, index) => {
    const to = sorted[index + 1] ?? from;
    const severities = marks.filter((mark) => mark.from <= from && mark.to >= to).map(({ value }) => value);
    return {
      text: text.slice(from, to),
      token: tokens.find((token) => token.from <= from && token.to >= to)?.value ?? 'plain',
      severity: severities.includes('error') ? 'error' : severities[0],
    };
  });
}

function tokensOf(text: string): readonly Range<Token>[] {
  return [...text.matchAll(TOKENS)].map(({ index, 0: found, groups = {} }) => {
    const value = (['comment', 'key', 'string', 'number'] as const).find((name) => groups[name] !== undefined);
    return { from: index, to: index + found.length, value: value ?? 'plain' };
  });
}

/** Where something is missing there is nothing to underline, so the line before it is. */
function marksOf(text: string, problems: readonly ManifestProblem[]): readonly Range<ManifestProblem['severity']>[] {
  return problems.flatMap(({ severity, position }) => {
    if (!position) return [];
    const { from, to } = rangeOf(text, position);
    return to > from ? [{ from, to, value: severity }] : [];
  });
}

/** The characters that a problem is about; at least one where there is one. */
export function rangeOf(
  text: string,
  { offset, length }: { readonly offset: number; readonly length: number },
): { readonly from: number; readonly to: number } {
  const from = Math.min(offset, text.length);
  const to = Math.min(from + length, text.length);
  if (to > from) return { from, to };
  const before = text.slice(0, from).trimEnd().length;
  return { from: Math.max(0, text.lastIndexOf('\n', before - 1) + 1), to: before };
}
