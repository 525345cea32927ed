import type { MediaSection, SessionDescription } from './session-description.ts';

/** The first payload type that means nothing without an `a=rtpmap:` line. Source: RFC 3551 §6. */
const FIRST_DYNAMIC = 96;
const LAST_PAYLOAD_TYPE = 127;

/** What a session as a whole was expected to have and does not. */
export function sessionExpectations({ media }: SessionDescription): string[] {
  const mids = media.flatMap(({ mid }) => (mid === undefined ? [] : [mid]));
  return new Set(mids).size < mids.length ? ['a "mid" of its own for each section'] : [];
}

/** What a section was expected to have and does not. */
export function sectionExpectations(session: SessionDescription, section: MediaSection): string[] {
  return [...rtpExpectations(section), ...sctpExpectations(section), ...transportExpectations(session, section)];
}

function rtpExpectations({ proto, formats, rtpmaps, rtcpMux, rtcpMuxOnly }: MediaSection): string[] {
  if (!proto.includes('RTP/')) return [];
  const faults: string[] = [];
  const mapped = new Set(rtpmaps.map(({ payloadType }) => payloadType));
  const numbers = formats.map(Number);
  if (!numbers.every((number) => Number.isInteger(number) && number >= 0 && number <= LAST_PAYLOAD_TYPE)) {
    faults.push(`payload types from 0 to ${LAST_PAYLOAD_TYPE}`);
  }
  if (new Set(formats).size < formats.length) faults.push('each payload type once');
  const unmapped = numbers.find((number) => number >= FIRST_DYNAMIC && !mapped.has(number));
  if (unmapped !== undefined) faults.push(`an "a=rtpmap:${unmapped}" line in the section`);
  if (rtcpMuxOnly && !rtcpMux) faults.push('"a=rtcp-mux" beside "a=rtcp-mux-only"');
  return faults;
}

function sctpExpectations({ proto, formats, sctpPort }: MediaSection): string[] {
  const isSctp = proto.endsWith('DTLS/SCTP') && formats[0] === 'webrtc-datachannel';
  return isSctp && sctpPort === undefined ? ['an "a=sctp-port:" line in the section'] : [];
}

/** ICE and DTLS, which the first section of a bundle has for all of it. */
function transportExpectations(session: SessionDescription, section: MediaSection): string[] {
  const isWebRtc = section.proto.includes('TLS') && section.port !== 0;
  if (!isWebRtc || isBundledBehind(session, section)) return [];
  const faults: string[] = [];
  if ((section.iceUfrag ?? session.iceUfrag) === undefined) faults.push('an "a=ice-ufrag:" line for the section');
  if ((section.icePwd ?? session.icePwd) === undefined) faults.push('an "a=ice-pwd:" line for the section');
  if (section.fingerprints.length + session.fingerprints.length === 0) {
    faults.push('an "a=fingerprint:" line for the section');
  }
  if ((section.setup ?? session.setup) === undefined) faults.push('an "a=setup:" line for the section');
  return faults;
}

function isBundledBehind({ groups }: SessionDescription, { mid }: MediaSection): boolean {
  if (mid === undefined) return false;
  return groups.some(({ semantics, mids }) => semantics === 'BUNDLE' && mids.indexOf(mid) > 0);
}
