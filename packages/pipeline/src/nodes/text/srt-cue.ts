/** A piece of text with its time. */
export interface Cue {
  readonly text: string;
  readonly startS: number;
  readonly endS: number;
}

/** Latest time that the format can say, in ms: 99:59:59,999. */
const MAX_MS = 100 * 3_600_000 - 1;

/**
 * A cue in the SubRip format, with the empty line after it. What would end it early is taken out of its text: empty lines,
 * and arrows as those between times.
 *
 * @param maxLineLength in UTF-16 units; 0 for any
 */
export function formatCue(cue: Cue, number: number | undefined, maxLineLength: number): string {
  const lines = cue.text
    .split(/[\r\n]+/)
    .map((line) => line.replaceAll('-->', '→').trim())
    .filter((line) => line !== '')
    .flatMap((line) => (maxLineLength > 0 ? broken(line, maxLineLength) : [line]));
  const heading = number === undefined ? [] : [`${number}`];
  return [...heading, `${timeOf(cue.startS)} --> ${timeOf(cue.endS)}`, ...lines, '', ''].join('\n');
}

/** Hours, minutes, seconds, and ms after a comma. */
function timeOf(seconds: number): string {
  const ms = Math.min(Math.max(Math.round(seconds * 1000), 0), MAX_MS);
  const two = (value: number) => `${Math.floor(value)}`.padStart(2, '0');
  const rest = `${ms % 1000}`.padStart(3, '0');
  return `${two(ms / 3_600_000)}:${two((ms / 60_000) % 60)}:${two((ms / 1000) % 60)},${rest}`;
}

/** Lines no longer than that, unless a word is. */
function broken(line: string, maxLength: number): readonly string[] {
  const lines: string[] = [];
  let current = '';
  for (const word of line.split(/\s+/)) {
    if (current !== '' && current.length + 1 + word.length > maxLength) {
      lines.push(current);
      current = word;
    } else current = current === '' ? word : `${current} ${word}`;
  }
  lines.push(current);
  return lines;
}
