import { MAX_SDP_BYTES } from './limits.ts';
import { isLongerThan } from './utf8-size.ts';

/** What RFC 8866 forbids in a value: NUL and a lone CR, which some peers take for the end of a line. */
const FORBIDDEN = /\0|\r(?!\n)/;
/** Half a character: JSON can carry it, UTF-8 cannot. */
const HALF_CHARACTER = /\p{Surrogate}/u;
/** What RFC 8866 wants before the first media section, besides `v=`. */
const SESSION_TYPES = ['o', 's', 't'] as const;

/**
 * Says what keeps `text` from being a session description that is worth relaying, or `undefined` if nothing
 * does. Looks at the length ({@link MAX_SDP_BYTES} bytes of UTF-8 at most), at the lines that RFC 8866 §5 requires
 * (`v=`, `o=`, `s=`, `t=`) and at the characters; what the media sections mean is for the peers to judge.
 *
 * Never throws. Its time grows with the length of the text, up to the limit, and with nothing else.
 */
export function sdpFault(text: string): string | undefined {
  if (isLongerThan(text, MAX_SDP_BYTES)) return `it has more than ${MAX_SDP_BYTES} bytes`;
  if (!/^v=0\r?\n/.test(text)) return 'the first line is not "v=0"';
  const missing = missingType(text);
  if (missing !== undefined) return `there is no "${missing}=" line`;
  if (FORBIDDEN.test(text)) return 'there is a NUL character or a CR without LF';
  if (HALF_CHARACTER.test(text)) return 'it is not well-formed Unicode';
  const odd = oddLine(text);
  if (odd !== undefined) return `the line ${JSON.stringify(odd.slice(0, 40))} is not of the form "x=…"`;
  return undefined;
}

function missingType(text: string): string | undefined {
  const mediaStart = text.indexOf('\nm=');
  const session = mediaStart === -1 ? text : text.slice(0, mediaStart);
  return SESSION_TYPES.find((type) => !session.includes(`\n${type}=`));
}

/** The first line that is neither blank nor a field. Not by a regular expression: for those, lines end at U+2028 too. */
function oddLine(text: string): string | undefined {
  let start = 0;
  while (start < text.length) {
    const newline = text.indexOf('\n', start);
    const end = newline === -1 ? text.length : newline;
    if (!isField(text, start)) {
      const line = text.slice(start, end);
      if (line.trim() !== '') return line;
    }
    start = end + 1;
  }
  return undefined;
}

function isField(text: string, start: number): boolean {
  const type = text.charAt(start);
  return type >= 'a' && type <= 'z' && text.charAt(start + 1) === '=';
}
