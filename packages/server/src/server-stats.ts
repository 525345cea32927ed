/** What a server holds at this moment; all are 0 once it is closed. */
export interface ServerStats {
  /** Peers in all rooms, those out of touch included. */
  readonly peers: number;
  /** Rooms with someone in them. */
  readonly rooms: number;
  /** Peers out of touch that may still come back. */
  readonly waitingPeers: number;
  /** Stays that can be resumed. */
  readonly sessionTokens: number;
  /** Offers that nobody answered yet. */
  readonly pendingOffers: number;
  /** Streaming calls (Signal, Subscribe) that are open. */
  readonly streams: number;
  /** WebSockets that are open. */
  readonly webSockets: number;
  /** Connections that are open, of all protocols. */
  readonly sockets: number;
  /** Timers that wait. */
  readonly timers: number;
}
