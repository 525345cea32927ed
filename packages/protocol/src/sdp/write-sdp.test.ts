import { describe, expect, it } from 'vitest';
import {
  joinCandidates,
  parseSdp,
  type SessionDescriptionInit,
  splitCandidates,
  validateSdp,
  writeSdp,
} from './index.ts';

const ORIGIN = {
  username: '-',
  sessionId: '1',
  sessionVersion: '2',
  addressType: 'IP4',
  address: '127.0.0.1',
} as const;

const OFFER: SessionDescriptionInit = {
  origin: ORIGIN,
  name: '-',
  groups: [{ semantics: 'BUNDLE', mids: ['0'] }],
  media: [
    {
      kind: 'application',
      port: 9,
      proto: 'UDP/DTLS/SCTP',
      formats: ['webrtc-datachannel'],
      connection: { addressType: 'IP4', address: '0.0.0.0' },
      candidates: joinCandidates(['candidate:1 1 udp 2113937151 192.0.2.1 9 typ host']),
      iceUfrag: 'abcd',
      icePwd: '0123456789abcdefghijkl',
      fingerprints: [{ algorithm: 'sha-1', value: Array.from({ length: 20 }, () => 'AA').join(':') }],
      setup: 'actpass',
      mid: '0',
      sctpPort: 5000,
      otherLines: ['a=x-own:1'],
    },
  ],
};

describe('writeSdp()', () => {
  it('writes what was made by hand in the order of browsers', () => {
    const text = writeSdp(OFFER);
    expect(text.split('\r\n')).toEqual([
      'v=0',
      'o=- 1 2 IN IP4 127.0.0.1',
      's=-',
      't=0 0',
      'a=group:BUNDLE 0',
      'm=application 9 UDP/DTLS/SCTP webrtc-datachannel',
      'c=IN IP4 0.0.0.0',
      'a=candidate:1 1 udp 2113937151 192.0.2.1 9 typ host',
      'a=ice-ufrag:abcd',
      'a=ice-pwd:0123456789abcdefghijkl',
      expect.stringMatching(/^a=fingerprint:sha-1 AA:/),
      'a=setup:actpass',
      'a=mid:0',
      'a=sctp-port:5000',
      'a=x-own:1',
      '',
    ]);
    expect(validateSdp(text)).toEqual([]);
  });

  it('takes its own output for its input', () => {
    const text = writeSdp(OFFER);
    expect(writeSdp(parseSdp(text))).toBe(text);
  });

  it.each([
    ['the name', { ...OFFER, name: 'a\r\nm=video 9 RTP/AVP 0' }],
    ['the origin', { ...OFFER, origin: { ...ORIGIN, username: 'a\nb' } }],
    ['a line of others', { ...OFFER, otherLines: ['a=x\ra=y'] }],
    ['a value of the session', { ...OFFER, msidSemantic: 'WMS\u0000' }],
    [
      'a value of a section',
      { ...OFFER, media: [{ kind: 'a', port: 0, proto: 'x', formats: ['0'], mid: '0\r\na=recvonly' }] },
    ],
    ['the line of a section', { ...OFFER, media: [{ kind: 'audio\r\n', port: 0, proto: 'x', formats: ['0'] }] }],
  ])('refuses %s that breaks out of its line', (_what, description) => {
    expect(() => writeSdp(description)).toThrow('a value of one line');
  });

  it.each(['a=candidate:1\r\na=recvonly', 'a=candidate:1\n', 'candidate:1', 'a=candidate:1\r\n'])(
    'refuses candidates that are more than that: %j',
    (candidates) => {
      const media = [{ kind: 'audio', port: 9, proto: 'x', formats: ['0'], candidates }];
      expect(() => writeSdp({ ...OFFER, media })).toThrow('[invalid-argument] expected');
    },
  );

  it('passes over numbers in an order that mean nothing', () => {
    expect(writeSdp({ ...OFFER, order: [99, -1, 0.5, 1e9], media: [] })).toBe(writeSdp({ ...OFFER, media: [] }));
  });

  it('writes nothing twice of what an order names too often', () => {
    const session = parseSdp(writeSdp(OFFER));
    expect(writeSdp({ ...session, order: [...session.order, ...session.order] })).toBe(writeSdp(OFFER));
  });
});

describe('splitCandidates()', () => {
  const lines = ['candidate:1 1 udp 1 192.0.2.1 9 typ host', 'candidate:2 1 udp 1 192.0.2.1 9 typ host'];

  it('is the way back from joinCandidates()', () => {
    expect(splitCandidates({ candidates: joinCandidates(lines), otherLines: [] })).toEqual(lines);
    expect(splitCandidates({ candidates: joinCandidates([]), otherLines: [] })).toEqual([]);
  });

  it.each(['\r\n', '\n'])('finds candidates behind other lines, where lines end with %j', (end) => {
    const [first, second] = lines;
    const text = ['v=0', 'o=- 1 1 IN IP4 0.0.0.0', 's=-', 't=0 0', 'm=audio 9 x 0']
      .concat(`a=${first}`, `a=${second}`, 'a=mid:0', `a=${second}`, '')
      .join(end);
    const description = parseSdp(text);
    expect(description.media.map(splitCandidates)).toEqual([[first, second, second]]);
    expect(writeSdp(description)).toBe(text.replaceAll(/\r?\n/g, '\r\n'));
  });

  it('finds candidates whose lines do not end alike', () => {
    const [first, second] = lines;
    const text = `v=0\no=- 1 1 IN IP4 0.0.0.0\ns=-\nt=0 0\nm=audio 9 x 0\na=${first}\r\na=${second}\na=${first}`;
    expect(parseSdp(text).media.map(splitCandidates)).toEqual([[first, second, first]]);
  });
});
