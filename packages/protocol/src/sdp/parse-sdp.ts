import { MAX_SDP_BYTES } from '../limits.ts';
import { isLongerThan } from '../utf8-size.ts';
import { blockEnd, blockText } from './block-lines.ts';
import { ORIGIN } from './codecs.ts';
import { type CommonPart, SessionPart } from './description-parts.ts';
import { type LineKinds, OTHER_LINE } from './line-kinds.ts';
import { readMediaLine } from './media-line.ts';
import { MEDIA_LINES } from './media-lines.ts';
import { SdpError } from './sdp-error.ts';
import { MAX_SDP_LINES, MAX_SDP_SECTIONS } from './sdp-limits.ts';
import { contentEnd, lineFault } from './sdp-lines.ts';
import type { SessionDescription } from './session-description.ts';
import { SESSION_LINES } from './session-lines.ts';
import { EQUALS, LETTER_A, LETTER_M, withOne } from './tokens.ts';

/** Forms of the lines without which nothing is taken apart. */
const VERSION_FORM = '"v=0"';
const ORIGIN_FORM = '"o=<name> <id> <version> IN IP4|IP6 <address>"';
const NAME_FORM = '"s=<name>"';
const MEDIA_FORM = '"m=<kind> <port> <protocol> <format> …"';

/**
 * Takes a session description apart. Lines may end with CR LF or LF; blank lines after the first three are passed
 * over. What is not understood is kept as it came, in its order, so that `writeSdp` gives all of it back. Candidates
 * are left as they are: `parseCandidate` reads one.
 *
 * Takes at most 65,536 bytes of UTF-8, 4,096 lines and 256 sections, in time that grows with the length of the text
 * and with nothing else. Whether the description makes sense is for `validateSdp` to say.
 *
 * @throws {SdpError} `invalid-argument` when the text is longer, does not begin with `v=0`, a well-formed `o=` and an
 *   `s=` line, has no `t=` line before the first section, or a line that is not of the form `x=…`. The message names
 *   the line. Nothing else is thrown, whatever the text
 */
export function parseSdp(text: string): SessionDescription {
  if (isLongerThan(text, MAX_SDP_BYTES)) throw tooMuch(`${MAX_SDP_BYTES} bytes`);
  const session = new SessionPart();
  let at = readPart(text, readHead(text, session), session, SESSION_LINES);
  if (session.timings.length === 0) throw lineFault(text, at, '"t=<start> <stop>"');
  let lineCount = session.order.length;
  while (at < text.length) {
    const newline = text.indexOf('\n', at);
    const media = readMediaLine(text.slice(at + 2, contentEnd(text, newline)));
    if (media === undefined) throw lineFault(text, at, MEDIA_FORM);
    session.media.push(media);
    at = readPart(text, newline === -1 ? text.length : newline + 1, media, MEDIA_LINES);
    lineCount += media.order.length;
    if (session.media.length > MAX_SDP_SECTIONS) throw tooMuch(`${MAX_SDP_SECTIONS} sections`);
    if (lineCount > MAX_SDP_LINES) throw tooMuch(`${MAX_SDP_LINES} lines`);
  }
  return session;
}

/** Reads the three lines that every description begins with. @returns where the next line begins */
function readHead(text: string, session: SessionPart): number {
  const version = text.indexOf('\n');
  if (contentEnd(text, version) !== 3 || version === -1 || !text.startsWith('v=0'))
    throw lineFault(text, 0, VERSION_FORM);
  const newline = text.indexOf('\n', version + 1);
  const isOrigin = text.startsWith('o=', version + 1);
  const origin = isOrigin ? ORIGIN.read(text.slice(version + 3, contentEnd(text, newline))) : undefined;
  if (origin === undefined || newline === -1) throw lineFault(text, version + 1, ORIGIN_FORM);
  if (!text.startsWith('s=', newline + 1)) throw lineFault(text, newline + 1, NAME_FORM);
  const nameEnd = text.indexOf('\n', newline + 1);
  session.origin = origin;
  session.name = text.slice(newline + 3, contentEnd(text, nameEnd));
  return nameEnd === -1 ? text.length : nameEnd + 1;
}

/** Reads lines up to the next section. @returns where that begins, or the text ends */
function readPart<Part extends CommonPart>(
  text: string,
  start: number,
  part: Part,
  lines: LineKinds<Part, never>,
): number {
  const { order } = part;
  const { length } = text;
  let seen = 0;
  let next: number;
  for (let at = start; at < length; at = next) {
    const type = text.charCodeAt(at);
    const isField = text.charCodeAt(at + 1) === EQUALS;
    if (type === LETTER_M && isField) return at;
    const newline = text.indexOf('\n', at);
    const end = contentEnd(text, newline);
    next = newline === -1 ? length : newline + 1;
    if (isField) {
      const kind = type === LETTER_A ? lines.attribute(text, at, end) : lines.field(type);
      const isTaken = kind !== undefined && (seen & kind.onceBit) === 0;
      let value = isTaken && !kind.isBlock ? text.slice(at + kind.valueAt, end) : '';
      if (isTaken && kind.isBlock) {
        const second = next;
        next = blockEnd(text, second);
        value = blockText(text, at, second, next);
      }
      if (isTaken && kind.read(part, value)) {
        seen |= kind.onceBit;
        order.push(kind.number);
      } else {
        part.otherLines = withOne(part.otherLines, otherLine(text, at, end));
        order.push(OTHER_LINE);
      }
    } else if (text.slice(at, end).trim() !== '') {
      throw lineFault(text, at, 'a line of the form "x=…"');
    }
  }
  return length;
}

function otherLine(text: string, start: number, end: number): string {
  const type = text.charAt(start);
  if (type >= 'a' && type <= 'z') return text.slice(start, end);
  throw lineFault(text, start, 'a line of the form "x=…"');
}

function tooMuch(limit: string): SdpError {
  return new SdpError({ lineNumber: 1, expected: `at most ${limit}`, came: 'more' });
}
