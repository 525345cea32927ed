import type { StunStats } from '../stun/stun-server.ts';

/** What of a server is read when its metrics are. */
export interface MetricSources {
  /** What it holds at this moment. */
  stats(): {
    /** Peers in all rooms, those out of touch included. */
    readonly peers: number;
    /** Rooms with someone in them. */
    readonly rooms: number;
    /** Peers out of touch that may still come back. */
    readonly waitingPeers: number;
    /** Offers that nobody answered yet. */
    readonly pendingOffers: number;
    /** Streaming calls that are open. */
    readonly streams: number;
    /** WebSockets that are open. */
    readonly webSockets: number;
    /** Connections that are open, of all protocols. */
    readonly sockets: number;
  };
  /** Whether it lets nobody in any more. */
  isDraining(): boolean;
  /** The way to other servers. @default it is alone */
  readonly bus?:
    | {
        /** Whether other servers can be reached now. */
        isConnected(): boolean;
        /** How many servers there are, this one included. */
        instances(): number;
      }
    | undefined;
  /** Its STUN server. @default none */
  readonly stun?:
    | {
        /** What it has done since it was started. */
        stats(): StunStats;
      }
    | undefined;
}
