import { fromBinary } from '@bufbuild/protobuf';
import {
  type AnswerRequest,
  type IceCandidateRequest,
  type OfferRequest,
  type SignalingRequest,
  SignalingRequestSchema,
} from '@remotemedia/protocol/webrtc';
import { LENGTH_DELIMITED, VARINT, WireReader } from './wire-reader.ts';

/** Field numbers of `SignalingRequest`, and the wire type that all of them have. */
const REQUEST_ID = 1;
const OFFER = 11;
const ANSWER = 12;
const ICE_CANDIDATE = 13;

const outer = new WireReader();
const inner = new WireReader();

/**
 * Reads a `SignalingRequest`. Offers, answers and candidates of the usual form are read here; all else, and all that is
 * odd about those, is left to the generated code, so that there is one opinion on what is well-formed.
 *
 * @throws {Error} for bytes that are no such message
 */
export function readRequest(bytes: Buffer, start: number, end: number): SignalingRequest {
  return readHot(bytes, start, end) ?? fromBinary(SignalingRequestSchema, bytes.subarray(start, end));
}

function readHot(bytes: Buffer, start: number, end: number): SignalingRequest | undefined {
  outer.reset(bytes, start, end);
  let requestId = '';
  let request: SignalingRequest['request'] | undefined;
  while (outer.hasMore) {
    const tag = outer.uint32();
    if ((tag & 7) !== LENGTH_DELIMITED) return undefined;
    const field = tag >>> 3;
    if (field === REQUEST_ID) {
      requestId = outer.text();
    } else {
      // A second one would have to be merged into the first.
      if (request) return undefined;
      const length = outer.length();
      inner.reset(bytes, outer.position, outer.position + length);
      outer.skip(length);
      request = readInner(field);
      if (!request) return undefined;
    }
  }
  if (outer.isBroken || !request) return undefined;
  return { $typeName: 'remotemedia.v1.webrtc.SignalingRequest', requestId, request };
}

function readInner(field: number): SignalingRequest['request'] | undefined {
  switch (field) {
    case OFFER: {
      const value: OfferRequest = { $typeName: 'remotemedia.v1.webrtc.OfferRequest', toPeerId: '', sdp: '', type: '' };
      return readDescription(value) ? { case: 'offer', value } : undefined;
    }
    case ANSWER: {
      const value: AnswerRequest = {
        $typeName: 'remotemedia.v1.webrtc.AnswerRequest',
        toPeerId: '',
        sdp: '',
        type: '',
      };
      return readDescription(value) ? { case: 'answer', value } : undefined;
    }
    case ICE_CANDIDATE: {
      const value = readCandidate();
      return value && { case: 'iceCandidate', value };
    }
    default:
      return undefined;
  }
}

/** Fills in what `OfferRequest` and `AnswerRequest` have alike. @returns whether that was all there is */
function readDescription(into: OfferRequest | AnswerRequest): boolean {
  while (inner.hasMore) {
    const tag = inner.uint32();
    if ((tag & 7) !== LENGTH_DELIMITED) return false;
    const field = tag >>> 3;
    if (field === 1) into.toPeerId = inner.text();
    else if (field === 2) into.sdp = inner.text();
    else if (field === 3) into.type = inner.text();
    else return false;
  }
  return !inner.isBroken;
}

function readCandidate(): IceCandidateRequest | undefined {
  const value: IceCandidateRequest = {
    $typeName: 'remotemedia.v1.webrtc.IceCandidateRequest',
    toPeerId: '',
    candidate: '',
    sdpMid: '',
    sdpMlineIndex: 0,
  };
  while (inner.hasMore) {
    const tag = inner.uint32();
    const field = tag >>> 3;
    if (field === 4 && (tag & 7) === VARINT) value.sdpMlineIndex = inner.uint32();
    else if ((tag & 7) !== LENGTH_DELIMITED) return undefined;
    else if (field === 1) value.toPeerId = inner.text();
    else if (field === 2) value.candidate = inner.text();
    else if (field === 3) value.sdpMid = inner.text();
    else return undefined;
  }
  return inner.isBroken ? undefined : value;
}
