import { SdkError } from '@remotemedia/base';
import type { TextData } from '../runtime-data.ts';

/** What a text begins with that is meant for one reader: this, one byte for the length of the reader's name, the name. */
const MARK = '\u0000';
/** A longer name would make the length a character of two bytes. */
const MAX_CHANNEL_BYTES = 127;

/**
 * A text with the name of its reader before it. Source: the channel tags of upstream.
 *
 * @throws {SdkError} `invalid-argument` for a name that is too long
 */
export function taggedText({ text, channel }: TextData): string {
  // A text that looks as if it were tagged gets an empty tag.
  if (channel === undefined) return text.startsWith(MARK) ? `${MARK}\u0000${text}` : text;
  const { length } = new TextEncoder().encode(channel);
  if (length <= MAX_CHANNEL_BYTES) return `${MARK}${String.fromCharCode(length)}${channel}${text}`;
  throw new SdkError(
    'invalid-argument',
    `a text's channel has at most ${MAX_CHANNEL_BYTES} bytes, this one has ${length}`,
  );
}

/** Takes the tag off. What is no whole tag is text. */
export function untaggedText(tagged: string): TextData {
  if (!tagged.startsWith(MARK) || tagged.length < 2) return { kind: 'text', text: tagged };
  const wanted = tagged.charCodeAt(1);
  let [end, bytes] = [2, 0];
  while (bytes < wanted && end < tagged.length) {
    const point = tagged.codePointAt(end) ?? 0;
    bytes += utf8Length(point);
    end += point > 0xffff ? 2 : 1;
  }
  if (bytes !== wanted) return { kind: 'text', text: tagged };
  const text = tagged.slice(end);
  return wanted === 0 ? { kind: 'text', text } : { kind: 'text', text, channel: tagged.slice(2, end) };
}

/** Source: RFC 3629, section 3. */
function utf8Length(point: number): number {
  if (point < 0x80) return 1;
  if (point < 0x800) return 2;
  return point < 0x10000 ? 3 : 4;
}
