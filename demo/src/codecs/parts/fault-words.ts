import type { ErrorWords } from '../../page/error-words.ts';

/** What went wrong with a codec, as a person reads it. */
export function codecErrorWords(error: Error): ErrorWords {
  switch (error.name) {
    case 'NotSupportedError':
      return { title: 'This engine cannot do that', hint: 'Choose another format, size or number of layers.' };
    case 'EncodingError':
      return { title: 'The codec could not go on', hint: 'Start again. If it happens again, choose other settings.' };
    case 'QuotaExceededError':
      return { title: 'There is not enough memory', hint: 'Close other tabs, or choose a smaller picture.' };
    default:
      return { title: 'The codec stopped', hint: error.message };
  }
}
