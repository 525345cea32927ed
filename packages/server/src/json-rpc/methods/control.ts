import { SdkError } from '@remotemedia/base';
import { PEER_DIALECT } from '../dialects/peer-dialect.ts';
import { INVALID_REQUEST, METHOD_NOT_FOUND, type RpcError, rpcError, rpcErrorOf } from '../dialects/rpc-error.ts';
import type { SessionState } from '../session-state.ts';

/** Whether a method is about a pipeline of the server's own peer (upstream's Session Control Bus). */
export function isControlMethod(name: string): boolean {
  return name.startsWith('control.');
}

/** What such a call is refused with: nobody has a pipeline before it announced itself, and this server has none. */
export function controlRefusal({ stay, dialect = PEER_DIALECT }: SessionState): RpcError {
  if (stay && !stay.isOver) {
    const detail = 'control methods need a server peer, which this server does not have yet';
    return rpcError(METHOD_NOT_FOUND, 'unimplemented', detail);
  }
  const early = new SdkError('failed-precondition', 'Not announced: call peer.announce before any control.* method');
  return rpcErrorOf(early, dialect.errorNumber(early.code, INVALID_REQUEST));
}
