import type { IceServerOffer } from '@remotemedia/signaling';

/** STUN and TURN servers for new connections: the application's, and those that the signaling server handed out last. */
export class IceServers {
  #own: readonly RTCIceServer[];
  #offered: readonly RTCIceServer[] = [];

  /** @param own the application's */
  constructor(own: readonly RTCIceServer[]) {
    this.#own = own;
  }

  /** All of them; an address that both name is listed once, as it was handed out. */
  get list(): RTCIceServer[] {
    const offered = new Set(this.#offered.flatMap(urlsOf));
    const own = this.#own.filter((server) => !urlsOf(server).every((url) => offered.has(url)));
    return [...own, ...this.#offered];
  }

  /**
   * Takes servers that were handed out, in the place of earlier ones, and tells connections that exist. They use them
   * from their next ICE restart on (W3C WebRTC §4.4.1.6).
   */
  take({ iceServers }: IceServerOffer, connections: Iterable<RTCPeerConnection>): void {
    this.#offered = iceServers;
    this.#tell(connections);
  }

  /** The same for servers that the application gave. */
  takeOwn(iceServers: readonly RTCIceServer[], connections: Iterable<RTCPeerConnection>): void {
    this.#own = iceServers;
    this.#tell(connections);
  }

  #tell(connections: Iterable<RTCPeerConnection>): void {
    for (const connection of connections) {
      if (connection.signalingState === 'closed') continue;
      connection.setConfiguration({ ...connection.getConfiguration(), iceServers: this.list });
    }
  }
}

function urlsOf({ urls }: RTCIceServer): string[] {
  return typeof urls === 'string' ? [urls] : urls;
}
