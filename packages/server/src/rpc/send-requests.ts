import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import { SdkError } from '@remotemedia/base';
import { MAX_REQUESTS_PER_SEND } from '@remotemedia/protocol';
import {
  type SendRequest,
  type SendResponse,
  SendResponseSchema,
  type SignalingRequest,
  type SignalingResponse,
} from '@remotemedia/protocol/webrtc';
import { bearerToken } from '../access/bearer-token.ts';
import type { Awaitable } from '../hub/awaitable.ts';
import type { Hub } from '../hub/hub.ts';
import { SendWindow } from '../hub/send-window.ts';
import type { Stay } from '../hub/stay.ts';
import { unknownToken } from '../hub/stay-token.ts';
import { type Authenticate, checkMaySee } from './callers.ts';
import { carryOut } from './carry-out.ts';
import { toSdkError } from './connect-errors.ts';
import { readForwarded, writeForwarded } from './forwarded-send.ts';
import { checkRequestId } from './request-id.ts';
import { ack, refusal } from './responses.ts';
import type { SignsOfLife } from './signs-of-life.ts';

/** Settings of {@link SendRequests}. */
export interface SendRequestsOptions {
  /** The rooms. */
  readonly hub: Hub;
  /** Says what a newer bearer token allows. */
  readonly authenticate: Authenticate;
  /** Is told that a client lives. */
  readonly signsOfLife: SignsOfLife;
}

/** `WebRtcSignalingWeb.Send`: carries out numbered requests, each number once. */
export class SendRequests {
  readonly #options: SendRequestsOptions;
  readonly #windows = new WeakMap<Stay, SendWindow<Awaitable<SignalingResponse>>>();

  /** @param options see {@link SendRequestsOptions} */
  constructor(options: SendRequestsOptions) {
    this.#options = options;
  }

  /**
   * Answers each request by itself: ack, peer list or error. A stay of another instance has it done there.
   *
   * @param authorization the header of that name: a newer token, perhaps
   * @throws {SdkError} `unauthenticated` when the token names no stay or the newer one is wrong, `permission-denied`
   *   when that is somebody else's, `invalid-argument` for numbers or counts out of range, `unavailable`
   */
  async send(request: SendRequest, authorization: string | undefined): Promise<SendResponse> {
    check(request);
    const { hub } = this.#options;
    const token = bearerToken(authorization);
    const stay = hub.findStay(request.sessionToken);
    if (stay) return this.#sendHere(stay, request, token);
    const answer = await hub.callElsewhere(request.sessionToken, writeForwarded(request, token));
    if (!answer) throw unknownToken();
    return fromBinary(SendResponseSchema, answer);
  }

  /** Answers what {@link SendRequests.send} of another instance had carried here. Throws like that. */
  async sendForeign(stay: Stay, bytes: Uint8Array): Promise<Uint8Array> {
    const { request, token } = readForwarded(bytes);
    check(request);
    return toBinary(SendResponseSchema, await this.#sendHere(stay, request, token));
  }

  async #sendHere(stay: Stay, request: SendRequest, token: string | undefined): Promise<SendResponse> {
    const { firstSeq, requests, ackedSeq } = request;
    if (token !== undefined) await this.#renew(stay, token);
    stay.acknowledge(Number(ackedSeq));
    this.#options.signsOfLife.note(stay, ackedSeq > 0n || requests.length === 0);
    const responses: SignalingResponse[] = [];
    for (const [index, each] of requests.entries()) {
      const answered = this.#answer(stay, Number(firstSeq) + index, each);
      // One after the other: what a peer says must arrive in its order.
      responses.push(answered instanceof Promise ? await answered : answered);
      // It moved to another instance meanwhile: the client says it again there, under the same numbers.
      if (stay.hasMoved) throw new SdkError('unavailable', 'your stay goes on through another instance; say it again');
    }
    return create(SendResponseSchema, { responses });
  }

  /** A token that was shown before leads to the same grant; that changes nothing. */
  async #renew(stay: Stay, token: string): Promise<void> {
    const { hub, authenticate } = this.#options;
    try {
      const grant = await authenticate(token);
      if (grant !== stay.grant) hub.renew(stay, grant);
    } catch (caught) {
      // The stay is good until its own token runs out, whether or not keys can be had at the moment.
      if (toSdkError(caught).code !== 'unavailable') throw caught;
    }
  }

  #answer(stay: Stay, seq: number, request: SignalingRequest): Awaitable<SignalingResponse> {
    // A list is asked for its present state; it changes nothing, so it can be made again.
    if (request.request.case === 'listPeers') return this.#carryOut(stay, seq, request);
    const window = this.#windows.get(stay) ?? new SendWindow<Awaitable<SignalingResponse>>();
    this.#windows.set(stay, window);
    const forgotten = () => ack(request.requestId, `Request ${seq} was carried out before`, '{}');
    return window.answer(seq, () => this.#carryOut(stay, seq, request), forgotten);
  }

  #carryOut(stay: Stay, number: number, request: SignalingRequest): Awaitable<SignalingResponse> {
    const checkMayList = () => checkMaySee(stay.grant, undefined);
    const refuse = (caught: unknown) => refusal(request.requestId, toSdkError(caught));
    try {
      const answered = carryOut(this.#options.hub, { stay, number, checkMayList }, request);
      return answered instanceof Promise ? answered.catch(refuse) : answered;
    } catch (caught) {
      return refuse(caught);
    }
  }
}

function check({ firstSeq, requests }: SendRequest): void {
  const first = Number(firstSeq);
  const isInRange = first >= 1 && first <= Number.MAX_SAFE_INTEGER - MAX_REQUESTS_PER_SEND;
  if (requests.length > 0 && !isInRange) {
    throw new SdkError('invalid-argument', `first_seq must be 1 or more, got ${firstSeq}`);
  }
  if (requests.length > MAX_REQUESTS_PER_SEND) {
    const limit = `at most ${MAX_REQUESTS_PER_SEND} requests go into one message`;
    throw new SdkError('invalid-argument', `${limit}, got ${requests.length}`);
  }
  for (const { requestId } of requests) checkRequestId(requestId);
}
