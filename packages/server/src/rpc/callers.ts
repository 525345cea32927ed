import { SdkError } from '@remotemedia/base';
import { DEFAULT_ROOM } from '@remotemedia/protocol';
import { bearerToken } from '../access/bearer-token.ts';
import { checkNotExpired } from '../access/expiry.ts';
import type { Caller, Grant } from '../access/grant.ts';
import { RemoteAddresses } from '../http/remote-address.ts';
import { toProxySettings } from '../http/trusted-proxies.ts';
import { type Awaitable, andThen } from '../hub/awaitable.ts';

/** Calls come from where their connections do: no proxy is believed. */
export const PLAIN_ADDRESSES: RemoteAddresses = new RemoteAddresses(toProxySettings({}));

/** Says what a bearer token allows. @throws {SdkError} `unauthenticated`, `unavailable`. A promise rejects with these. */
export type Authenticate = (token: string | undefined) => Awaitable<Grant>;

/** Finds out who calls. @param authorization the header of that name @throws {SdkError} as {@link Authenticate} does */
export function callerOf(
  authenticate: Authenticate,
  authorization: string | null | undefined,
  address: string,
): Awaitable<Caller> {
  return andThen(authenticate(bearerToken(authorization ?? undefined)), (grant) => ({ address, grant }));
}

/** Checks that whoever has this grant may know who is in a room. @throws {SdkError} `permission-denied`, `unauthenticated` */
export function checkMaySee(grant: Grant, room: string = DEFAULT_ROOM): void {
  checkNotExpired(grant);
  const { rooms } = grant;
  if (!rooms || rooms.includes(room)) return;
  throw new SdkError('permission-denied', `your token is not for the room ${JSON.stringify(room.slice(0, 80))}`);
}
