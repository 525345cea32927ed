import { create } from '@bufbuild/protobuf';
import { SdkError } from '@remotemedia/base';
import {
  type AnswerRequest,
  type IceCandidateRequest,
  type OfferRequest,
  OfferRequestSchema,
} from '@remotemedia/protocol/webrtc';
import { checkAnswer, checkCandidate, checkOffer } from './checks.ts';
import { SERVER_PEER_ID } from './hub-limits.ts';
import { answered, candidateFound, offered, peerDisconnected } from './notices.ts';
import type { Stay } from './stay.ts';

/**
 * Passes an offer on to a peer of the sender's room.
 *
 * @returns the name of this offer
 * @throws {SdkError} `failed-precondition` when not announced, `invalid-argument`, `not-found`; `resource-exhausted`
 *   when the receiver has not read what it was sent before; `unimplemented` for an offer to the server's own peer
 */
export function relayOffer(from: Stay | undefined, offer: OfferRequest): string {
  const sender = announced(from);
  const receiver = receiverOf(sender, offer.toPeerId);
  checkOffer(offer);
  const offerId = `${sender.peerId}_${offer.toPeerId}_${Date.now()}`;
  receiver.deliver(sender.info, offered(sender.peerId, offerId, offer));
  sender.room.pendingOffers.add(sender.peerId, offer.toPeerId);
  return offerId;
}

/**
 * Passes the offer on that came with an announcement, to whoever has been in the room longest.
 *
 * @param sdp checked by {@link checkOffer} before the peer entered
 * @returns who got it; `undefined` when nobody is there, no offer came, or that peer has too much to read already
 */
export function relayFirstOffer(from: Stay, sdp: string): string | undefined {
  const [first] = from.room.peers(from);
  if (!first || sdp === '') return undefined;
  try {
    relayOffer(from, firstOffer(sdp, first.peerId));
  } catch (caught) {
    // The peer is in the room by now; its announcement must not fail for an offer that it can make again.
    if (caught instanceof SdkError && caught.code === 'resource-exhausted') return undefined;
    throw caught;
  }
  return first.peerId;
}

/** Refuses an announcement whose offer could not be passed on. @throws {SdkError} `invalid-argument` */
export function checkFirstOffer(sdp: string): void {
  if (sdp !== '') checkOffer(firstOffer(sdp, ''));
}

function firstOffer(sdp: string, toPeerId: string): OfferRequest {
  return create(OfferRequestSchema, { toPeerId, sdp, type: 'offer' });
}

/** Passes an answer on to a peer of the sender's room. Throws like {@link relayOffer}. */
export function relayAnswer(from: Stay | undefined, answer: AnswerRequest): void {
  const sender = announced(from);
  const receiver = receiverOf(sender, answer.toPeerId);
  checkAnswer(answer);
  receiver.deliver(sender.info, answered(sender.peerId, answer));
  sender.room.pendingOffers.settle(sender.peerId, answer.toPeerId);
}

/** Passes an ICE candidate on to a peer of the sender's room. Throws like {@link relayOffer}. */
export function relayCandidate(from: Stay | undefined, candidate: IceCandidateRequest): void {
  const sender = announced(from);
  const receiver = receiverOf(sender, candidate.toPeerId);
  checkCandidate(candidate);
  receiver.deliver(sender.info, candidateFound(sender.peerId, candidate));
}

/**
 * Leaves the room when `peerId` is the sender's own, else tells that peer that the sender ends (or refuses) the
 * connection with it. An id that nobody has is no error: that peer is gone already.
 *
 * @throws {SdkError} `resource-exhausted` when that peer has not read what the sender sent before
 */
export function disconnect(sender: Stay | undefined, peerId: string): void {
  if (!sender || sender.isOver) return;
  const receiver = sender.room.find(peerId);
  if (receiver === sender) {
    sender.leave();
  } else if (receiver) {
    receiver.deliver(sender.info, peerDisconnected(sender.peerId));
    sender.room.pendingOffers.settle(sender.peerId, peerId);
  }
}

function announced(stay: Stay | undefined): Stay {
  if (stay && !stay.isOver) return stay;
  throw new SdkError('failed-precondition', 'Not announced: call announce first');
}

function receiverOf(sender: Stay, peerId: string): Stay {
  if (peerId === sender.peerId) throw new SdkError('invalid-argument', 'a peer cannot connect to itself');
  const receiver = sender.room.find(peerId);
  if (receiver) return receiver;
  if (peerId === SERVER_PEER_ID) {
    throw new SdkError('unimplemented', `this server has no peer of its own: ${SERVER_PEER_ID} takes no offers`);
  }
  throw new SdkError('not-found', `Peer not found: ${peerId.slice(0, 80)}`);
}
