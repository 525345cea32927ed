import type { SdkError } from '@remotemedia/base';
import type {
  AnnounceRequest,
  SignalingNotification,
  SignalingRequest,
  SignalingResponse,
} from '@remotemedia/protocol/webrtc';
import type { Caller } from '../access/grant.ts';
import type { Awaitable } from '../hub/awaitable.ts';
import type { Hub } from '../hub/hub.ts';
import type { Outlet, Stay } from '../hub/stay.ts';
import type { IceServersFor, IceServersOffer } from '../turn/ice-servers-offer.ts';
import { checkMaySee } from './callers.ts';
import { type Asker, carryOut } from './carry-out.ts';
import { toSdkError } from './connect-errors.ts';
import { checkRequestId } from './request-id.ts';
import { ack, refusal } from './responses.ts';

/** News that peers do not know which speak `Signal` and nothing else. */
const OURS: ReadonlySet<SignalingNotification['notification']['case']> = new Set(['peerUpdated', 'answerAccepted']);

/** What a {@link SignalSession} needs of its surroundings. */
export interface SignalSessionOptions {
  /** The rooms. */
  readonly hub: Hub;
  /** Who is behind the call. */
  readonly caller: Caller;
  /** Which STUN and TURN servers a peer is told of. @default none */
  readonly iceServersFor?: IceServersFor | undefined;
  /** There may be something to {@link SignalSession.take}. */
  readonly onNews: () => void;
  /** The call is to end with that status. */
  readonly onEnd: (reason: SdkError) => void;
}

/** What one call of `WebRtcSignaling.Signal` means, whatever carries it. One call is one stay; it ends with the call. */
export class SignalSession implements Outlet, Asker {
  /** Requests of a call have no numbers: one call brings each of them once. */
  readonly number: number = 0;
  readonly #options: SignalSessionOptions;
  #stay: Stay | undefined;
  #isOver = false;

  /** @param options see {@link SignalSessionOptions} */
  constructor(options: SignalSessionOptions) {
    this.#options = options;
  }

  /** The stay of the peer that was announced last. */
  get stay(): Stay | undefined {
    return this.#stay;
  }

  /**
   * Carries a request out. Ask for the next one when this one has its answer.
   *
   * @throws {SdkError} when it is refused and has no id, or one that is too long, so that nobody could be told which
   *   request was refused: the status is to end the call. A promise rejects with it.
   */
  answer(request: SignalingRequest): Awaitable<SignalingResponse> {
    checkRequestId(request.requestId);
    try {
      const answered = this.#carryOut(request);
      if (!(answered instanceof Promise)) return answered;
      return answered.catch((caught: unknown) => refuse(request, caught));
    } catch (caught) {
      return refuse(request, caught);
    }
  }

  /** The next piece of news for the peer. */
  take(): SignalingNotification | undefined {
    for (;;) {
      const notification = this.#stay?.take(this)?.notification;
      if (!notification || !OURS.has(notification.notification.case)) return notification;
    }
  }

  /** The call is over, and the stay with it. Calling it again does nothing. */
  close(): void {
    this.#isOver = true;
    this.#stay?.leave();
  }

  /** Called by the stay. */
  wake(): void {
    this.#options.onNews();
  }

  /** Called by the stay. After a clean leave the call goes on: the client may announce itself again. */
  end(reason: SdkError | undefined): void {
    if (reason) this.#options.onEnd(reason);
  }

  /** @throws {SdkError} `permission-denied` when the token is not for the default room */
  checkMayList(): void {
    checkMaySee(this.#options.caller.grant, undefined);
  }

  #carryOut(message: SignalingRequest): Awaitable<SignalingResponse> {
    const { request, requestId } = message;
    const isAnnounce = request.case === 'announce' && (!this.#stay || this.#stay.isOver);
    return isAnnounce ? this.#enter(requestId, request.value) : carryOut(this.#options.hub, this, message);
  }

  async #enter(requestId: string, announce: AnnounceRequest): Promise<SignalingResponse> {
    const { hub, caller, iceServersFor } = this.#options;
    const { stay, peers } = await hub.enter(announce, { resumable: false, caller });
    this.#stay = stay;
    stay.attach(this);
    // The client may have gone while the others were asked.
    if (this.#isOver) stay.lose(this);
    const others = peers.map(({ peerId }) => peerId);
    const facts = { peer_id: stay.peerId, peers_count: others.length + 1, other_peers: others };
    const data = JSON.stringify({ ...facts, ...iceServerFacts(iceServersFor?.(stay)) });
    return ack(requestId, `Peer ${stay.peerId} announced successfully`, data);
  }
}

/** What upstream's servers do not have is left out where there is nothing to say. */
function iceServerFacts(offer: IceServersOffer | undefined): Record<string, unknown> {
  if (!offer || offer.iceServers.length === 0) return {};
  return { ice_servers: offer.iceServers, ice_servers_expire_in_ms: offer.expiresInMs };
}

function refuse({ requestId }: SignalingRequest, caught: unknown): SignalingResponse {
  const error = toSdkError(caught);
  if (requestId === '') throw error;
  return refusal(requestId, error);
}
