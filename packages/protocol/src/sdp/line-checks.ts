import { SdkError } from '@remotemedia/base';
import { parseCandidate } from './candidate.ts';
import { FINGERPRINT, GROUP } from './codecs.ts';
import { parseSimulcast } from './parameters.ts';
import { EXTMAP, FMTP, RTCP_FEEDBACK, RTPMAP } from './rtp-codecs.ts';
import type { MediaSection, SessionDescription } from './session-description.ts';

/** What a line is judged by: the rest of its part, in a form in which it is found quickly. */
export class PartContext {
  /** Formats that the `m=` line names. */
  readonly formats: ReadonlySet<string>;
  /** Names of all sections. */
  readonly mids: ReadonlySet<string>;
  /** RTP streams by name and way: `hi send`. */
  readonly rids: ReadonlySet<string>;
  /** Numbers of the header extensions up to here. */
  readonly extmapIds: Set<number> = new Set();

  /** @param section the one that the line is in; none for a line of the session */
  constructor(session: SessionDescription, section?: MediaSection) {
    this.formats = new Set(section?.formats);
    this.rids = new Set(section?.rids.map(({ id, direction }) => `${id} ${direction}`));
    // A section does not need the names, and there may be many sections.
    this.mids = section ? new Set() : new Set(session.media.flatMap(({ mid }) => (mid === undefined ? [] : [mid])));
  }
}

/** Hexadecimal digits of each hash of RFC 8122 §5. */
const HASH_BYTES: ReadonlyMap<string, number> = new Map([
  ['sha-1', 20],
  ['sha-224', 28],
  ['sha-256', 32],
  ['sha-384', 48],
  ['sha-512', 64],
]);
const HEX_PAIRS = /^[0-9A-Fa-f]{2}(?::[0-9A-Fa-f]{2})*$/;
const ICE_CHARACTERS = /^[A-Za-z0-9+/]*$/;

/** By the line's beginning: what was expected of a line that could be read, or nothing where it is right. */
const CHECKS: ReadonlyMap<string, (value: string, context: PartContext) => string | undefined> = new Map([
  ['a=candidate:', candidateExpectation],
  ['a=ice-ufrag:', (value) => iceText(value, 4)],
  ['a=ice-pwd:', (value) => iceText(value, 22)],
  ['a=fingerprint:', fingerprintExpectation],
  ['a=rtpmap:', (value, context) => knownFormat(RTPMAP.read(value)?.payloadType, context)],
  ['a=fmtp:', (value, context) => knownFormat(FMTP.read(value)?.payloadType, context)],
  ['a=rtcp-fb:', (value, context) => knownFormat(RTCP_FEEDBACK.read(value)?.payloadType, context)],
  ['a=extmap:', extmapExpectation],
  ['a=group:', groupExpectation],
  ['a=simulcast:', simulcastExpectation],
]);

/** What was expected of a line of a known kind that could be read; `undefined` when nothing is wrong with it. */
export function lineExpectation(prefix: string, value: string, context: PartContext): string | undefined {
  return CHECKS.get(prefix)?.(value, context);
}

function candidateExpectation(value: string): string | undefined {
  try {
    parseCandidate(value);
    return undefined;
  } catch (caught) {
    return caught instanceof SdkError ? caught.detail : String(caught);
  }
}

function iceText(value: string, least: number): string | undefined {
  const isGood = value.length >= least && value.length <= 256 && ICE_CHARACTERS.test(value);
  return isGood ? undefined : `${least}–256 of A–Z a–z 0–9 + /`;
}

function fingerprintExpectation(value: string): string | undefined {
  const fingerprint = FINGERPRINT.read(value);
  if (!fingerprint || !HEX_PAIRS.test(fingerprint.value)) return 'bytes in hexadecimal with a colon between two';
  const bytes = HASH_BYTES.get(fingerprint.algorithm.toLowerCase());
  return bytes === undefined || fingerprint.value.length === bytes * 3 - 1 ? undefined : `${bytes} bytes`;
}

function knownFormat(payloadType: number | '*' | undefined, { formats }: PartContext): string | undefined {
  if (payloadType === '*' || formats.has(String(payloadType))) return undefined;
  return 'a payload type that the "m=" line names';
}

function extmapExpectation(value: string, { extmapIds }: PartContext): string | undefined {
  const id = EXTMAP.read(value)?.id ?? 0;
  if (id === 0 || extmapIds.has(id)) return 'a number that no other header extension has, and not 0';
  extmapIds.add(id);
  return undefined;
}

function groupExpectation(value: string, { mids }: PartContext): string | undefined {
  const members = GROUP.read(value)?.mids ?? [];
  if (new Set(members).size < members.length) return 'each "mid" once';
  return members.every((mid) => mids.has(mid)) ? undefined : 'the "mid" of sections that there are';
}

function simulcastExpectation(value: string, { rids }: PartContext): string | undefined {
  const simulcast = parseSimulcast(value);
  if (!simulcast) return '"send" or "recv" and names of RTP streams';
  const isKnown = (way: 'send' | 'recv') => simulcast[way].flat().every(({ rid }) => rids.has(`${rid} ${way}`));
  return isKnown('send') && isKnown('recv')
    ? undefined
    : 'names that an "a=rid:" line of the section gives for that way';
}
