import type { Clock } from '@remotemedia/base';
import type { Grant } from '../access/grant.ts';
import type { Awaitable } from '../hub/awaitable.ts';
import type { Hub } from '../hub/hub.ts';
import type { Outlet, Stay } from '../hub/stay.ts';
import type { Timing } from '../timing.ts';
import type { IceServersFor } from '../turn/ice-servers-offer.ts';
import type { Dialect } from './dialects/dialect.ts';

/** What all sockets of a server have in common. */
export interface Surroundings {
  /** The rooms. */
  readonly hub: Hub;
  /** Where time comes from. */
  readonly clock: Clock;
  /** What clients are told about times. */
  readonly timing: Timing;
  /** What a bearer token allows. @throws {SdkError} `unauthenticated`, `unavailable`. A promise rejects with these. */
  readonly authenticate: (token: string | undefined) => Awaitable<Grant>;
  /** The STUN and TURN servers that a peer is told of when it announces. */
  readonly iceServersFor: IceServersFor;
}

/** What the methods of one socket work with. */
export interface SessionState {
  /** What it has in common with the others. */
  readonly surroundings: Surroundings;
  /** Where the client comes from, as `addressKey` has it. */
  readonly address: string;
  /** Where notifications go. */
  readonly outlet: Outlet;
  /** How the client speaks, from the first call on that tells. */
  dialect: Dialect | undefined;
  /** What its token allows, once it showed one. */
  grant: Grant | undefined;
  /** The peer's stay, from announce or resume on. */
  stay: Stay | undefined;
}
