import { type Awaitable, andThen } from '../../hub/awaitable.ts';
import { PEER_DIALECT } from '../dialects/peer-dialect.ts';
import {
  ANSWER_INVALID,
  CANDIDATE_INVALID,
  INVALID_REQUEST,
  LIMIT_EXCEEDED,
  OFFER_INVALID,
  PEER_NOT_FOUND,
} from '../dialects/rpc-error.ts';
import { type JsonSchema, named, objectSchema, textSchema } from '../openrpc/json-schema.ts';
import { toCandidate } from '../params/candidate.ts';
import { optionalText, type Params, receiver, text } from '../params/params.ts';
import type { SessionState } from '../session-state.ts';
import type { Method, ValueDoc } from './method.ts';

const EXAMPLE_SDP = 'v=0\r\no=- 1 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n';
const TO: ValueDoc = {
  name: 'to',
  summary: 'Whom it is for; bare callers write to_peer_id.',
  required: true,
  schema: named('PeerId'),
};
const SDP: ValueDoc = { name: 'sdp', summary: 'The session description.', required: true, schema: named('Sdp') };
const REFUSALS: readonly number[] = [INVALID_REQUEST, PEER_NOT_FOUND, LIMIT_EXCEEDED];

/** `peer.offer`: passes an offer on. */
export const OFFER: Method = {
  run: offer,
  invalidNumber: OFFER_INVALID,
  isReadOnly: false,
  doc: {
    summary: 'Offers a connection to another peer.',
    params: [TO, SDP, typeDoc('offer')],
    result: objectSchema({ ...passedOnSchemas(), offer_id: textSchema({ description: 'Names this offer.' }) }),
    errors: [OFFER_INVALID, ...REFUSALS],
    example: {
      isAnnounced: true,
      params: { to: 'bob', sdp: EXAMPLE_SDP },
      result: { success: true, to_peer_id: 'bob', offer_id: 'alice_bob_1700000000000' },
    },
  },
};

/** `peer.answer`: passes an answer on. */
export const ANSWER: Method = {
  run: answer,
  invalidNumber: ANSWER_INVALID,
  isReadOnly: false,
  doc: {
    summary: 'Answers the offer of another peer.',
    params: [TO, SDP, typeDoc('answer')],
    result: objectSchema(passedOnSchemas()),
    errors: [ANSWER_INVALID, ...REFUSALS],
    example: {
      isAnnounced: true,
      params: { to: 'bob', sdp: EXAMPLE_SDP },
      result: { success: true, to_peer_id: 'bob' },
    },
  },
};

/** `peer.ice_candidate`: passes a candidate on. */
export const ICE_CANDIDATE: Method = {
  run: iceCandidate,
  invalidNumber: CANDIDATE_INVALID,
  isReadOnly: false,
  doc: {
    summary: 'Tells another peer one more way to reach you.',
    description:
      'The m-line may also be named sdpMid, and its index sdp_mline_index or sdpMLineIndex; both may be members of candidate.',
    params: [
      TO,
      { name: 'candidate', summary: 'The way to reach you.', required: true, schema: named('Candidate') },
      { name: 'sdp_mid', summary: 'Names the m-line.', required: false, schema: named('SdpMid') },
      { name: 'sdp_m_line_index', summary: 'Index of the m-line.', required: false, schema: named('SdpMLineIndex') },
    ],
    result: objectSchema(passedOnSchemas()),
    errors: [CANDIDATE_INVALID, ...REFUSALS],
    example: {
      isAnnounced: true,
      params: {
        to: 'bob',
        candidate: 'candidate:1 1 udp 2122260223 192.0.2.1 54321 typ host',
        sdp_mid: '0',
        sdp_m_line_index: 0,
      },
      result: { success: true, to_peer_id: 'bob' },
    },
  },
};

function offer(params: Params, state: SessionState, number: number): Awaitable<object> {
  const toPeerId = receiver(params);
  const type = optionalText(params, 'type');
  const { relay } = state.surroundings.hub;
  const request = {
    $typeName: 'remotemedia.v1.webrtc.OfferRequest',
    toPeerId,
    sdp: text(params, 'sdp'),
    type,
  } as const;
  return andThen(relay.offer(state.stay, request, number), (offerId) => ({
    ...passedOn(toPeerId, state),
    offer_id: offerId,
  }));
}

function answer(params: Params, state: SessionState, number: number): Awaitable<object> {
  const toPeerId = receiver(params);
  const type = optionalText(params, 'type');
  const { relay } = state.surroundings.hub;
  const request = {
    $typeName: 'remotemedia.v1.webrtc.AnswerRequest',
    toPeerId,
    sdp: text(params, 'sdp'),
    type,
  } as const;
  return andThen(relay.answer(state.stay, request, number), () => passedOn(toPeerId, state));
}

function iceCandidate(params: Params, state: SessionState, number: number): Awaitable<object> {
  const toPeerId = receiver(params);
  const { candidate, sdpMid, sdpMlineIndex } = toCandidate(params);
  const { relay } = state.surroundings.hub;
  const $typeName = 'remotemedia.v1.webrtc.IceCandidateRequest';
  const request = { $typeName, toPeerId, candidate, sdpMid, sdpMlineIndex } as const;
  return andThen(relay.candidate(state.stay, request, number), () => passedOn(toPeerId, state));
}

function passedOn(toPeerId: string, { dialect = PEER_DIALECT }: SessionState): object {
  return dialect.success.success ? { success: true, to_peer_id: toPeerId } : { to_peer_id: toPeerId };
}

function passedOnSchemas(): Readonly<Record<string, JsonSchema>> {
  return { 'success?': { const: true, description: 'For callers of peer.* methods.' }, to_peer_id: named('PeerId') };
}

function typeDoc(type: 'offer' | 'answer'): ValueDoc {
  return { name: 'type', summary: 'What it is; adds nothing.', required: false, schema: { const: type } };
}
