import { SdkError } from '@remotemedia/base';
import { checkNotExpired } from '../access/expiry.ts';
import type { Grant } from '../access/grant.ts';

/**
 * Checks that a token lets its bearer in.
 *
 * @throws {SdkError} `permission-denied`; `unauthenticated` when it ran out since it was shown, for what it allowed must
 *   not be had any more, not even to take the place of whoever is there under a newer one
 */
export function checkMayEnter(grant: Grant, room: string, peerId: string): void {
  checkNotExpired(grant);
  if (grant.peerId !== undefined && grant.peerId !== peerId) {
    throw denied(`your token is for the peer id ${JSON.stringify(grant.peerId)}, not ${JSON.stringify(peerId)}`);
  }
  if (grant.rooms && !grant.rooms.includes(room))
    throw denied(`your token is not for the room ${JSON.stringify(room)}`);
}

/** Whether whoever shows this token is the peer of that id, and nobody else can be. */
export function provesPeer(grant: Grant, peerId: string): boolean {
  return grant.peerId === peerId;
}

/** Checks that a newer token is one of the same peer for the same room. @throws {SdkError} `permission-denied` */
export function checkRenewal(former: Grant, newer: Grant, room: string, peerId: string): void {
  checkMayEnter(newer, room, peerId);
  if (former.subject !== newer.subject) throw denied('the newer token is of somebody else');
}

function denied(detail: string): SdkError {
  return new SdkError('permission-denied', detail);
}
