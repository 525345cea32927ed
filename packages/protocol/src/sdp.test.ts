import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_SDP_BYTES } from './limits.ts';
import { sdpFault } from './sdp.ts';

const SESSION = 'v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n';
const GOOD = `${SESSION}m=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=mid:0\r\n`;

/** Texts of all kinds of characters, halves of them included. */
const anyText = fc.string({
  unit: fc
    .oneof(fc.nat(0x7f), fc.nat(0x7ff), fc.nat(0xffff), fc.integer({ min: 0xd800, max: 0xdfff }))
    .map((code) => String.fromCharCode(code)),
});

/** `SESSION` and an attribute that fills it up to `sizeBytes`, with `character` over and over. */
function filled(sizeBytes: number, character: string): string {
  const perCharacter = new TextEncoder().encode(character).length;
  const room = sizeBytes - SESSION.length - 'a=\r\n'.length;
  const rest = room % perCharacter;
  return `${SESSION}a=${'x'.repeat(rest)}${character.repeat((room - rest) / perCharacter)}\r\n`;
}

describe('sdpFault()', () => {
  it.each([
    ['a session with media', GOOD],
    ['a session without media', SESSION],
    ['line ends without CR', GOOD.replaceAll('\r\n', '\n')],
    ['a missing line end after the last line', GOOD.trimEnd()],
    ['a blank line at the end', `${GOOD}\r\n`],
    ['text that is not ASCII', GOOD.replace('s=-', 's=Zoë’s call 😀')],
    ['separators that only JavaScript takes for line ends', GOOD.replace('s=-', 's=a\u2028b\u2029c\u0085d')],
    ['control characters, which RFC 8866 allows in a value', GOOD.replace('s=-', 's=\t\u0001\u007f')],
  ])('finds nothing wrong with %s', (_what, text) => {
    expect(sdpFault(text)).toBeUndefined();
  });

  it.each([
    ['nothing at all', '', 'v=0'],
    ['another kind of text', '{"sdp":"v=0"}', 'v=0'],
    ['another version', GOOD.replace('v=0', 'v=1'), 'v=0'],
    ['a mark before the first line', `\ufeff${GOOD}`, 'v=0'],
    ['a missing origin', GOOD.replace(/o=.*\r\n/, ''), '"o="'],
    ['a missing session name', GOOD.replace('s=-\r\n', ''), '"s="'],
    ['a missing time', GOOD.replace('t=0 0\r\n', ''), '"t="'],
    ['a time that comes after the media', `${GOOD.replace('t=0 0\r\n', '')}t=0 0\r\n`, '"t="'],
    ['a line without a type', `${GOOD}garbage\r\n`, '"garbage'],
    ['a type in capitals', `${GOOD}A=b\r\n`, '"A=b'],
    ['a type of two letters', `${GOOD}ab=c\r\n`, '"ab=c'],
    ['a type alone in the last line', `${GOOD}a`, '"a"'],
    ['a NUL character', `${GOOD}a=x\u0000\r\n`, 'NUL'],
    ['a line hidden behind a lone CR', `${GOOD}a=x\rm=video 9 RTP/AVP 96\r\n`, 'CR'],
    ['half a character', `${GOOD}a=\ud83d\r\n`, 'Unicode'],
    ['half a character where no line begins', `${GOOD}\ud83d`, 'Unicode'],
  ])('names %s', (_what, text, words) => {
    expect(sdpFault(text)).toContain(words);
  });

  it.each(['x', 'é', '€', '😀'])('measures the length in bytes of UTF-8: %s', (character) => {
    expect(sdpFault(filled(MAX_SDP_BYTES, character))).toBeUndefined();
    expect(sdpFault(filled(MAX_SDP_BYTES + 1, character))).toBe('it has more than 65536 bytes');
  });

  it('quotes little of a long line, and as printable text', () => {
    expect(sdpFault(`${GOOD}${'\u0001'.repeat(60_000)}`)).toMatch(/^[ -~…]{1,400}$/);
  });

  const type = fc.constantFrom('a', 'b', 'c', 'm', 'o', 's', 't', 'v');
  const piece = fc.oneof(
    fc.tuple(type, fc.oneof(fc.string(), anyText)).map(([name, value]) => `${name}=${value}`),
    fc.constantFrom('', 'v=0', 'm=', '=', '\r', '\0', '\ud83d', '\u2028'),
    anyText,
  );
  const lines = fc
    .tuple(fc.constantFrom('', GOOD, SESSION, 'v=0\n'), fc.array(piece), fc.constantFrom('\n', '\r\n', '\r'))
    .map(([start, rest, end]) => start + rest.join(end));

  it('answers any text with a reason in words or with nothing', () => {
    fc.assert(
      fc.property(fc.oneof(lines, anyText), (text) => {
        const fault = sdpFault(text);
        if (fault !== undefined) expect(fault).toMatch(/^[ -\u{10ffff}]{1,400}$/u);
      }),
      { numRuns: 1_000 },
    );
  });

  it('lets nothing pass that a peer could read in another way', () => {
    fc.assert(
      fc.property(lines, (text) => {
        if (sdpFault(text) !== undefined) return;
        expect(text).not.toMatch(/\0|\r(?!\n)/);
        const fields = text.split(/\r\n|\r|\n/).filter((line) => line.trim() !== '');
        expect(fields[0]).toBe('v=0');
        for (const field of fields) expect(field).toMatch(/^[a-z]=/);
        expect(new TextDecoder().decode(new TextEncoder().encode(text))).toBe(text);
      }),
      { numRuns: 1_000 },
    );
  });

  it.each([
    ['line feeds', '\n'],
    ['line ends', '\r\n'],
    ['CRs', '\r'],
    ['spaces', ' '],
    ['lines of spaces', ' \n'],
    ['empty fields', 'a=\n'],
    ['beginnings of required lines', '\no'],
    ['first lines', 'v=0\n'],
    ['pairs', '😀'],
  ])('takes time in proportion to the length of %s', (_what, unit) => {
    const text = (sizeBytes: number) => SESSION + unit.repeat((sizeBytes - 50) / new TextEncoder().encode(unit).length);
    const [quarter, whole] = [text(MAX_SDP_BYTES / 4), text(MAX_SDP_BYTES)];
    // Four times the length; sixteen times the time would be quadratic. One millisecond is room for noise.
    expect(quickestMs(whole)).toBeLessThan(quickestMs(quarter) * 10 + 1);
  });

  it('refuses 100 million characters at once', () => {
    expect(quickestMs(GOOD + 'a=\n'.repeat(33_000_000))).toBeLessThan(5);
  });
});

function quickestMs(text: string): number {
  sdpFault(text);
  const times = Array.from({ length: 7 }, () => {
    const startMs = performance.now();
    sdpFault(text);
    return performance.now() - startMs;
  });
  return Math.min(...times);
}
