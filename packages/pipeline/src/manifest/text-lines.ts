import type { TextPosition } from './manifest-problem.ts';

/** Lines and columns of a text. */
export class TextLines {
  readonly #text: string;
  #starts: readonly number[] | undefined;

  /** @param text the whole text; lines end with a line feed */
  constructor(text: string) {
    this.#text = text;
  }

  /** The position of a part of the text. */
  at(offset: number, length: number): TextPosition {
    this.#starts ??= lineStarts(this.#text);
    const start = Math.min(Math.max(0, offset), this.#text.length);
    let [low, high] = [0, this.#starts.length - 1];
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((this.#starts[middle] ?? 0) <= start) low = middle;
      else high = middle - 1;
    }
    const column = start - (this.#starts[low] ?? 0) + 1;
    return { line: low + 1, column, offset: start, length: Math.min(Math.max(0, length), this.#text.length - start) };
  }
}

function lineStarts(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}
