import { SdpError } from './sdp-error.ts';
import { CR } from './tokens.ts';

/** Longest part of a line that an error quotes, in characters. */
const MAX_QUOTED = 60;

/** Where the content of a line ends whose LF is at `newline`: there, or at the CR before; -1 is the end of the text. */
export function contentEnd(text: string, newline: number): number {
  if (newline === -1) return text.length;
  return text.charCodeAt(newline - 1) === CR ? newline - 1 : newline;
}

/** The fault that a line at `start` is not what was expected. */
export function lineFault(text: string, start: number, expected: string): SdpError {
  let lineNumber = 1;
  for (let at = text.indexOf('\n'); at !== -1 && at < start; at = text.indexOf('\n', at + 1)) lineNumber += 1;
  const line = text.slice(start, contentEnd(text, text.indexOf('\n', start)));
  return new SdpError({ lineNumber, expected, came: start >= text.length ? 'the end' : quoted(line) });
}

/** The beginning of a line, readable in a message. */
export function quoted(line: string): string {
  return JSON.stringify(line.slice(0, MAX_QUOTED));
}
