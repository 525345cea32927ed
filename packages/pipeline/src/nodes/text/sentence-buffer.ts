import type { CharacterSet } from './character-set.ts';

/** Longest text without an end of a sentence that is kept, in UTF-16 units; then it is given as it is. */
export const MAX_SENTENCE_LENGTH = 16_384;

/** Keeps text until a sentence is whole. Each character is looked at once, however the text is cut. */
export class SentenceBuffer {
  readonly #boundaries: CharacterSet;
  readonly #minLength: number;
  /** The sentence so far. */
  #pending = '';
  /** Whether a sentence was given and nothing has come since that was not its end. */
  #isAfterSentence = false;

  /** @param minLength what is shorter, in UTF-16 units, goes with the next sentence */
  constructor(boundaries: CharacterSet, minLength: number) {
    this.#boundaries = boundaries;
    this.#minLength = minLength;
  }

  /** The sentences that end in `text`. Spaces before a sentence are taken away. */
  *add(text: string): Generator<string, void, undefined> {
    let start = 0;
    let isInEnd = false;
    for (let at = 0; at < text.length; ) {
      const code = text.codePointAt(at) ?? 0;
      const isBoundary = this.#boundaries.has(code);
      if (isInEnd && !isBoundary) {
        yield* this.#complete(text.slice(start, at));
        start = at;
      }
      isInEnd = isBoundary;
      at += code > 0xffff ? 2 : 1;
      // Long text without a boundary would be kept in full before it is cut.
      if (at - start >= MAX_SENTENCE_LENGTH) {
        yield* this.#append(text.slice(start, at));
        start = at;
      }
    }
    if (isInEnd) yield* this.#complete(text.slice(start));
    else yield* this.#append(text.slice(start));
  }

  /** What has no end yet, which is forgotten. */
  takeRest(): string {
    const rest = this.#pending.trim();
    this.#pending = '';
    this.#isAfterSentence = false;
    return rest;
  }

  *#complete(text: string): Generator<string, void, undefined> {
    // "Wait." was given, then ".." comes: no sentence of its own.
    if (this.#isAfterSentence && this.#isOnlyBoundaries(text)) return;
    yield* this.#append(text);
    if (this.#pending.trim().length < this.#minLength) return;
    yield this.#take();
  }

  *#append(text: string): Generator<string, void, undefined> {
    if (text === '') return;
    this.#pending += text;
    this.#isAfterSentence = false;
    if (this.#pending.length >= MAX_SENTENCE_LENGTH) yield this.#take();
  }

  #take(): string {
    const sentence = this.#pending.trimStart();
    this.#pending = '';
    this.#isAfterSentence = true;
    return sentence;
  }

  #isOnlyBoundaries(text: string): boolean {
    for (const character of text) if (!this.#boundaries.has(character.codePointAt(0) ?? 0)) return false;
    return true;
  }
}
