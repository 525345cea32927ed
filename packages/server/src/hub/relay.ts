import { create } from '@bufbuild/protobuf';
import { SdkError } from '@remotemedia/base';
import {
  type AnswerRequest,
  type IceCandidateRequest,
  type OfferRequest,
  OfferRequestSchema,
  type SignalingNotification,
} from '@remotemedia/protocol/webrtc';
import { checkMediaRights } from '../access/media-rights.ts';
import { type Awaitable, andThen } from './awaitable.ts';
import { checkAnswer, checkCandidate, checkOffer } from './checks.ts';
import type { RelayContext, SignalingHandlers } from './handlers.ts';
import { SERVER_PEER_ID } from './hub-limits.ts';
import type { Member } from './member.ts';
import { answerAccepted, answered, candidateFound, offered, peerDisconnected, sizeBytesOf } from './notices.ts';
import type { HubObserver, RelayedType } from './observer.ts';
import type { Stay } from './stay.ts';
import { runHandler } from './veto.ts';

/** Settings of a {@link Relay}. */
export interface RelayOptions {
  /** May refuse what is said. */
  readonly handlers: SignalingHandlers;
  /** Hears what happens. */
  readonly observer: HubObserver;
}

/** What is passed on. */
interface Passage {
  readonly type: RelayedType;
  readonly sender: Stay;
  readonly receiver: Member;
  readonly notification: SignalingNotification;
  readonly number: number;
}

/**
 * Passes on what the peers of a room say to each other. `number` is the number that a client gave its request, from 1
 * up; a request of the same number is passed on once. 0 for none.
 */
export class Relay {
  readonly #options: RelayOptions;

  /** @param options see {@link RelayOptions} */
  constructor(options: RelayOptions) {
    this.#options = options;
  }

  /**
   * Passes an offer on to a peer of the sender's room.
   *
   * @returns the name of this offer
   * @throws {SdkError} `failed-precondition` when not announced, `invalid-argument`, `not-found`, `permission-denied`;
   *   `resource-exhausted` when the sender says too much or the receiver has not read what it was sent before;
   *   `unimplemented` for an offer to the server's own peer; what a handler refused it with. A promise rejects with these.
   */
  offer(from: Stay | undefined, offer: OfferRequest, number: number = 0): Awaitable<string> {
    const sender = announced(from);
    const receiver = receiverOf(sender, offer.toPeerId);
    checkOffer(offer);
    checkMediaRights(sender.grant, offer.sdp);
    const offerId = `${sender.peerId}_${offer.toPeerId}_${Date.now()}`;
    const passage: Passage = {
      type: 'offer',
      sender,
      receiver,
      number,
      notification: offered(sender.peerId, offerId, offer),
    };
    const { onOffer } = this.#options.handlers;
    const veto = onOffer && (() => onOffer({ ...contextOf(passage), sdp: offer.sdp }));
    return andThen(this.#pass(passage, veto), () => {
      if (!sender.isOver) sender.room.pendingOffers.add(sender.peerId, offer.toPeerId);
      return offerId;
    });
  }

  /**
   * Passes the offer on that came with an announcement, to whoever has been in the room longest.
   *
   * @param sdp checked by {@link checkFirstOffer} before the peer entered
   * @returns who got it; `undefined` when nobody is there, no offer came, or that peer could not be given it
   */
  firstOffer(from: Stay, sdp: string): Awaitable<string | undefined> {
    const [first] = from.room.peers(from);
    if (!first || sdp === '') return undefined;
    try {
      const passed = this.offer(from, firstOffer(sdp, first.peerId));
      // The peer is in the room by now; its announcement must not fail for an offer that it can make again.
      return passed instanceof Promise ? passed.then(() => first.peerId, forgive) : first.peerId;
    } catch (caught) {
      return forgive(caught);
    }
  }

  /** Passes an answer on to a peer of the sender's room. Throws like {@link Relay.offer}. */
  answer(from: Stay | undefined, answer: AnswerRequest, number: number = 0): Awaitable<void> {
    const sender = announced(from);
    const receiver = receiverOf(sender, answer.toPeerId);
    checkAnswer(answer);
    checkMediaRights(sender.grant, answer.sdp);
    const passage: Passage = {
      type: 'answer',
      sender,
      receiver,
      number,
      notification: answered(sender.peerId, answer),
    };
    const { onAnswer } = this.#options.handlers;
    const veto = onAnswer && (() => onAnswer({ ...contextOf(passage), sdp: answer.sdp }));
    return andThen(this.#pass(passage, veto), () => sender.room.pendingOffers.settle(sender.peerId, answer.toPeerId));
  }

  /** Tells a peer of the sender's room that its answer was taken. Throws like {@link Relay.offer}. */
  accept(from: Stay | undefined, toPeerId: string): Awaitable<void> {
    const sender = announced(from);
    const receiver = receiverOf(sender, toPeerId);
    return this.#pass(
      { type: 'answer', sender, receiver, number: 0, notification: answerAccepted(sender.peerId) },
      undefined,
    );
  }

  /** Passes an ICE candidate on to a peer of the sender's room. Throws like {@link Relay.offer}. */
  candidate(from: Stay | undefined, request: IceCandidateRequest, number: number = 0): Awaitable<void> {
    const sender = announced(from);
    const receiver = receiverOf(sender, request.toPeerId);
    checkCandidate(request);
    const notification = candidateFound(sender.peerId, request);
    const passage: Passage = { type: 'ice_candidate', sender, receiver, number, notification };
    const { onIceCandidate } = this.#options.handlers;
    const { candidate, sdpMid, sdpMlineIndex } = request;
    const veto = onIceCandidate && (() => onIceCandidate({ ...contextOf(passage), candidate, sdpMid, sdpMlineIndex }));
    return this.#pass(passage, veto);
  }

  /**
   * Leaves the room when `peerId` is the sender's own, else tells that peer that the sender ends (or refuses) the
   * connection with it. An id that nobody has is no error: that peer is gone already.
   *
   * @throws {SdkError} `resource-exhausted` when that peer has not read what the sender sent before. A promise rejects with it.
   */
  disconnect(sender: Stay | undefined, peerId: string, number: number = 0): Awaitable<void> {
    if (sender?.hasMoved) throw movedAway();
    if (!sender || sender.isOver) return;
    const receiver = sender.room.find(peerId);
    if (receiver === sender) return sender.leave();
    if (!receiver) return;
    const notification = peerDisconnected(sender.peerId);
    return andThen(this.#pass({ type: 'disconnect', sender, receiver, number, notification }, undefined), () =>
      sender.room.pendingOffers.settle(sender.peerId, peerId),
    );
  }

  #pass(passage: Passage, veto: (() => Awaitable<void>) | undefined): Awaitable<void> {
    const { sender, notification } = passage;
    sender.countMessage(sizeBytesOf(notification));
    return veto ? andThen(runHandler(veto), () => this.#deliver(passage)) : this.#deliver(passage);
  }

  #deliver({ type, sender, receiver, notification, number }: Passage): Awaitable<void> {
    const { observer } = this.#options;
    // While a handler thought about it, the receiver may have moved to another instance.
    const now = sender.room.find(receiver.info.peerId);
    const taker = now?.stayId === receiver.stayId ? now : receiver;
    return andThen(taker.deliver(sender, { notification, number }), () => observer.accepted(type));
  }
}

