import { SdkError } from '@remotemedia/base';
import { isRecord, type Params, ParamsError } from './params.ts';

/** One way to reach a peer. */
export interface CandidateParams {
  /** The candidate line; empty at the end of candidates. */
  readonly candidate: string;
  /** Names the m-line; empty where unknown. */
  readonly sdpMid: string;
  /** Index of the m-line; 0 where unknown. */
  readonly sdpMlineIndex: number;
}

/** Highest number of a protobuf `uint32`; what is no m-line's index is for the hub to refuse. */
const MAX_UINT32 = 0xffff_ffff;

const MID_NAMES = ['sdp_mid', 'sdpMid'];
const INDEX_NAMES = ['sdp_m_line_index', 'sdp_mline_index', 'sdpMLineIndex', 'sdpMlineIndex'];
const NOTHING: Params = {};

/**
 * A candidate in any of its spellings: the line, an `RTCIceCandidateInit`, or that as JSON text; m-lines under the
 * names of all dialects, beside the candidate or inside of it. Empty or null is the end of candidates.
 *
 * @throws {SdkError} `invalid-argument`: a {@link ParamsError}, or a plain one for JSON text that is none
 */
export function toCandidate(params: Params): CandidateParams {
  const { candidate: given } = params;
  const inner = isRecord(given) ? given : initOf(given);
  const line = inner === NOTHING ? given : inner['candidate'];
  if (line !== null && typeof line !== 'string') {
    throw new ParamsError('candidate must be a candidate line, an RTCIceCandidateInit, that as JSON text, or null');
  }
  return { candidate: line ?? '', sdpMid: midOf(params, inner), sdpMlineIndex: indexOf(params, inner) };
}

/** What is in JSON text; nothing for a candidate line. */
function initOf(given: unknown): Params {
  // No candidate line starts with a brace (RFC 8839 §5.1).
  if (typeof given !== 'string' || !/^\s*\{/.test(given)) return NOTHING;
  try {
    return JSON.parse(given);
  } catch {
    throw new SdkError('invalid-argument', 'candidate starts like JSON text, but is none');
  }
}

function midOf(params: Params, inner: Params): string {
  const mid = memberOf(MID_NAMES, params) ?? memberOf(MID_NAMES, inner) ?? '';
  if (typeof mid === 'string') return mid;
  throw new ParamsError(`sdp_mid must be a string or null, got ${typeof mid}`);
}

function indexOf(params: Params, inner: Params): number {
  const index = memberOf(INDEX_NAMES, params) ?? memberOf(INDEX_NAMES, inner) ?? 0;
  if (typeof index === 'number' && Number.isSafeInteger(index) && index >= 0) return Math.min(index, MAX_UINT32);
  const got = typeof index === 'number' ? index : typeof index;
  throw new ParamsError(`sdp_m_line_index must be a whole number, 0 or more, or null, got ${got}`);
}

/** The first member of one of these names that says something; null and "" say nothing. */
function memberOf(names: readonly string[], place: Params): unknown {
  for (const name of names) {
    const value = place[name];
    if (value !== undefined && value !== null && value !== '') return value;
  }
  return undefined;
}
