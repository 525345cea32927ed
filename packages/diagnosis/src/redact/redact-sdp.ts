import type { Pseudonyms } from './pseudonyms.ts';
import { redactCandidate } from './redact-candidate.ts';

/** Most lines that are kept. */
const MOST_LINES = 600;

const DIRECTION = 'sendrecv|sendonly|recvonly|inactive';
const CODEC = 'opus|multiopus|red|CN|G722|PCM[UA]|L16|telephone-event|VP[89]|H26[45]|AV1|rtx|ulpfec|flexfec-03';
const PARAMETER =
  'minptime|useinbandfec|usedtx|(?:sprop-)?stereo|cbr|max(?:averagebitrate|playbackrate)|apt|profile|profile-(?:id|level-id)|tier|tier-flag|level-i[dx]+|level-asymmetry-allowed|packetization-mode|max-f[rs]|tx-mode|repair-window';
const SETTING = `(?:${PARAMETER})=[\\da-f]{1,8}`;
const EXTENSION = [
  'urn:ietf:params:rtp-hdrext:(?:ssrc-audio-level|csrc-audio-level|toffset|sdes:(?:mid|(?:repaired-)?rtp-stream-id))',
  'urn:3gpp:video-orientation',
  'http://www\\.webrtc\\.org/experiments/rtp-hdrext/[a-z]+(?:-[a-z]+){1,3}(?:0\\d)?',
  'http://www\\.ietf\\.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01',
].join('|');

/** Lines that are kept as they are: each pattern allows only words of the standards and small numbers. */
const KEPT: readonly RegExp[] = [
  /^v=0$/,
  /^t=0 0$/,
  /^b=(?:AS|TIAS):\d{1,9}$/,
  new RegExp(`^a=(?:${DIRECTION})$`),
  /^a=(?:rtcp-mux|rtcp-rsize|rtcp-mux-only|end-of-candidates|bundle-only|extmap-allow-mixed|ice-lite)$/,
  /^a=mid:\w{1,4}$/,
  /^a=group:BUNDLE(?: \w{1,4}){0,256}$/,
  /^a=setup:(?:actpass|active|passive|holdconn)$/,
  /^a=ice-options:(?:trickle|renomination|ice2)(?: (?:trickle|renomination|ice2))?$/,
  /^a=(?:sctp-port|max-message-size|ptime|maxptime):\d{1,10}$/,
  new RegExp(`^a=rtpmap:\\d{1,3} (?:${CODEC})/\\d{1,6}(?:/\\d)?$`, 'i'),
  new RegExp(`^a=fmtp:\\d{1,3} (?:${SETTING}|\\d{1,3}(?:[/-]\\d{1,3})?)(?:;${SETTING}){0,16}$`, 'i'),
  /^a=rtcp-fb:(?:\d{1,3}|\*) (?:nack|ccm|goog-remb|transport-cc|rrtr)(?: (?:pli|fir|sli|rpsi))?$/,
  new RegExp(`^a=extmap:\\d{1,5}(?:/(?:${DIRECTION}))? (?:${EXTENSION})$`),
  /^a=rid:\w{1,4} (?:send|recv)$/,
  /^a=simulcast:(?:send|recv) ~?\w{1,4}(?:;~?\w{1,4}){0,8}$/,
];

/** Attributes whose values are personal, secret or of no use; their names say what was there. */
const NAMED =
  /^a=(ice-ufrag|ice-pwd|msid|msid-semantic|ssrc|ssrc-group|rtcp|rtpmap|fmtp|extmap|rid|simulcast|identity|crypto|mid|group)(?=[: ])/;

const FORMAT = '(?:\\d{1,3}|webrtc-datachannel)';
const SECTION = new RegExp(
  `^m=(audio|video|application) (\\d{1,5}) ((?:UDP|TCP)/(?:TLS/RTP/SAVPF|DTLS/SCTP))((?: ${FORMAT}){1,64})$`,
);

/**
 * A session description without ICE credentials, fingerprints, addresses, ports, ids and names. Only what is known to tell
 * nothing is kept; of the rest a word says what it was. Takes any text and at most 600 lines of it.
 */
export function redactSdp(sdp: string, names: Pseudonyms): readonly string[] {
  const lines = sdp.slice(0, 65_536).split(/\r\n|\r|\n/);
  const kept = lines.slice(0, MOST_LINES).flatMap((line) => (line === '' ? [] : [redactLine(line, names)]));
  return lines.length > MOST_LINES ? [...kept, `[${lines.length - MOST_LINES} more lines]`] : kept;
}

function redactLine(line: string, names: Pseudonyms): string {
  if (line.length <= 1_100 && KEPT.some((pattern) => pattern.test(line))) return line;
  if (line.startsWith('a=candidate:')) {
    const candidate = redactCandidate(line, names);
    if (!candidate) return 'a=candidate:[redacted]';
    return `a=candidate:${candidate.protocol} ${candidate.address} (${candidate.family}) typ ${candidate.type}`;
  }
  if (line.startsWith('a=fingerprint:')) return `a=fingerprint:${names.of('certificate', line.toLowerCase())}`;
  const [, version] = /^o=\S+ \d{1,20} (\d{1,10}) IN /.exec(line) ?? [];
  if (version !== undefined) return `o=- ${names.of('session', line.split(' ')[1] ?? '')} ${version} IN [address]`;
  const [, kind, port, protocol, formats] = SECTION.exec(line) ?? [];
  if (kind !== undefined) return `m=${kind} ${port === '0' ? 0 : 9} ${protocol}${formats}`;
  const [, name] = NAMED.exec(line) ?? [];
  if (name !== undefined) return `a=${name}:[redacted]`;
  return /^[a-z]=/.test(line) ? `${line[0]}=[redacted]` : '[no line]';
}
