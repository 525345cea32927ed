import { SdkError } from '@remotemedia/base';
import { checkNotExpired } from '../../access/expiry.ts';
import type { Caller } from '../../access/grant.ts';
import { hasValue, type Params, text } from '../params/params.ts';
import type { SessionState } from '../session-state.ts';

/**
 * Who calls: with the token among the parameters, or that of an earlier call, or that of the WebSocket's handshake.
 *
 * @throws {SdkError} `unauthenticated`, `unavailable`
 */
export async function callerOf(params: Params, state: SessionState): Promise<Caller> {
  const { address, surroundings } = state;
  if (hasValue(params['token'])) state.grant = await surroundings.authenticate(text(params, 'token'));
  const grant = state.grant ?? (await surroundings.authenticate(undefined));
  checkNotExpired(grant);
  return { address, grant };
}

/** @throws {SdkError} `failed-precondition` when the socket has a stay already */
export function refuseSecondStay({ stay }: SessionState): void {
  if (!stay || stay.isOver) return;
  throw new SdkError('failed-precondition', `this socket is announced as ${stay.peerId} already; disconnect first`);
}

/** @throws {SdkError} `failed-precondition` when the socket has no stay */
export function announcedStay({ stay }: SessionState): NonNullable<SessionState['stay']> {
  if (stay && !stay.isOver) return stay;
  throw new SdkError('failed-precondition', 'Not announced: call peer.announce first');
}