/** Refuses an announcement whose offer could not be passed on. @throws {SdkError} `invalid-argument` */
export function checkFirstOffer(sdp: string): void {
  if (sdp !== '') checkOffer(firstOffer(sdp, ''));
}

function firstOffer(sdp: string, toPeerId: string): OfferRequest {
  return create(OfferRequestSchema, { toPeerId, sdp, type: 'offer' });
}

/** Codes with which an offer may fail that its peer can make again. */
const FORGIVEN = ['resource-exhausted', 'not-found', 'unavailable', 'deadline-exceeded', 'permission-denied'];

function forgive(caught: unknown): undefined {
  if (caught instanceof SdkError && FORGIVEN.includes(caught.code)) return undefined;
  throw caught;
}

function contextOf({ sender, receiver }: Passage): RelayContext {
  return { room: sender.room.name, from: sender.info, to: receiver.info };
}

function inBetween(peerId: string): SdkError {
  return new SdkError('unavailable', `${peerId} is on its way to another server; say it again`);
}

/** What was asked was not done; where the stay is now it can be. */
function movedAway(): SdkError {
  return new SdkError('unavailable', 'your stay goes on through another connection; say it again there');
}

function announced(stay: Stay | undefined): Stay {
  if (stay && !stay.isOver) return stay;
  if (stay?.hasMoved) throw movedAway();
  throw new SdkError('failed-precondition', 'Not announced: call announce first');
}

function receiverOf(sender: Stay, peerId: string): Member {
  if (peerId === sender.peerId) throw new SdkError('invalid-argument', 'a peer cannot connect to itself');
  const receiver = sender.room.find(peerId);
  if (receiver) return receiver;
  // Nobody told the sender that it left: it is on its way from one instance to another, and so may its news be.
  if (sender.known.includes(peerId)) throw inBetween(peerId);
  if (peerId === SERVER_PEER_ID) {
    throw new SdkError('unimplemented', `this server has no peer of its own: ${SERVER_PEER_ID} takes no offers`);
  }
  throw new SdkError('not-found', `Peer not found: ${peerId.slice(0, 80)}`);
}
