import type { SdkError } from '@remotemedia/base';
import type { PeerInfo } from '@remotemedia/signaling';
import type { Link } from './connection/link.ts';
import type { PeerSettings } from './connection/peer-settings.ts';
import type { SendSignal } from './negotiation/mailer.ts';

/** What a `MeshPeer` needs of the mesh. */
export interface MeshPeerOptions extends PeerSettings {
  /** Who it is. */
  readonly info: PeerInfo;
  /** A connection for this peer alone; the peer closes it. */
  readonly link: Link;
  /** Whether the peer got the link's offer already. */
  readonly isOfferSent: boolean;
  /** Whether we give way at glare. */
  readonly polite: boolean;
  /** Whether we make the first offer. */
  readonly initiator: boolean;
  /** Whether signals can be carried now. */
  readonly isReachable: boolean;
  /** Carries a signal to the peer. */
  readonly send: SendSignal;
  /** Hears of what went wrong without ending the connection. */
  readonly onFault: (error: SdkError) => void;
  /** Hears that the path may be lost, before anything is certain. */
  readonly onDoubt: () => void;
  /** Hears that the peer ended the connection; it may have left. */
  readonly onEnded: () => void;
  /** Whether the peer may make us take a new connection now. */
  readonly mayReplace: () => boolean;
  /** Hears of the last description of a connection that is over. */
  readonly onOver: (lastSdp: string | undefined) => void;
}
