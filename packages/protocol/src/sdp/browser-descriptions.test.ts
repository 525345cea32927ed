import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { sdpFault } from '../sdp.ts';
import {
  joinCandidates,
  mediaDirections,
  parseCandidate,
  parseFmtpParameters,
  parseSdp,
  parseSimulcast,
  splitCandidates,
  validateSdp,
  writeCandidate,
  writeSdp,
} from './index.ts';

// What Chromium 156 and Firefox ESR 153 wrote, with documentation addresses in place of theirs.
const FOLDER = new URL('./fixtures/', import.meta.url);
const NAMES = readdirSync(FOLDER).map((file) => file.replace('.sdp', ''));

/** The text of a fixture, with CR LF after each line as browsers write it. */
function fixture(name: string): string {
  return readFileSync(new URL(`./${name}.sdp`, FOLDER), 'utf8').replaceAll(/\r?\n/g, '\r\n');
}

describe.each(NAMES)('%s', (name) => {
  const text = fixture(name);
  const description = parseSdp(text);

  it('comes out as it went in', () => {
    expect(writeSdp(description)).toBe(text);
  });

  it('comes out as it went in when every part was copied', () => {
    const media = description.media.map((section) => ({ ...section }));
    expect(writeSdp({ ...description, media })).toBe(text);
    expect(writeSdp(structuredClone(description))).toBe(text);
  });

  it('says the same when its order is forgotten', () => {
    const media = description.media.map((section) => ({ ...section, order: [] }));
    const written = writeSdp({ ...description, media, order: [] });
    expect(written.split('\r\n').sort()).toEqual(text.split('\r\n').sort());
    expect({ ...parseSdp(written), order: [], media: [] }).toEqual({ ...description, order: [], media: [] });
  });

  it('is read with line ends without CR', () => {
    expect(parseSdp(text.replaceAll('\r', ''))).toEqual(description);
  });

  it('has no faults', () => {
    expect(validateSdp(text)).toEqual([]);
    expect(sdpFault(text)).toBeUndefined();
  });

  it('has candidates that come out as they went in', () => {
    const lines = description.media.flatMap(splitCandidates);
    for (const line of lines) expect(writeCandidate(parseCandidate(line))).toBe(line);
    expect(lines.length).toBeGreaterThan(0);
  });

  it('leaves nothing but RTCP extended reports to others', () => {
    const others = [description, ...description.media].flatMap(({ otherLines }) => otherLines);
    expect(others.filter((line) => !line.startsWith('a=rtcp-xr:'))).toEqual([]);
  });
});

describe('parseSdp() of what Chromium writes', () => {
  const session = parseSdp(fixture('chromium-full'));
  const [audio, video, data] = session.media;

  it('reads the session', () => {
    expect(session).toMatchObject({
      origin: { username: '-', sessionVersion: '2', addressType: 'IP4', address: '127.0.0.1' },
      name: '-',
      timings: [{ start: '0', stop: '0' }],
      groups: [{ semantics: 'BUNDLE', mids: ['0', '1', '2'] }],
      extmapAllowMixed: true,
      iceLite: false,
    });
    expect(session.msidSemantic).toMatch(/^ WMS [\w-]{36}$/);
  });

  it('reads the transport', () => {
    expect(audio).toMatchObject({ setup: 'actpass', rtcpMux: true, rtcpRsize: true, iceOptions: ['trickle'] });
    expect(audio?.iceUfrag).toMatch(/^.{4}$/);
    expect(audio?.icePwd).toMatch(/^.{24}$/);
    expect(audio?.fingerprints).toMatchObject([{ algorithm: 'sha-256' }]);
    expect(audio?.connection).toEqual({ addressType: 'IP4', address: '192.0.2.1' });
    expect(audio?.rtcp).toEqual({ port: 9, connection: { addressType: 'IP4', address: '0.0.0.0' } });
  });

  it('reads codecs and their parameters', () => {
    expect(audio?.rtpmaps[0]).toEqual({ payloadType: 111, encoding: 'opus', clockRate: 48_000, channels: 2 });
    const opus = audio?.fmtps.find(({ payloadType }) => payloadType === 111);
    expect(parseFmtpParameters(opus?.parameters ?? '')).toEqual(
      new Map([
        ['minptime', '10'],
        ['useinbandfec', '1'],
      ]),
    );
    expect(video?.rtcpFeedbacks).toContainEqual({ payloadType: 96, feedback: 'nack pli' });
    expect(video?.formats.length).toBeGreaterThan(20);
  });

  it('reads streams', () => {
    expect(video?.ssrcGroups).toMatchObject([{ semantics: 'FID', ssrcs: [expect.any(Number), expect.any(Number)] }]);
    expect(video?.ssrcs[0]).toMatchObject({ attribute: expect.stringMatching(/^cname:/) });
    expect(video?.msids).toMatchObject([{ stream: expect.any(String), track: expect.any(String) }]);
    expect(video?.extmaps[0]).toMatchObject({ id: 14, uri: 'urn:ietf:params:rtp-hdrext:toffset' });
  });

  it('reads the data channel', () => {
    expect(data).toMatchObject({
      kind: 'application',
      proto: 'UDP/DTLS/SCTP',
      formats: ['webrtc-datachannel'],
      mid: '2',
      sctpPort: 5000,
      maxMessageSize: 262_144,
    });
  });
});

it.each(['chromium-simulcast', 'firefox-simulcast'])('reads the layers of %s', (name) => {
  const [, video] = parseSdp(fixture(name)).media;
  expect(video?.rids.map(({ id, direction }) => `${id} ${direction}`)).toEqual(['q send', 'h send', 'f send']);
  const stream = (rid: string) => [{ rid, isPaused: false }];
  expect(parseSimulcast(video?.simulcast ?? '')).toEqual({ send: [stream('q'), stream('h'), stream('f')], recv: [] });
});

it('keeps the place of everything that was not edited', () => {
  const session = parseSdp(fixture('firefox-full'));
  const media = session.media.map((section) => ({
    ...section,
    candidates: '',
    endOfCandidates: false,
    setup: 'active' as const,
    direction: 'recvonly' as const,
  }));
  const [head = '', ...sections] = fixture('firefox-full').split(/(?=^m=)/m);
  const edited = sections.map((section) =>
    section
      .replaceAll(/a=(candidate:.*|end-of-candidates)\r\n/g, '')
      .replace('a=setup:actpass', 'a=setup:active')
      .replace('a=sendrecv', 'a=recvonly'),
  );
  const expected = head + edited.join('');
  expect(writeSdp({ ...session, media })).toBe(expected);
});

it('writes what was added', () => {
  const session = parseSdp(fixture('chromium-data'));
  const added = 'candidate:1 1 udp 1 192.0.2.9 9 typ host';
  const media = session.media.map((section) => ({
    ...section,
    candidates: joinCandidates([...splitCandidates(section), added]),
  }));
  expect(writeSdp({ ...session, media, iceLite: true })).toBe(
    fixture('chromium-data')
      .replace('m=application', 'a=ice-lite\r\nm=application')
      .replace('a=ice-ufrag', `a=${added}\r\na=ice-ufrag`),
  );
});

it('tells who sends and receives', () => {
  const told = mediaDirections(fixture('chromium-directions'));
  expect(told.map(({ kind, sends, receives }) => [kind, sends, receives])).toEqual([
    ['audio', true, true],
    ['video', true, true],
    ['video', false, true],
    ['audio', false, false],
    ['application', true, true],
  ]);
  expect(told.every(({ isUsed }) => isUsed)).toBe(true);
});
