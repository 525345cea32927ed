import type { Stay } from '../hub/stay.ts';
import type { IceServer } from '../server-options.ts';

/** STUN and TURN servers for one peer. */
export interface IceServersOffer {
  /** In the order in which they are to be tried. */
  readonly iceServers: readonly IceServer[];
  /** After how many milliseconds their credentials run out; 0 for never. */
  readonly expiresInMs: number;
}

/** Says which STUN and TURN servers a peer is to use. */
export type IceServersFor = (stay: Stay) => IceServersOffer;
