import type { SdkError, SdkErrorCode } from '@remotemedia/base';

/** The frame is not JSON. */
export const PARSE_ERROR: number = -32_700;
/** The frame is no JSON-RPC request, or comes at the wrong time (not announced). */
export const INVALID_REQUEST: number = -32_600;
/** There is no such method. */
export const METHOD_NOT_FOUND: number = -32_601;
/** The parameters are wrong. */
export const INVALID_PARAMS: number = -32_602;
/** The server failed, or does not do that. */
export const INTERNAL_ERROR: number = -32_603;
/** There is no such peer in the room. */
export const PEER_NOT_FOUND: number = -32_000;
/** The room or the server is full. */
export const LIMIT_EXCEEDED: number = -32_001;
/** The offer's SDP is none, or is too long. */
export const OFFER_INVALID: number = -32_002;
/** The answer's SDP is none, or is too long. */
export const ANSWER_INVALID: number = -32_003;
/** The candidate is too long or names an impossible m-line. */
export const CANDIDATE_INVALID: number = -32_004;

/** The error member of a JSON-RPC response. */
export interface RpcError {
  /** One of the numbers above. */
  readonly code: number;
  /** One sentence. */
  readonly message: string;
  /** The sentence again, and the name of the error in the vocabulary of all protocols. */
  readonly data: { readonly reason: string; readonly code: SdkErrorCode };
}

/** The error as JSON-RPC clients see it. `invalidCode` is the number for an `invalid-argument`. */
export function rpcErrorOf({ code, detail }: SdkError, invalidCode: number = INVALID_PARAMS): RpcError {
  return rpcError(numberOf(code, invalidCode), code, detail);
}

/** An error member made of its parts. */
export function rpcError(number: number, code: SdkErrorCode, detail: string): RpcError {
  return { code: number, message: detail, data: { reason: detail, code } };
}

function numberOf(code: SdkErrorCode, invalidCode: number): number {
  switch (code) {
    case 'invalid-argument':
      return invalidCode;
    case 'already-exists':
    case 'unauthenticated':
    case 'out-of-range':
    case 'data-loss':
      return INVALID_PARAMS;
    case 'failed-precondition':
      return INVALID_REQUEST;
    case 'not-found':
      return PEER_NOT_FOUND;
    case 'resource-exhausted':
      return LIMIT_EXCEEDED;
    default:
      return INTERNAL_ERROR;
  }
}
