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
/** The room or the server is full, or too much was asked in too short a time. */
export const LIMIT_EXCEEDED: number = -32_001;
/** The offer's SDP is none, or is too long. */
export const OFFER_INVALID: number = -32_002;
/** The answer's SDP is none, or is too long. */
export const ANSWER_INVALID: number = -32_003;
/** The candidate is too long or names an impossible m-line. */
export const CANDIDATE_INVALID: number = -32_004;
/** The token does not allow that. This project's own number; the others are upstream's. */
export const NOT_ALLOWED: number = -32_010;

/** The error member of a JSON-RPC response. */
export interface RpcError {
  /** One of the numbers above. */
  readonly code: number;
  /** One sentence. */
  readonly message: string;
  /** More for programs. */
  readonly data: RpcErrorData;
}

/** What programs read of an error. */
interface RpcErrorData {
  /** The sentence again. */
  readonly reason: string;
  /** Name of the error in the vocabulary of all protocols. */
  readonly code: SdkErrorCode;
  /** When the same call may do better, in milliseconds from now. */
  readonly retry_after_ms?: number | undefined;
}

/** The error of a frame or a call that never reached a method. */
export function rpcError(number: number, code: SdkErrorCode, detail: string): RpcError {
  return { code: number, message: detail, data: { reason: detail, code } };
}

/** The error that a method gave, under a dialect's number for it. */
export function rpcErrorOf({ code, detail, retryAfterMs }: SdkError, number: number): RpcError {
  const data = { reason: detail, code };
  return {
    code: number,
    message: detail,
    data: retryAfterMs === undefined ? data : { ...data, retry_after_ms: retryAfterMs },
  };
}
