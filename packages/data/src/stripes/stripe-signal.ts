import { SdkError } from '@remotemedia/base';
import type { JsonValue } from '../lane-message.ts';

/** What two sides tell each other about one more connection. */
export interface StripeSignal {
  /** Number of the connection, given by who opened it. */
  readonly id: number;
  /** Whether the sender of this signal opened it. */
  readonly isMine: boolean;
  /** An offer or an answer. */
  readonly description?: { readonly type: 'offer' | 'answer'; readonly sdp: string };
  /** A candidate of the sender. */
  readonly candidate?: { readonly candidate: string; readonly sdpMid: string };
}

/** Highest number of a connection. */
export const MAX_STRIPE_ID = 0xff_ffff;
/** What is no data channel has no place on such a connection: it would cost decoders. */
const MEDIA_LINE = /^m=(?!application )/m;

/** A signal as JSON. */
export function writeStripeSignal(signal: StripeSignal): JsonValue {
  return { ...signal };
}

/** Reads what a peer sent. @throws {SdkError} `invalid-argument` when it is no signal */
export function readStripeSignal(body: JsonValue): StripeSignal {
  const { id, isMine, description, candidate } = membersOf(body);
  if (typeof id !== 'number' || !Number.isInteger(id) || id < 0 || id > MAX_STRIPE_ID || typeof isMine !== 'boolean')
    throw odd();
  if (description !== undefined) {
    const { type, sdp } = membersOf(description);
    if ((type !== 'offer' && type !== 'answer') || typeof sdp !== 'string' || MEDIA_LINE.test(sdp)) throw odd();
    return { id, isMine, description: { type, sdp } };
  }
  if (candidate === undefined) return { id, isMine };
  const { candidate: line, sdpMid } = membersOf(candidate);
  if (typeof line !== 'string' || typeof sdpMid !== 'string') throw odd();
  return { id, isMine, candidate: { candidate: line, sdpMid } };
}

function membersOf(
  body: JsonValue | undefined,
): { readonly [name: string]: JsonValue | undefined } & Record<
  'id' | 'isMine' | 'description' | 'candidate' | 'type' | 'sdp' | 'sdpMid',
  JsonValue | undefined
> {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) throw odd();
  return body as never;
}

function odd(): SdkError {
  return new SdkError('invalid-argument', 'what the peer said about one more connection makes no sense');
}
