import { SdkError } from '@remotemedia/base';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_SDP_BYTES } from '../limits.ts';
import { MAX_SDP_LINES, MAX_SDP_SECTIONS, mediaDirections, parseSdp, validateSdp, writeSdp } from './index.ts';

const HEAD = 'v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n';
const MEDIA = 'm=audio 9 UDP/TLS/RTP/SAVPF 111\r\n';

/** The lines of a section, read and written. */
function section(...lines: string[]) {
  const text = `${HEAD}${MEDIA}${lines.map((line) => `${line}\r\n`).join('')}`;
  const description = parseSdp(text);
  expect(writeSdp(description)).toBe(text);
  const [media] = description.media;
  if (!media) throw new Error('there is no section');
  return media;
}

describe('parseSdp()', () => {
  it.each([
    ['nothing', '', 1, '"v=0"', 'the end'],
    ['another version', HEAD.replace('v=0', 'v=1'), 1, '"v=0"', '"v=1"'],
    ['no origin', HEAD.replace(/o=.*\r\n/, ''), 2, '"o=<name>', '"s=-"'],
    ['half an origin', HEAD.replace('1 1 IN IP4 127.0.0.1', '1 1'), 2, '"o=<name>', '"o=- 1 1"'],
    ['an origin in another net', HEAD.replace('IN IP4', 'IN IP5'), 2, '"o=<name>', '"o=- 1 1 IN IP5 127.0.0.1"'],
    ['no name', HEAD.replace('s=-\r\n', ''), 3, '"s=<name>"', '"t=0 0"'],
    ['no time', HEAD.replace('t=0 0\r\n', ''), 4, '"t=<start> <stop>"', 'the end'],
    ['a time behind the first section', `${HEAD.replace('t=0 0\r\n', MEDIA)}t=0 0\r\n`, 4, '"t=<start>', '"m=audio'],
    ['a section without a port', `${HEAD}m=audio\r\n`, 5, '"m=<kind>', '"m=audio"'],
    ['a port that is none', `${HEAD}m=audio x RTP/AVP 0\r\n`, 5, '"m=<kind>', '"m=audio x RTP/AVP 0"'],
    ['a port beyond the last', `${HEAD}m=audio 65536 RTP/AVP 0\r\n`, 5, '"m=<kind>', '"m=audio 65536'],
    ['a section without formats', `${HEAD}m=audio 9 RTP/AVP \r\n`, 5, '"m=<kind>', '"m=audio 9 RTP/AVP "'],
    ['a line without a type', `${HEAD}${MEDIA}garbage\r\n`, 6, 'a line of the form "x=…"', '"garbage"'],
    ['a type in capitals', `${HEAD}A=x\r\n`, 5, 'a line of the form "x=…"', '"A=x"'],
  ])('names the line: %s', (_what, text, lineNumber, expected, came) => {
    const fault = { lineNumber, expected: expect.stringContaining(expected), came: expect.stringContaining(came) };
    expect(() => parseSdp(text)).toThrow(expect.objectContaining({ code: 'invalid-argument', fault }));
    expect(validateSdp(text)).toEqual([fault]);
  });

  it.each([
    ['bytes', `${HEAD}a=${'x'.repeat(MAX_SDP_BYTES)}\r\n`],
    ['lines', `${HEAD}${MEDIA}${'a=x\r\n'.repeat(MAX_SDP_LINES)}`],
    ['sections', HEAD + MEDIA.repeat(MAX_SDP_SECTIONS + 1)],
  ])('refuses too many %s', (what, text) => {
    expect(() => parseSdp(text)).toThrow(what);
  });

  it('takes as many sections as there may be', () => {
    expect(parseSdp(HEAD + MEDIA.repeat(MAX_SDP_SECTIONS)).media).toHaveLength(MAX_SDP_SECTIONS);
  });

  it('passes over blank lines and takes a last line without end', () => {
    const [media] = parseSdp(`${HEAD}\r\n${MEDIA} \r\na=mid:0`).media;
    expect(media?.mid).toBe('0');
  });

  it('reads ports, bandwidths and addresses', () => {
    const text = `${HEAD}m=video 5004/2 RTP/AVP 96\r\nc=IN IP6 ff02::1/3\r\nb=AS:500\r\nb=TIAS:400000\r\n`;
    expect(parseSdp(text).media).toMatchObject([
      {
        port: 5004,
        portCount: 2,
        connection: { addressType: 'IP6', address: 'ff02::1/3' },
        bandwidths: [
          { type: 'AS', value: 500 },
          { type: 'TIAS', value: 400_000 },
        ],
      },
    ]);
    expect(writeSdp(parseSdp(text))).toBe(text);
  });

  it.each([
    ['a=extmap:2/sendonly urn:x y z', { extmaps: [{ id: 2, direction: 'sendonly', uri: 'urn:x', attributes: 'y z' }] }],
    ['a=extmap:2 urn:x', { extmaps: [{ id: 2, direction: undefined, uri: 'urn:x', attributes: undefined }] }],
    ['a=rtpmap:0 PCMU/8000', { rtpmaps: [{ payloadType: 0, encoding: 'PCMU', clockRate: 8000, channels: undefined }] }],
    ['a=rtcp-fb:* nack', { rtcpFeedbacks: [{ payloadType: '*', feedback: 'nack' }] }],
    [
      'a=rid:1 recv pt=96;max-width=640',
      { rids: [{ id: '1', direction: 'recv', restrictions: 'pt=96;max-width=640' }] },
    ],
    ['a=msid:-', { msids: [{ stream: '-', track: undefined }] }],
    ['a=rtcp:53020', { rtcp: { port: 53_020, connection: undefined } }],
    ['a=ssrc-group:SIM 1 2 3', { ssrcGroups: [{ semantics: 'SIM', ssrcs: [1, 2, 3] }] }],
    ['a=rtcp-mux-only', { rtcpMuxOnly: true, rtcpMux: false }],
    ['a=bundle-only', { bundleOnly: true }],
    ['a=inactive', { direction: 'inactive' }],
    ['a=ice-options:trickle ice2', { iceOptions: ['trickle', 'ice2'] }],
  ])('reads %s', (line, expected) => {
    expect(section(line)).toMatchObject(expected);
  });

  it.each([
    'a=rtpmap:0111 opus/48000/2',
    'a=rtpmap:111 opus',
    'a=rtpmap:x opus/48000',
    'a=fmtp:111',
    'a=setup:later',
    'a=extmap:1/sideways urn:x',
    'a=extmap:1 ',
    'a=extmap:/sendonly urn:x',
    'a=extmap:01/sendonly urn:x',
    'a=rtcp-fb:** nack',
    'a=rtpmap:111 opus/48000/',
    'a=group:BUNDLE 0 ',
    'a=extmap-allow-mixer',
    'a=max-message-sizes:1',
    'a=candidates',
    'a=rid:1 sends',
    'a=ssrc-group:FID 1  2',
    'a=ssrc-group:FID',
    'a=sctp-port:5e3',
    'a=sctp-port:1234567890123456',
    'a=rtcp-muxed',
    'a=mic:1',
    'a=ice-ufrax:1',
    'a=i',
    'a=senduply',
    'a=',
    'b=AS',
    'c=IN IP4 ',
    'i=a title',
    'x=unheard of',
  ])('keeps %s as it came', (line) => {
    expect(section(line).otherLines).toEqual([line]);
  });

  it('takes the first of two that may come once, and keeps the other', () => {
    const { mid, rtcpMux, otherLines } = section('a=mid:0', 'a=rtcp-mux', 'a=mid:1', 'a=rtcp-mux');
    expect({ mid, rtcpMux, otherLines }).toEqual({ mid: '0', rtcpMux: true, otherLines: ['a=mid:1', 'a=rtcp-mux'] });
  });
});

