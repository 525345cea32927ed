import { create } from '@bufbuild/protobuf';
import { SdkError } from '@remotemedia/base';
import { ROOM_METADATA_KEY } from '@remotemedia/protocol';
import { RtcEvent } from '@remotemedia/protocol/distributor';
import {
  AnnounceRequestSchema,
  AnswerRequestSchema,
  IceCandidateRequestSchema,
  OfferRequestSchema,
  type SignalingNotification,
} from '@remotemedia/protocol/webrtc';
import type { Caller } from '../access/grant.ts';
import type { Awaitable } from '../hub/awaitable.ts';
import type { Hub } from '../hub/hub.ts';
import type { Outlet, Stay } from '../hub/stay.ts';
import { toSdkError } from '../rpc/connect-errors.ts';
import { OutStream } from '../rpc/out-stream.ts';
import { type NegotiationSide, type RtcLine, workerPeerId } from './negotiation-side.ts';
import { type PayloadForm, readCandidate, readDescription, writeCandidate, writeDescription } from './rtc-payload.ts';

/** Replies that may wait for a caller that does not read; one that lets more pile up is cut off. */
const MAX_WAITING_REPLIES = 64;
/** Longest message of a PING, in bytes: it goes back. */
const MAX_PING_BYTES = 1_024;
const NOTHING = new Uint8Array();

/** Settings of a {@link NegotiationCall}. */
export interface NegotiationCallOptions<M> {
  /** The rooms. */
  readonly hub: Hub;
  /** Whose stream it is. */
  readonly side: NegotiationSide<M>;
  /** Aborts when the caller is gone or the server closes. */
  readonly signal: AbortSignal;
  /** Called once, when the call is over. */
  readonly onClose: () => void;
}

/**
 * One stream of a worker or of a client: what it says goes to its counterparts as offers, answers and candidates of a
 * peer, and back. The client never yields: a worker's offer that crosses the client's is not passed on.
 */
export class NegotiationCall<M> implements Outlet {
  /** What goes back to the caller. */
  readonly responses: OutStream<M>;
  readonly #hub: Hub;
  readonly #side: NegotiationSide<M>;
  readonly #replies: M[] = [];
  /** Counterparts whose answer to our offer is awaited. */
  readonly #offered = new Set<string>();
  /** Counterparts that await our answer to their offer. */
  readonly #awaiting = new Set<string>();
  #workerId = 0n;
  #counterpart = '';
  #form: PayloadForm = 'text';
  #stay: Stay | undefined;
  #isOver = false;

