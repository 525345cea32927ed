import { create } from '@bufbuild/protobuf';
import { SdkError } from '@remotemedia/base';
import { MAX_REQUESTS_PER_SEND } from '@remotemedia/protocol';
import {
  type SendRequest,
  type SendResponse,
  SendResponseSchema,
  type SignalingRequest,
  type SignalingResponse,
} from '@remotemedia/protocol/webrtc';
import type { Hub } from '../hub/hub.ts';
import { SendWindow } from '../hub/send-window.ts';
import type { Stay } from '../hub/stay.ts';
import { carryOut } from './carry-out.ts';
import { toSdkError } from './connect-errors.ts';
import { ack, refusal } from './responses.ts';

/** Most characters of a request id: it is kept with the response. */
const MAX_REQUEST_ID_LENGTH = 256;

/** `WebRtcSignalingWeb.Send`: carries out numbered requests, each number once. */
export class SendRequests {
  readonly #hub: Hub;
  readonly #windows = new WeakMap<Stay, SendWindow<SignalingResponse>>();

  /** @param hub the rooms */
  constructor(hub: Hub) {
    this.#hub = hub;
  }

  /**
   * Answers each request by itself: ack, peer list or error.
   *
   * @throws {SdkError} `unauthenticated` when the token names no stay, `invalid-argument` for numbers or counts out of range
   */
  send({ sessionToken, firstSeq, requests }: SendRequest): SendResponse {
    const stay = this.#hub.stayOf(sessionToken);
    const first = Number(firstSeq);
    if (!(first >= 1 && first <= Number.MAX_SAFE_INTEGER - MAX_REQUESTS_PER_SEND)) {
      throw new SdkError('invalid-argument', `first_seq must be 1 or more, got ${firstSeq}`);
    }
    if (requests.length > MAX_REQUESTS_PER_SEND) {
      const limit = `at most ${MAX_REQUESTS_PER_SEND} requests go into one message`;
      throw new SdkError('invalid-argument', `${limit}, got ${requests.length}`);
    }
    for (const { requestId } of requests) {
      if (requestId.length <= MAX_REQUEST_ID_LENGTH) continue;
      throw new SdkError('invalid-argument', `a request_id may have ${MAX_REQUEST_ID_LENGTH} characters here`);
    }
    const responses = requests.map((request, index) => this.#answer(stay, first + index, request));
    return create(SendResponseSchema, { responses });
  }

  #answer(stay: Stay, seq: number, request: SignalingRequest): SignalingResponse {
    // A list is asked for its present state; it changes nothing, so it can be made again.
    if (request.request.case === 'listPeers') return this.#carryOut(stay, request);
    const window = this.#windows.get(stay) ?? new SendWindow<SignalingResponse>();
    this.#windows.set(stay, window);
    const forgotten = () => ack(request.requestId, `Request ${seq} was carried out before`, {});
    return window.answer(seq, () => this.#carryOut(stay, request), forgotten);
  }

  #carryOut(stay: Stay, request: SignalingRequest): SignalingResponse {
    try {
      return carryOut(this.#hub, stay, request);
    } catch (caught) {
      return refusal(request.requestId, toSdkError(caught));
    }
  }
}
