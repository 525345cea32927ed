import { create } from '@bufbuild/protobuf';
import { SdkError } from '@remotemedia/base';
import {
  AnswerRequestSchema,
  IceCandidateRequestSchema,
  OfferRequestSchema,
  type PeerInfo,
} from '@remotemedia/protocol/webrtc';
import { checkFirstOffer, disconnect, relayAnswer, relayCandidate, relayFirstOffer, relayOffer } from '../hub/relay.ts';
import { optionalCount, optionalText, type Params, text } from './params.ts';
import { peerJson, toAnnounce } from './peer-json.ts';
import { ANSWER_INVALID, CANDIDATE_INVALID, INVALID_PARAMS, OFFER_INVALID } from './rpc-failure.ts';
import type { SessionState } from './session-state.ts';

/** One method of the `peer.*` dialect. */
export interface Method {
  /** Carries it out. @throws {SdkError} */
  run(params: Params, state: SessionState): unknown;
  /** The error number for what the hub calls an invalid argument. */
  readonly invalidCode: number;
}

/** All methods, by name. */
export const METHODS: ReadonlyMap<string, Method> = new Map<string, Method>([
  ['peer.announce', { run: announce, invalidCode: INVALID_PARAMS }],
  ['peer.resume', { run: resume, invalidCode: INVALID_PARAMS }],
  ['peer.offer', { run: offer, invalidCode: OFFER_INVALID }],
  ['peer.answer', { run: answer, invalidCode: ANSWER_INVALID }],
  ['peer.ice_candidate', { run: iceCandidate, invalidCode: CANDIDATE_INVALID }],
  ['peer.disconnect', { run: leaveOrDismiss, invalidCode: INVALID_PARAMS }],
  ['peer.list', { run: list, invalidCode: INVALID_PARAMS }],
  ['list_peers', { run: list, invalidCode: INVALID_PARAMS }],
  ['ping', { run: () => ({}), invalidCode: INVALID_PARAMS }],
]);

function announce(params: Params, state: SessionState) {
  refuseSecondStay(state);
  const resumable = params['resumable'] === true;
  const firstOffer = optionalText(params, 'first_offer_sdp');
  checkFirstOffer(firstOffer);
  const stay = state.hub.enter(toAnnounce(params), { resumable, address: state.address });
  state.stay = stay;
  stay.attach(state.outlet);
  const offered = relayFirstOffer(stay, firstOffer);
  const peers = stay.room.peers(stay);
  const others = peers.map(({ peerId }) => peerId);
  const result = { success: true, peer_id: stay.peerId, peers_count: others.length + 1, other_peers: others };
  if (!resumable) return result;
  return {
    ...result,
    ...terms(state),
    session_token: stay.token,
    peers: peers.map(peerJson),
    offered_peer_id: offered,
  };
}

function resume(params: Params, state: SessionState) {
  refuseSecondStay(state);
  const stay = state.hub.resume(text(params, 'session_token'), optionalCount(params, 'last_seq'), state.outlet);
  state.stay = stay;
  return { resumed: true, peer_id: stay.peerId, ...terms(state) };
}

function offer(params: Params, { stay }: SessionState) {
  const toPeerId = text(params, 'to');
  const offerId = relayOffer(stay, create(OfferRequestSchema, { toPeerId, sdp: text(params, 'sdp'), type: 'offer' }));
  return { success: true, to_peer_id: toPeerId, offer_id: offerId };
}

function answer(params: Params, { stay }: SessionState) {
  const toPeerId = text(params, 'to');
  relayAnswer(stay, create(AnswerRequestSchema, { toPeerId, sdp: text(params, 'sdp'), type: 'answer' }));
  return { success: true, to_peer_id: toPeerId };
}

function iceCandidate(params: Params, { stay }: SessionState) {
  const toPeerId = text(params, 'to');
  const sdpMid = optionalText(params, 'sdp_mid');
  const sdpMlineIndex = Math.min(optionalCount(params, 'sdp_m_line_index'), 0xffff_ffff);
  const candidate = text(params, 'candidate');
  relayCandidate(stay, create(IceCandidateRequestSchema, { toPeerId, candidate, sdpMid, sdpMlineIndex }));
  return { success: true, to_peer_id: toPeerId };
}

function leaveOrDismiss(params: Params, { stay }: SessionState) {
  const peerId = text(params, 'peer_id');
  disconnect(stay, peerId);
  return { success: true, peer_id: peerId };
}

function list(_params: Params, { hub, stay }: SessionState) {
  const peers: PeerInfo[] = stay && !stay.isOver ? stay.room.peers() : hub.peersOf();
  const shown = peers.map((info) => ({ ...peerJson(info), connected_at: Number(info.connectedAt) }));
  return { peers: shown, count: shown.length };
}

function refuseSecondStay({ stay }: SessionState): void {
  if (!stay || stay.isOver) return;
  throw new SdkError('failed-precondition', `this socket is announced as ${stay.peerId} already; disconnect first`);
}

function terms({ timing }: SessionState) {
  return { heartbeat_interval_ms: timing.heartbeatIntervalMs, resume_grace_ms: timing.resumeGraceMs };
}
