import type { PeerInfo } from '@remotemedia/protocol/webrtc';
import type { Awaitable } from './awaitable.ts';
import type { Journal, StaySnapshot } from './journal.ts';
import type { Room } from './room.ts';
import type { Stay } from './stay.ts';

/** The other instances of this server, as a hub sees them. {@link NOWHERE} where there are none. */
export interface Elsewhere {
  /**
   * A stay is about to enter; it is in the room already, but the room does not know it yet. Afterwards the room has
   * the members of other instances, too.
   *
   * @param replaces whether it takes the place of a peer of the same id, wherever that is
   * @returns whether it takes the place of a peer of another instance that the others here know
   * @throws {SdkError} `already-exists`, `resource-exhausted`. A promise rejects with these.
   */
  enter(stay: Stay, replaces: boolean): Awaitable<boolean>;
  /** The stay entered: the peers of other instances are to know. */
  entered(stay: Stay): void;
  /** The stay did not enter after all. */
  abandoned(stay: Stay): void;
  /** The peer left, was lost or was cut off: the peers of other instances are to know. */
  left(stay: Stay): void;
  /** The stay was taken over from another instance, as it was there. */
  adopted(stay: Stay, snapshot: StaySnapshot): void;
  /** The stay is over without a word: it goes on elsewhere, or a newer one took its place. */
  released(stay: Stay): void;
  /** What is known of the peer changed: the peers of other instances are to know. */
  updated(stay: Stay): void;
  /** This instance is about to go. @returns whether another one goes on with the stay, so that nobody needs to be told */
  bequeath(stay: Stay): boolean;
  /** The last stay of this instance left the room; nothing of it is of interest any more. */
  forget(room: Room): void;
  /** Where the stay is copied to; `undefined` for a stay that cannot be resumed or where there are no other instances. */
  journal(stay: Stay): Journal | undefined;
  /**
   * Takes a stay over from the instance that has it.
   *
   * @returns `undefined` when nobody has it, or the secret is wrong
   * @throws {SdkError} `out-of-range`, `data-loss` as `Hub.resume` does; `unavailable`
   */
  fetch(stayId: string, secret: string, lastSeq: number): Promise<StaySnapshot | undefined> | undefined;
  /**
   * Carries a call to the instance that has the stay.
   *
   * @returns its answer; `undefined` when nobody has it
   * @throws {SdkError} what the other instance refused it with; `unavailable`
   */
  call(stayId: string, secret: string, request: Uint8Array): Promise<Uint8Array | undefined> | undefined;
  /** Everyone in a room none of whose peers is here; `undefined` where there are no other instances. */
  peersOf(roomName: string): Promise<readonly PeerInfo[]> | undefined;
}

/** A single process: there is nobody elsewhere. */
export const NOWHERE: Elsewhere = {
  enter: () => false,
  entered() {},
  abandoned() {},
  left() {},
  adopted() {},
  released() {},
  updated() {},
  bequeath: () => false,
  forget() {},
  journal: () => undefined,
  fetch: () => undefined,
  call: () => undefined,
  peersOf: () => undefined,
};
