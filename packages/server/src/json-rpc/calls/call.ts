import { SdkError } from '@remotemedia/base';
import { type Awaitable, andThen } from '../../hub/awaitable.ts';
import { asciiJson } from '../dialects/ascii-json.ts';
import { PEER_DIALECT } from '../dialects/peer-dialect.ts';
import {
  INTERNAL_ERROR,
  INVALID_PARAMS,
  INVALID_REQUEST,
  METHOD_NOT_FOUND,
  type RpcError,
  rpcError,
  rpcErrorOf,
} from '../dialects/rpc-error.ts';
import { tellDialect } from '../dialects/tell-dialect.ts';
import { controlRefusal, isControlMethod } from '../methods/control.ts';
import type { Method } from '../methods/method.ts';
import { findMethod } from '../methods/method-table.ts';
import { isRecord, ParamsError, toParams } from '../params/params.ts';
import type { SessionState } from '../session-state.ts';
import { type CallId, type FrameText, ID_FORM, isCallId } from './call-id.ts';
import { answerOnce, type CallOutcome, callNumber } from './numbered-calls.ts';

/** Where a call was found. */
export interface CallPlace {
  /** The frame. */
  readonly frame: FrameText;
  /** Its index in a batch; 0 when it is alone in its frame. */
  readonly index: number;
}

/**
 * Carries a call out.
 *
 * @returns its reply as JSON text in ASCII; `undefined` where none is due, that is for JSON-RPC notifications
 */
export function replyToCall(call: unknown, place: CallPlace, state: SessionState): Awaitable<string | undefined> {
  if (!isRecord(call)) return failure('null', invalidRequest('a call must be a JSON object'));
  const { id, jsonrpc, method, params } = call;
  if (!isCallId(id)) return failure('null', invalidRequest(`id must be ${ID_FORM}`));
  const fault = faultOf(jsonrpc, method);
  if (fault !== undefined) return failure(textOf(id, place) ?? 'null', invalidRequest(fault));
  const name = String(method);
  state.dialect = tellDialect(state.dialect, { method: name, id, jsonrpc, params });
  return andThen(carryOut(name, params, state), (outcome) => replyWith(textOf(id, place), outcome));
}

/** The reply that refuses a frame, or a call of a batch, by its id as JSON text. */
export function failure(id: string, error: RpcError): string {
  return asciiJson(`{"jsonrpc":"2.0","id":${id},"error":${JSON.stringify(error)}}`);
}

/** What a call is refused with that is none. */
export function invalidRequest(detail: string): RpcError {
  return rpcError(INVALID_REQUEST, 'invalid-argument', detail);
}

function faultOf(jsonrpc: unknown, method: unknown): string | undefined {
  if (jsonrpc !== undefined && typeof jsonrpc !== 'string') return 'jsonrpc must be a string';
  return typeof method === 'string' ? undefined : 'method must be a string';
}

function textOf(id: CallId, { frame, index }: CallPlace): string | undefined {
  return id === undefined ? undefined : frame.idText(id, index);
}

function replyWith(id: string | undefined, outcome: CallOutcome): string | undefined {
  if (id === undefined) return undefined;
  if ('error' in outcome) return failure(id, outcome.error);
  return asciiJson(`{"jsonrpc":"2.0","id":${id},"result":${JSON.stringify(outcome.result)}}`);
}

function carryOut(name: string, params: unknown, state: SessionState): Awaitable<CallOutcome> {
  const method = findMethod(name);
  if (!method) return { error: isControlMethod(name) ? controlRefusal(state) : unknownMethod(name) };
  const number = isRecord(params) ? callNumber(state.stay, params['seq']) : 0;
  if (number === 0 || method.isReadOnly) return run(method, params, 0, state);
  return answerOnce(state.stay, number, () => run(method, params, number, state));
}

function run(method: Method, params: unknown, number: number, state: SessionState): Awaitable<CallOutcome> {
  try {
    const result = method.run(toParams(params), state, number);
    if (!(result instanceof Promise)) return { result };
    return result.then(
      (value) => ({ result: value }),
      (caught: unknown) => refuse(caught, method.invalidNumber, state),
    );
  } catch (caught) {
    return refuse(caught, method.invalidNumber, state);
  }
}

function refuse(caught: unknown, invalidNumber: number, { dialect = PEER_DIALECT }: SessionState): CallOutcome {
  if (caught instanceof ParamsError) return { error: rpcErrorOf(caught, INVALID_PARAMS) };
  if (caught instanceof SdkError) return { error: rpcErrorOf(caught, dialect.errorNumber(caught.code, invalidNumber)) };
  return { error: rpcError(INTERNAL_ERROR, 'internal', 'the server failed to carry out the call') };
}

function unknownMethod(name: string): RpcError {
  return rpcError(METHOD_NOT_FOUND, 'unimplemented', `there is no method ${JSON.stringify(name.slice(0, 80))}`);
}
