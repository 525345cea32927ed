import { SdkError } from '@remotemedia/base';
import { METHODS } from './methods.ts';
import { answerOnce, type CallOutcome } from './numbered-calls.ts';
import { isRecord, ParamsError, toParams } from './params.ts';
import {
  INTERNAL_ERROR,
  INVALID_PARAMS,
  INVALID_REQUEST,
  METHOD_NOT_FOUND,
  PARSE_ERROR,
  type RpcError,
  rpcError,
  rpcErrorOf,
} from './rpc-failure.ts';
import type { SessionState } from './session-state.ts';

/** Most characters of a call's id: it goes back with the reply. */
const MAX_ID_LENGTH = 256;

/** What names a call; without one (`undefined`) no reply is due. */
type CallId = string | number | null | undefined;

/** Turns one text frame into its reply. @returns `undefined` where none is due, that is for JSON-RPC notifications */
export function replyTo(frame: string, state: SessionState): string | undefined {
  let request: unknown;
  try {
    request = JSON.parse(frame);
  } catch {
    return failure(null, rpcError(PARSE_ERROR, 'invalid-argument', 'the frame is not JSON'));
  }
  if (Array.isArray(request)) return failure(null, invalidRequest('batches are not taken; send one call per frame'));
  if (!isRecord(request)) return failure(null, invalidRequest('a call must be a JSON object'));
  return replyToCall(request, state);
}

function replyToCall(request: Record<string, unknown>, state: SessionState): string | undefined {
  const { id, jsonrpc = '2.0', method, params } = request;
  // Anything else would have to be written out again, and a deep array has no end that a stack could reach.
  if (!isCallId(id)) {
    const expected = `a string of at most ${MAX_ID_LENGTH} characters, a number or null`;
    return failure(null, invalidRequest(`id must be ${expected}`));
  }
  if (typeof jsonrpc !== 'string') return failure(id, invalidRequest('jsonrpc must be a string'));
  if (typeof method !== 'string') return failure(id, invalidRequest('method must be a string'));
  const seq = isRecord(params) ? params['seq'] : undefined;
  const outcome = answerOnce(state.stay, seq, () => call(method, params, state));
  if (id === undefined) return undefined;
  return 'error' in outcome
    ? failure(id, outcome.error)
    : JSON.stringify({ jsonrpc: '2.0', id, result: outcome.result });
}

function call(name: string, params: unknown, state: SessionState): CallOutcome {
  const method = METHODS.get(name);
  if (!method) {
    const detail = `there is no method ${JSON.stringify(name.slice(0, 80))}`;
    return { error: rpcError(METHOD_NOT_FOUND, 'unimplemented', detail) };
  }
  try {
    return { result: method.run(toParams(params), state) };
  } catch (caught) {
    if (caught instanceof ParamsError) return { error: rpcErrorOf(caught, INVALID_PARAMS) };
    if (caught instanceof SdkError) return { error: rpcErrorOf(caught, method.invalidCode) };
    return { error: rpcError(INTERNAL_ERROR, 'internal', 'the server failed to carry out the call') };
  }
}

function isCallId(value: unknown): value is CallId {
  if (typeof value === 'string') return value.length <= MAX_ID_LENGTH;
  return value === undefined || value === null || Number.isFinite(value);
}

function invalidRequest(detail: string): RpcError {
  return rpcError(INVALID_REQUEST, 'invalid-argument', detail);
}

function failure(id: CallId, error: RpcError): string {
  return JSON.stringify({ jsonrpc: '2.0', id: id ?? null, error });
}
