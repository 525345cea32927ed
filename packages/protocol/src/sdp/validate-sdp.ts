import { sdpFault } from '../sdp.ts';
import { lineExpectation, PartContext } from './line-checks.ts';
import type { LineKinds } from './line-kinds.ts';
import { MEDIA_LINES } from './media-lines.ts';
import { parseSdp } from './parse-sdp.ts';
import { SdpError, type SdpFault } from './sdp-error.ts';
import { quoted } from './sdp-lines.ts';
import { sectionExpectations, sessionExpectations } from './section-checks.ts';
import type { SdpCommon, SessionDescription } from './session-description.ts';
import { SESSION_LINES } from './session-lines.ts';

/** Most faults that are told. */
const MAX_FAULTS = 64;
/** Lines before those that a session's order names: `v=`, `o=` and `s=`. */
const HEAD_LINES = 3;

/**
 * Says what is wrong with a session description: first whether it is one at all, then what contradicts itself or lacks
 * something that WebRTC needs (RFC 8829, RFC 8839, RFC 8841, RFC 8853, RFC 9143): values that are not of their form,
 * attributes that come twice, names that nothing has, sections in use without ICE or DTLS.
 *
 * Takes any text and never throws. Its time grows with the length of the text, up to that of the longest description.
 *
 * @returns at most 64 faults, by line; empty when nothing is wrong
 */
export function validateSdp(text: string): SdpFault[] {
  let session: SessionDescription;
  try {
    session = parseSdp(text);
  } catch (caught) {
    if (caught instanceof SdpError) return [caught.fault];
    throw caught;
  }
  const fault = sdpFault(text);
  if (fault !== undefined) return [{ lineNumber: 1, expected: 'characters that RFC 8866 allows', came: fault }];
  return faultsOf(session, new Report(text));
}

function faultsOf(session: SessionDescription, report: Report): SdpFault[] {
  report.addAll(0, sessionExpectations(session));
  let first = report.checkLines(session, new PartContext(session), SESSION_LINES, HEAD_LINES);
  for (const section of session.media) {
    report.addAll(first, sectionExpectations(session, section));
    first = report.checkLines(section, new PartContext(session, section), MEDIA_LINES, first + 1);
  }
  return report.faults.sort((one, other) => one.lineNumber - other.lineNumber).slice(0, MAX_FAULTS);
}

/** Faults with the lines that they are about. */
class Report {
  readonly faults: SdpFault[] = [];
  readonly #lines: readonly { readonly text: string; readonly lineNumber: number }[];

  constructor(text: string) {
    const lines = text.split(/\r?\n/).map((line, index) => ({ text: line, lineNumber: index + 1 }));
    // Blank lines are passed over in an order of lines as well.
    this.#lines = lines.filter((line) => line.text.trim() !== '');
  }

  addAll(index: number, expectations: readonly string[]): void {
    const line = this.#lines[index];
    if (line === undefined) return;
    for (const expected of expectations) {
      this.faults.push({ lineNumber: line.lineNumber, expected, came: quoted(line.text) });
    }
  }

  /**
   * @param first index of the part's first line among all that are not blank
   * @returns index of the first line behind the part
   */
  checkLines<Part extends SdpCommon>(
    part: Part,
    context: PartContext,
    kinds: LineKinds<never, Part>,
    first: number,
  ): number {
    let index = first;
    for (const number of part.order) {
      const kind = kinds.byNumber[number];
      const count = kind?.isBlock ? (kind.write(part, 0) ?? '').split('\r\n').length : 1;
      for (const end = index + count; index < end; index += 1) {
        const text = this.#lines[index]?.text ?? '';
        const expected = kind
          ? lineExpectation(kind.prefix, text.slice(kind.valueAt), context)
          : unreadExpectation(text, part, kinds, context);
        if (expected !== undefined) this.addAll(index, [expected]);
      }
    }
    return index;
  }
}

/** What was expected of a line that could not be read although its kind is known. */
function unreadExpectation<Part extends SdpCommon>(
  text: string,
  { order }: Part,
  kinds: LineKinds<never, Part>,
  context: PartContext,
): string | undefined {
  const kind = text.startsWith('a=') ? kinds.attribute(text, 0, text.length) : kinds.field(text.charCodeAt(0));
  if (kind === undefined) return undefined;
  // Candidates that come later are as good as the first ones.
  if (kind.isBlock) return lineExpectation(kind.prefix, text, context);
  const isSecond = kind.onceBit !== 0 && order.includes(kind.number);
  return isSecond ? `"${kind.prefix}" once` : `"${kind.prefix}" with a value of its form`;
}
