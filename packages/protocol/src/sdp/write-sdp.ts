import { SdkError } from '@remotemedia/base';
import { candidateLineEnd } from './block-lines.ts';
import { ORIGIN } from './codecs.ts';
import { MediaPart, SessionPart } from './description-parts.ts';
import { type LineKinds, MAX_KINDS, type NumberedKind, OTHER_LINE } from './line-kinds.ts';
import { writeMediaLine } from './media-line.ts';
import { MEDIA_LINES } from './media-lines.ts';
import type { SdpCommon, SessionDescriptionInit } from './session-description.ts';
import { SESSION_LINES } from './session-lines.ts';

/** How many lines of each kind have been written; used by one call at a time. */
const written: number[] = Array.from({ length: MAX_KINDS + 1 }, () => 0);

/** What ends a line for someone: CR, LF and NUL. */
const LINE_END = /[\r\n\0]/;

/**
 * Writes a session description, with CR LF after each line. What `parseSdp` gave comes out line by line as it was.
 * Of an edited copy (`{ ...description, media: […] }`) what was not edited keeps its place, and what was added comes
 * after it. A description that was made by hand is written in the order that browsers use.
 *
 * @throws {SdkError} `invalid-argument` when a value that was edited or made by hand would break out of its line
 */
export function writeSdp(description: SessionDescriptionInit): string {
  const { origin, name, media = [] } = description;
  const isParsed = description instanceof SessionPart;
  const checked = isParsed ? asIs : oneLine;
  let text = `v=0\r\no=${checked(ORIGIN.write(origin))}\r\ns=${checked(name)}`;
  text += isParsed ? asParsed(description, SESSION_LINES) : asEdited(description, SESSION_LINES);
  for (const section of media) {
    const value = writeMediaLine(section);
    text +=
      section instanceof MediaPart
        ? `\r\nm=${value}${asParsed(section, MEDIA_LINES)}`
        : `\r\nm=${oneLine(value)}${asEdited(section, MEDIA_LINES)}`;
  }
  return `${text}\r\n`;
}

/** The lines of a part that nobody has edited: its order names every one of them. */
function asParsed<Whole extends SdpCommon>(part: Whole, { byNumber, listCount }: LineKinds<never, Whole>): string {
  const { order, otherLines } = part;
  for (let place = 0; place <= listCount; place += 1) written[place] = 0;
  let text = '';
  for (let at = 0; at < order.length; at += 1) {
    const kind = byNumber[order[at] ?? OTHER_LINE];
    if (kind !== undefined && kind.listNumber === 0) {
      text = text + kind.head + kind.write(part, 0);
      continue;
    }
    const place = kind === undefined ? OTHER_LINE : kind.listNumber;
    const index = written[place] ?? 0;
    written[place] = index + 1;
    text = kind === undefined ? `${text}\r\n${otherLines[index]}` : text + kind.head + kind.write(part, index);
  }
  return text;
}

/** The lines of any part: first those that its order names, then the rest. */
function asEdited<Whole extends Partial<SdpCommon>>(part: Whole, { byNumber }: LineKinds<never, Whole>): string {
  const { order = [], otherLines = [] } = part;
  written.fill(0);
  const lineOf = (number: number): string | undefined => {
    const index = written[number] ?? 0;
    written[number] = index + 1;
    const kind = byNumber[number];
    const value = kind === undefined ? otherLines[index] : kind.write(part, index);
    if (value === undefined) return undefined;
    return `${kind?.head ?? '\r\n'}${kind?.isBlock ? linesOf(kind, value) : oneLine(value)}`;
  };
  let text = '';
  for (const number of order) if (byNumber.length > number && number >= 0) text += lineOf(number) ?? '';
  for (const number of [...byNumber.keys()].slice(1).concat(OTHER_LINE)) {
    for (let line = lineOf(number); line !== undefined; line = lineOf(number)) text += line;
  }
  return text;
}

function linesOf(kind: NumberedKind<never, never>, value: string): string {
  for (const line of value.split('\r\n')) {
    if (candidateLineEnd(oneLine(line), 0) === line.length) continue;
    const came = JSON.stringify(line.slice(0, 60));
    throw new SdkError('invalid-argument', `expected lines that begin with "${kind.prefix}", got ${came}`);
  }
  return value;
}

function asIs(value: string): string {
  return value;
}

function oneLine(value: string): string {
  if (!LINE_END.test(value)) return value;
  throw new SdkError('invalid-argument', `expected a value of one line, got ${JSON.stringify(value.slice(0, 60))}`);
}
