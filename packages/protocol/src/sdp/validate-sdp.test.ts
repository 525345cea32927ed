import { describe, expect, it } from 'vitest';
import { validateSdp } from './index.ts';

const PRINT = `sha-256 ${Array.from({ length: 32 }, () => '0F').join(':')}`;
const LINES = [
  'v=0',
  'o=- 1 1 IN IP4 127.0.0.1',
  's=-',
  't=0 0',
  'a=group:BUNDLE 0 1',
  'm=audio 9 UDP/TLS/RTP/SAVPF 111 0',
  'c=IN IP4 0.0.0.0',
  'a=ice-ufrag:abcd',
  'a=ice-pwd:0123456789abcdefghijkl',
  `a=fingerprint:${PRINT}`,
  'a=setup:actpass',
  'a=mid:0',
  'a=rtcp-mux',
  'a=rtpmap:111 opus/48000/2',
  'a=extmap:1 urn:x',
  'a=candidate:1 1 udp 1 192.0.2.1 9 typ host',
  'm=application 9 UDP/DTLS/SCTP webrtc-datachannel',
  'a=mid:1',
  'a=sctp-port:5000',
  '',
];

/** The good description with one line in place of another, or after it where that ends with `+`. */
function withLine(line: string, instead: string): string {
  const isAdded = line.endsWith('+');
  const index = LINES.findIndex((each) => each.startsWith(isAdded ? line.slice(0, -1) : line));
  return LINES.toSpliced(isAdded ? index + 1 : index, isAdded ? 0 : 1, ...(instead === '' ? [] : [instead])).join(
    '\r\n',
  );
}

describe('validateSdp()', () => {
  it('finds nothing wrong with a good description', () => {
    expect(validateSdp(LINES.join('\r\n'))).toEqual([]);
    expect(validateSdp(LINES.join('\n'))).toEqual([]);
  });

  it.each([
    ['a=ice-ufrag', 'a=ice-ufrag:abc', 8, '4–256'],
    ['a=ice-pwd', 'a=ice-pwd:short', 9, '22–256'],
    ['a=fingerprint', 'a=fingerprint:sha-256 0F:0F', 10, '32 bytes'],
    ['a=fingerprint', 'a=fingerprint:sha-256 xx', 10, 'hexadecimal'],
    ['a=setup', 'a=setup:later', 11, '"a=setup:" with a value of its form'],
    ['a=mid:0+', 'a=mid:0', 13, '"a=mid:" once'],
    ['a=rtpmap', 'a=rtpmap:112 opus/48000/2', 14, 'a payload type that the "m=" line names'],
    ['a=rtpmap+', 'a=fmtp:96 x=1', 15, 'a payload type'],
    ['a=rtpmap+', 'a=rtcp-fb:96 nack', 15, 'a payload type'],
    ['a=rtpmap', 'a=rtpmap:111', 14, '"a=rtpmap:" with a value of its form'],
    ['a=extmap+', 'a=extmap:1 urn:y', 16, 'a number that no other'],
    ['a=candidate', 'a=candidate:1 1 udp 1 192.0.2.1 9 typ guest', 16, 'host, srflx, prflx or relay'],
    ['a=candidate', 'a=cardinale:1', 16, 'candidate:<foundation>'],
    ['a=group', 'a=group:BUNDLE 0 2', 5, 'sections that there are'],
    ['a=group', 'a=group:BUNDLE 0 0', 5, 'each "mid" once'],
    ['a=mid:1', 'a=mid:0', 1, 'a "mid" of its own'],
    ['a=rtcp-mux+', 'a=simulcast:send 1', 14, 'an "a=rid:" line'],
    ['a=rtcp-mux+', 'a=simulcast:1', 14, '"send" or "recv"'],
    ['a=rtcp-mux', 'a=rtcp-mux-only', 6, '"a=rtcp-mux" beside'],
    ['a=rtpmap', '', 6, '"a=rtpmap:111" line'],
    ['a=ice-ufrag', '', 6, '"a=ice-ufrag:" line'],
    ['a=fingerprint', '', 6, '"a=fingerprint:" line'],
    ['a=setup', '', 6, '"a=setup:" line'],
    ['a=sctp-port', '', 17, '"a=sctp-port:" line'],
    ['m=audio', 'm=audio 9 UDP/TLS/RTP/SAVPF 111 300', 6, 'payload types from 0 to 127'],
    ['m=audio', 'm=audio 9 UDP/TLS/RTP/SAVPF 111 111', 6, 'each payload type once'],
    ['s=-', 's=a\u0000b', 1, 'characters that RFC 8866 allows'],
  ])('says of %s that became %s what is wrong', (line, instead, lineNumber, expected) => {
    expect(validateSdp(withLine(line, instead))).toContainEqual({
      lineNumber,
      expected: expect.stringContaining(expected),
      came: expect.any(String),
    });
  });

  it('counts blank lines', () => {
    expect(validateSdp(LINES.join('\r\n').replace('abcd', 'abc').replace('t=0 0', 't=0 0\r\n\r\n'))).toMatchObject([
      { lineNumber: 10 },
    ]);
  });

  it('asks neither ICE nor DTLS of a section that is refused or not first in its bundle', () => {
    const refused = LINES.slice(0, 5).concat('m=video 0 UDP/TLS/RTP/SAVPF 0', LINES.slice(5)).join('\r\n');
    expect(validateSdp(refused)).toEqual([]);
  });

  it('tells so many faults and no more', () => {
    const text = LINES.join('\r\n') + 'a=rtpmap:1\r\n'.repeat(500);
    expect(validateSdp(text)).toHaveLength(64);
  });
});