it('takes the first of two directions, and keeps the other', () => {
  expect(section('a=sendonly', 'a=inactive')).toMatchObject({ direction: 'sendonly', otherLines: ['a=inactive'] });
});

describe('any text', () => {
  const name = fc.constantFrom('mid', 'rtpmap', 'fmtp', 'candidate', 'group', 'extmap', 'ssrc', 'rid', 'x', 'ice-pwd');
  const value = fc.oneof(fc.string(), fc.constantFrom('0', '111 opus/48000/2', 'BUNDLE 0 1', '1 urn:x', ' '));
  const line = fc.oneof(
    fc.tuple(name, value).map(([key, rest]) => `a=${key}:${rest}`),
    fc.constantFrom(
      'm=audio 9 RTP/AVP 0',
      'm=video 0/2 x 1 2',
      'c=IN IP4 0.0.0.0',
      'b=AS:1',
      'a=sendonly',
      't=1 2',
      '',
    ),
    fc.string(),
  );
  const text = fc
    .tuple(fc.constantFrom('', HEAD, HEAD + MEDIA), fc.array(line), fc.constantFrom('\r\n', '\n'))
    .map(([start, lines, end]) => start + lines.join(end));

  it('is taken apart without loss or refused with a reason', () => {
    fc.assert(
      fc.property(text, (sdp) => {
        try {
          const lines = sdp.split(/\r?\n/).filter((each) => each.trim() !== '');
          expect(writeSdp(parseSdp(sdp)).split(/\r?\n/).slice(0, -1)).toEqual(lines);
        } catch (caught) {
          if (!(caught instanceof SdkError)) throw caught;
          expect(caught.code).toBe('invalid-argument');
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it('is judged without ado', () => {
    fc.assert(
      fc.property(text, (sdp) => {
        for (const { lineNumber, expected, came } of validateSdp(sdp)) {
          expect(lineNumber).toBeGreaterThan(0);
          expect(expected + came).not.toBe('');
        }
        expect(mediaDirections(sdp).length).toBeLessThanOrEqual(sdp.split('m=').length - 1);
      }),
      { numRuns: 2_000 },
    );
  });

  it.each([
    ['lines that are not known', 'a=x\r\n'],
    ['candidates', 'a=candidate:\r\n'],
    ['second names', 'a=mid:0\r\n'],
    ['groups', 'a=group:BUNDLE 0 1 2 3\r\n'],
    ['payload types', 'a=rtcp-fb:96 nack\r\n'],
    ['blank lines', '\r\n'],
    ['sections', MEDIA],
  ])('takes time in proportion to the length: %s', (_what, unit) => {
    const make = (sizeBytes: number) => HEAD + MEDIA + unit.repeat(Math.floor(sizeBytes / unit.length));
    const [quarter, whole] = [make(5_000), make(20_000)];
    // Four times the length; sixteen times the time would be quadratic. Two milliseconds are room for noise.
    expect(quickestMs(whole)).toBeLessThan(quickestMs(quarter) * 10 + 2);
  });
});

function quickestMs(text: string): number {
  const times = Array.from({ length: 7 }, () => {
    const startMs = performance.now();
    try {
      writeSdp(parseSdp(text));
    } catch {
      // Too many of something: refused in time as well.
    }
    validateSdp(text);
    mediaDirections(text);
    return performance.now() - startMs;
  });
  return Math.min(...times);
}