  /** @param options see {@link NegotiationCallOptions} */
  constructor({ hub, side, signal, onClose }: NegotiationCallOptions<M>) {
    this.#hub = hub;
    this.#side = side;
    const close = () => {
      this.#isOver = true;
      this.#stay?.leave();
      onClose();
    };
    this.responses = new OutStream({ pull: () => this.#pull(), onClose: close, signal });
  }

  /** Carries out messages until there are no more, or one of them is refused. Never rejects. */
  async run(messages: AsyncIterable<M>, findCaller: () => Awaitable<Caller>): Promise<void> {
    try {
      const caller = await findCaller();
      for await (const message of messages) {
        if (this.#isOver) return;
        await this.#carryOut(this.#side.read(message), caller);
      }
      this.#end(undefined);
    } catch (caught) {
      this.#end(toSdkError(caught));
    }
  }

  /** There is news. */
  wake(): void {
    this.responses.wake();
  }

  /** The stay is over. */
  end(reason: SdkError | undefined): void {
    this.responses.end(reason);
  }

  #end(reason: SdkError | undefined): void {
    // In this order: after a leave the stream would end without a reason.
    this.responses.end(reason);
    this.#stay?.leave();
  }

  async #carryOut(line: RtcLine, caller: Caller): Promise<void> {
    if (line.event === RtcEvent.PING) {
      if (line.message.length > MAX_PING_BYTES) {
        throw new SdkError('invalid-argument', `a PING may have ${MAX_PING_BYTES} bytes, got ${line.message.length}`);
      }
      this.#reply(line);
      return;
    }
    const stay = this.#stay ?? (await this.#enter(line.workerId, caller));
    if (line.workerId !== 0n && line.workerId !== this.#workerId) {
      throw new SdkError(
        'failed-precondition',
        `this stream is for worker ${this.#workerId}; open another for ${line.workerId}`,
      );
    }
    if (line.event !== RtcEvent.BLANK) await this.#passOn(stay, line);
  }

  async #enter(workerId: bigint, caller: Caller): Promise<Stay> {
    if (workerId < 1n) {
      throw new SdkError(
        'invalid-argument',
        `the first message must have a worker_machine_id of 1 or more, got ${workerId}`,
      );
    }
    const { role } = this.#side;
    const room = workerPeerId(workerId);
    const announce = create(AnnounceRequestSchema, {
      peerId: this.#side.peerId(workerId),
      capabilities: { audio: true, video: true, data: true },
      metadata: { [ROOM_METADATA_KEY]: room, type: role },
    });
    const { stay } = await this.#hub.enter(announce, { resumable: false, caller });
    this.#workerId = workerId;
    this.#stay = stay;
    stay.attach(this);
    if (this.#isOver) stay.leave();
    if (role === 'client') this.#counterpart = room;
    if (role === 'client' && !stay.room.find(room))
      throw new SdkError('not-found', `worker ${workerId} is not connected`);
    return stay;
  }

  #passOn(stay: Stay, { event, message, clientId }: RtcLine): Awaitable<unknown> {
    const { relay } = this.#hub;
    const toPeerId = clientId || this.#counterpart;
    if (toPeerId === '') throw new SdkError('failed-precondition', 'no client has called yet; name one in client_id');
    switch (event) {
      case RtcEvent.OFFER:
        return this.#offer(stay, toPeerId, message);
      case RtcEvent.ANSWER: {
        this.#awaiting.delete(toPeerId);
        return relay.answer(stay, create(AnswerRequestSchema, { toPeerId, sdp: this.#sdp(message), type: 'answer' }));
      }
      case RtcEvent.ACCEPT_ANSWER:
        return relay.accept(stay, toPeerId);
      case RtcEvent.ICE_CANDIDATE:
      case RtcEvent.LOCAL_ICE_CANDIDATE: {
        const { candidate, sdpMid, sdpMlineIndex, form } = readCandidate(message);
        this.#form = form;
        return relay.candidate(stay, create(IceCandidateRequestSchema, { toPeerId, candidate, sdpMid, sdpMlineIndex }));
      }
      default:
        throw new SdkError('invalid-argument', `there is no event ${event}`);
    }
  }

  #offer(stay: Stay, toPeerId: string, message: Uint8Array): Awaitable<unknown> {
    const sdp = this.#sdp(message);
    // The worker has the client's offer by now, or will in a moment: it yields.
    if (this.#side.role === 'worker' && this.#awaiting.has(toPeerId)) return undefined;
    this.#offered.add(toPeerId);
    return this.#hub.relay.offer(stay, create(OfferRequestSchema, { toPeerId, sdp, type: 'offer' }));
  }

  #sdp(message: Uint8Array): string {
    const { sdp, form } = readDescription(message);
    this.#form = form;
    return sdp;
  }

  #reply(line: RtcLine): void {
    if (this.#replies.length >= MAX_WAITING_REPLIES) {
      throw new SdkError('resource-exhausted', 'cut off: what the server sent was not read');
    }
    this.#replies.push(this.#side.write({ ...line, workerId: this.#workerId || line.workerId }));
    this.responses.wake();
  }

  #pull(): M | undefined {
    const reply = this.#replies.shift();
    if (reply) return reply;
    for (let item = this.#stay?.take(this); item; item = this.#stay?.take(this)) {
      const line = this.#lineOf(item.notification);
      if (line) return this.#side.write(line);
    }
    return undefined;
  }

  /** What the caller hears of a notification; `undefined` where it need not hear of it. */
  #lineOf({ notification: { case: kind, value } }: SignalingNotification): RtcLine | undefined {
    switch (kind) {
      case 'offer':
        return this.#heardOffer(value.fromPeerId, value.sdp);
      case 'answer':
        this.#offered.delete(value.fromPeerId);
        return this.#line(value.fromPeerId, RtcEvent.ANSWER, writeDescription('answer', value.sdp, this.#form));
      case 'answerAccepted':
        return this.#line(value.fromPeerId, RtcEvent.ACCEPT_ANSWER, NOTHING);
      case 'iceCandidate':
        return this.#line(value.fromPeerId, RtcEvent.ICE_CANDIDATE, writeCandidate(value, this.#form));
      case 'peerLeft':
        this.#forget(value.peerId);
        return undefined;
      default:
        return undefined;
    }
  }

  #heardOffer(from: string, sdp: string): RtcLine | undefined {
    // Ours crossed it, and a client does not yield.
    if (this.#side.role === 'client' && this.#offered.has(from)) return undefined;
    this.#offered.delete(from);
    this.#awaiting.add(from);
    return this.#line(from, RtcEvent.OFFER, writeDescription('offer', sdp, this.#form));
  }

  #line(from: string, event: RtcEvent, message: Uint8Array): RtcLine | undefined {
    // Whoever else is in the worker's room has nothing to say to a client.
    if (this.#side.role === 'client' && from !== this.#counterpart) return undefined;
    this.#counterpart = from;
    return { workerId: this.#workerId, event, message, clientId: from };
  }

  #forget(peerId: string): void {
    this.#offered.delete(peerId);
    this.#awaiting.delete(peerId);
    const isWorkerGone = this.#side.role === 'client' && peerId === this.#counterpart;
    if (isWorkerGone) this.#end(new SdkError('unavailable', `worker ${this.#workerId} went away`));
    else if (peerId === this.#counterpart) this.#counterpart = '';
  }
}
