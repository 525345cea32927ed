import { SdkError } from '@remotemedia/base';
import { MAX_CANDIDATE_BYTES } from '../limits.ts';
import type { MediaSection } from './session-description.ts';
import { readNumber } from './tokens.ts';

/** How a candidate was found. Source: RFC 8839 §5.1. */
export type IceCandidateType = 'host' | 'srflx' | 'prflx' | 'relay';

/** Who opens the connection of a TCP candidate. Source: RFC 6544 §4.5. */
export type IceTcpType = 'active' | 'passive' | 'so';

/** A further attribute of a candidate: a name and a value. Source: RFC 8839 §5.1, `cand-extension`. */
export interface IceExtension {
  /** Name of the attribute. */
  readonly name: string;
  /** Its value. */
  readonly value: string;
}

/** An ICE candidate. Source: RFC 8839 §5.1. */
export interface IceCandidate {
  /** Tells candidates of the same origin, 1–32 characters. */
  readonly foundation: string;
  /** 1 is RTP or the only component, 2 is RTCP; 1–256. */
  readonly component: number;
  /** Transport, as it came: `udp` in Chromium, `UDP` in Firefox, `tcp`. */
  readonly transport: string;
  /** Priority, 0–4,294,967,295. */
  readonly priority: number;
  /** Address: IPv4, IPv6, or a name, such as the `….local` of a browser that hides its addresses. */
  readonly address: string;
  /** Port, 0–65,535; 9 for an active TCP candidate. */
  readonly port: number;
  /** How the candidate was found. */
  readonly type: IceCandidateType;
  /** Address that a candidate of type `srflx`, `prflx` or `relay` belongs to. */
  readonly relatedAddress?: string | undefined;
  /** Port that it belongs to. */
  readonly relatedPort?: number | undefined;
  /** Who opens the connection, with TCP only. */
  readonly tcpType?: IceTcpType | undefined;
  /** All else, in its order: `generation`, `ufrag`, `network-id`, `network-cost`, … */
  readonly extensions: readonly IceExtension[];
}

