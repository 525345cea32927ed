import { TagReader } from './template.mjs';

/**
 * Text frames of one peer: while it enters they can be waited for, then only their numbers matter.
 *
 * @param {(tag: number) => void} onTag
 */
export function readTexts(onTag) {
  const tags = new TagReader(onTag);
  /** @type {((text: string) => void) | undefined} */
  let onEntryText;
  return {
    /** @type {(chunk: Buffer, start: number, end: number) => void} */
    onText: (chunk, start, end) => {
      if (onEntryText) onEntryText(chunk.toString('utf8', start, end));
      else tags.read(chunk, start, end);
    },
    /**
     * @param {string} start of the text that is waited for
     * @returns {Promise<string>} the whole text
     */
    expectText: (start) =>
      new Promise((resolve) => {
        onEntryText = (text) => {
          if (!text.startsWith(start)) return;
          onEntryText = undefined;
          resolve(text);
        };
      }),
  };
}
