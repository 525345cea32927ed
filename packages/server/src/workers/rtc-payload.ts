import { SdkError } from '@remotemedia/base';
import { MAX_SDP_BYTES } from '@remotemedia/protocol';

/** How a caller writes session descriptions and candidates: as they are, or as JSON of the dictionaries of WebRTC. */
export type PayloadForm = 'text' | 'json';

/** A session description off the wire. */
export interface Description {
  /** The SDP; not checked yet. */
  readonly sdp: string;
  /** How it was written. */
  readonly form: PayloadForm;
}

/** An ICE candidate off the wire. */
export interface Candidate {
  /** The candidate line; empty for the end of candidates. */
  readonly candidate: string;
  /** Media stream identification; empty where unknown. */
  readonly sdpMid: string;
  /** Index of the m-line; 0 where unknown. */
  readonly sdpMlineIndex: number;
  /** How it was written. */
  readonly form: PayloadForm;
}

/** Reads a session description: SDP, or the JSON of `RTCSessionDescriptionInit`. @throws {SdkError} `invalid-argument` */
export function readDescription(bytes: Uint8Array): Description {
  const text = textOf(bytes);
  const json = jsonOf(text);
  if (!json) return { sdp: text, form: 'text' };
  const { sdp } = json;
  if (typeof sdp === 'string') return { sdp, form: 'json' };
  throw invalid('the JSON of a session description must have the member sdp, a string');
}

/** Reads a candidate: its line, or the JSON of `RTCIceCandidateInit`. @throws {SdkError} `invalid-argument` */
export function readCandidate(bytes: Uint8Array): Candidate {
  const text = textOf(bytes);
  const json = jsonOf(text);
  if (!json) return { candidate: text, sdpMid: '', sdpMlineIndex: 0, form: 'text' };
  const { candidate, sdpMid = null, sdpMLineIndex = null } = json;
  if (typeof candidate !== 'string') throw invalid('the JSON of a candidate must have the member candidate, a string');
  if (sdpMid !== null && typeof sdpMid !== 'string') throw invalid('sdpMid must be a string or null');
  const index = sdpMLineIndex ?? 0;
  if (typeof index !== 'number' || !Number.isInteger(index) || index < 0 || index > 65_535) {
    throw invalid('sdpMLineIndex must be a whole number from 0 to 65535, or null');
  }
  return { candidate, sdpMid: sdpMid ?? '', sdpMlineIndex: index, form: 'json' };
}

/** Writes a session description. */
export function writeDescription(type: 'offer' | 'answer', sdp: string, form: PayloadForm): Uint8Array {
  return Buffer.from(form === 'json' ? JSON.stringify({ type, sdp }) : sdp);
}

/** Writes a candidate. */
export function writeCandidate(
  { candidate, sdpMid, sdpMlineIndex }: Omit<Candidate, 'form'>,
  form: PayloadForm,
): Uint8Array {
  if (form === 'text') return Buffer.from(candidate);
  return Buffer.from(
    JSON.stringify({ candidate, sdpMid: sdpMid === '' ? null : sdpMid, sdpMLineIndex: sdpMlineIndex }),
  );
}

function textOf(bytes: Uint8Array): string {
  if (bytes.byteLength > 2 * MAX_SDP_BYTES)
    throw invalid(`message may have ${2 * MAX_SDP_BYTES} bytes, got ${bytes.byteLength}`);
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw invalid('message is not UTF-8', cause);
  }
}

function jsonOf(text: string): Readonly<Record<string, unknown>> | undefined {
  if (!text.startsWith('{')) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : undefined;
  } catch (cause) {
    throw invalid('message starts like JSON, but is none', cause);
  }
}

function invalid(detail: string, cause?: unknown): SdkError {
  return new SdkError('invalid-argument', detail, { cause });
}