const PREFIX = /^(?:a=)?candidate:/;
const LINE_END = /[\r\n\0]/;
const FOUNDATION = /^[\w+/-]{1,32}$/;
const TOKEN = /^[!#$%&'*+\-.^_`{|}~\w]+$/;
/** IPv4, IPv6 and names; `%` is for the zone of a link-local address. */
const ADDRESS = /^[\w.:%-]+$/;
const MAX_COMPONENT = 256;
const MAX_PRIORITY = 4_294_967_295;
const MAX_PORT = 65_535;
const FORM = 'candidate:<foundation> <component> <transport> <priority> <address> <port> typ <type> …';

/**
 * Takes a candidate apart. Takes it with or without `a=` and `candidate:` in front of it.
 *
 * @param line at most 2,048 characters
 * @throws {SdkError} `invalid-argument` for anything that RFC 8839 §5.1 does not allow, save that a foundation may hold
 *   `-` and `_`, as some peers write them; the message says what was expected
 */
export function parseCandidate(line: string): IceCandidate {
  if (line.length > MAX_CANDIDATE_BYTES) throw fault(line, `at most ${MAX_CANDIDATE_BYTES} characters`);
  if (LINE_END.test(line)) throw fault(line, 'one line');
  const words = line.replace(PREFIX, '').split(' ');
  const [foundation = '', component = '', transport = '', priority = '', address = '', port = '', typ, type] = words;
  if (!FOUNDATION.test(foundation)) throw fault(line, 'a foundation, 1–32 of A–Z a–z 0–9 + / - _');
  if (!TOKEN.test(transport)) throw fault(line, 'a transport such as udp');
  if (!ADDRESS.test(address)) throw fault(line, 'an address');
  if (typ !== 'typ' || !isCandidateType(type)) throw fault(line, '"typ" and host, srflx, prflx or relay');
  return {
    foundation,
    component: numberOf(line, component, 'a component', 1, MAX_COMPONENT),
    transport,
    priority: numberOf(line, priority, 'a priority', 0, MAX_PRIORITY),
    address,
    port: numberOf(line, port, 'a port', 0, MAX_PORT),
    type,
    ...attributesOf(line, words),
  };
}

/** Number of words before the first attribute. */
const FIXED_WORDS = 8;

type Attributes = Pick<IceCandidate, 'relatedAddress' | 'relatedPort' | 'tcpType' | 'extensions'>;

/** What follows the type. Each attribute is taken where it belongs; elsewhere it is an extension like any other. */
function attributesOf(line: string, words: readonly string[]): Attributes {
  let at = FIXED_WORDS;
  const next = (name: string): string | undefined => {
    if (words[at] !== name) return undefined;
    at += 2;
    const value = words[at - 1];
    if (value === undefined) throw fault(line, `a value after "${name}"`);
    return value;
  };
  const relatedAddress = next('raddr');
  if (relatedAddress !== undefined && !ADDRESS.test(relatedAddress)) throw fault(line, 'an address after "raddr"');
  const rport = next('rport');
  const relatedPort = rport === undefined ? undefined : numberOf(line, rport, 'a port after "rport"', 0, MAX_PORT);
  const tcpType = next('tcptype');
  if (tcpType !== undefined && !isTcpType(tcpType)) throw fault(line, 'active, passive or so after "tcptype"');
  const extensions: IceExtension[] = [];
  for (; at < words.length; at += 2) {
    const [name = '', value = ''] = words.slice(at, at + 2);
    if (name === '' || value === '') throw fault(line, 'names and values with one space between two');
    extensions.push({ name, value });
  }
  return { relatedAddress, relatedPort, tcpType, extensions };
}

/**
 * Writes a candidate as `candidate:…`, the form of `RTCIceCandidate.candidate`. What {@link parseCandidate} read
 * comes out as it was.
 *
 * @throws {SdkError} `invalid-argument` when a member does not fit the grammar
 */
export function writeCandidate(candidate: IceCandidate): string {
  const { foundation, component, transport, priority, address, port, type, extensions } = candidate;
  const { relatedAddress, relatedPort, tcpType } = candidate;
  const words: (string | number)[] = [foundation, component, transport, priority, address, port, 'typ', type];
  if (relatedAddress !== undefined) words.push('raddr', relatedAddress);
  if (relatedPort !== undefined) words.push('rport', relatedPort);
  if (tcpType !== undefined) words.push('tcptype', tcpType);
  for (const { name, value } of extensions) words.push(name, value);
  const line = `candidate:${words.join(' ')}`;
  parseCandidate(line);
  return line;
}

/** Value of a candidate's attribute by name, such as `generation`, `ufrag` or `network-id`; `undefined` without it. */
export function candidateExtension(candidate: IceCandidate, name: string): string | undefined {
  return candidate.extensions.find((extension) => extension.name === name)?.value;
}

/**
 * The candidates of a section one by one, in the form of `RTCIceCandidate.candidate`, as they came: `parseCandidate`
 * takes one apart. Those that do not follow the first ones at once come last.
 */
export function splitCandidates({ candidates, otherLines }: Pick<MediaSection, 'candidates' | 'otherLines'>): string[] {
  const first = candidates === '' ? [] : candidates.split('\r\n');
  const later = otherLines.filter((line) => line.startsWith('a=candidate:'));
  return [...first, ...later].map((line) => line.slice('a='.length));
}

/** Candidates in the form of `RTCIceCandidate.candidate` as {@link MediaSection.candidates} has them. */
export function joinCandidates(candidates: readonly string[]): string {
  return candidates.map((candidate) => `a=${candidate}`).join('\r\n');
}

function isCandidateType(word: string | undefined): word is IceCandidateType {
  return word === 'host' || word === 'srflx' || word === 'prflx' || word === 'relay';
}

function isTcpType(word: string): word is IceTcpType {
  return word === 'active' || word === 'passive' || word === 'so';
}

function numberOf(line: string, word: string, what: string, least: number, most: number): number {
  const value = readNumber(word);
  if (value >= least && value <= most) return value;
  throw fault(line, `${what} from ${least} to ${most}, got ${JSON.stringify(word.slice(0, 20))}`);
}

function fault(line: string, expected: string): SdkError {
  const came = JSON.stringify(line.slice(0, 80));
  return new SdkError('invalid-argument', `a candidate has the form ${FORM}: expected ${expected} in ${came}`);
}
