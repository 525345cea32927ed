import type { Peer, WebRtcTransport } from '@remotemedia/sdk';
import type { TimelineEntry } from './hooks.ts';
import { now } from './now.ts';

/** Writes down what happens in a call: states of transport, peers and connections, and what the browser notices. */
export class Timeline {
  readonly entries: TimelineEntry[] = [];
  readonly #followed = new WeakSet<object>();

  constructor() {
    for (const type of ['online', 'offline'] as const) addEventListener(type, () => this.note(`browser is ${type}`));
    const { connection } = navigator as { connection?: EventTarget };
    connection?.addEventListener('change', () => this.note('browser says that the network changed'));
  }

  /** Writes a line. */
  note(what: string): void {
    this.entries.push({ at: now(), what });
  }

  /** Forgets all. */
  clear(): void {
    this.entries.length = 0;
  }

  /** Writes down what becomes of a transport and its peers. */
  follow(transport: WebRtcTransport): void {
    transport.on('stateChange', (state) => this.note(`transport ${told(state)}`));
    transport.on('error', (error) => this.note(`error ${told(error)}`));
    transport.on('reconnected', (event) => this.note(`reconnected ${told(event)}`));
    transport.on('peerJoined', ({ peer }) => this.note(`${peer.id} joined`));
    transport.on('peerDisconnected', ({ peer, reason }) => this.note(`${peer.id} gone: ${reason}`));
    transport.on('peersChange', (peers) => {
      for (const peer of peers) this.#followPeer(peer);
    });
    for (const peer of transport.peers) this.#followPeer(peer);
  }

  /** Writes down what becomes of a connection, which is called by a number. */
  followConnection(connection: RTCPeerConnection, number: number): void {
    const note = (what: string) => this.note(`connection ${number}: ${what}`);
    note('made');
    connection.addEventListener('iceconnectionstatechange', () => note(`ice ${connection.iceConnectionState}`));
    connection.addEventListener('connectionstatechange', () => note(connection.connectionState));
    connection.addEventListener('signalingstatechange', () => note(connection.signalingState));
    connection.addEventListener('icegatheringstatechange', () => {
      note(`gathering ${connection.iceGatheringState}`);
      const { iceTransport } = connection.sctp?.transport ?? {};
      if (!iceTransport || this.#followed.has(iceTransport)) return;
      this.#followed.add(iceTransport);
      iceTransport.addEventListener('selectedcandidatepairchange', () => {
        const { local, remote } = iceTransport.getSelectedCandidatePair() ?? {};
        note(`path ${local?.type} ${local?.address} ↔ ${remote?.type} ${remote?.address}`);
      });
    });
  }

  #followPeer(peer: Peer): void {
    if (this.#followed.has(peer)) return;
    this.#followed.add(peer);
    this.note(`peer ${peer.id} ${told(peer.state)}`);
    peer.on('stateChange', (state) => this.note(`peer ${peer.id} ${told(state)}`));
  }
}

/** An object of states and errors as one line. */
function told(value: object): string {
  return JSON.stringify(value, (name, part) => {
    if (part instanceof Error) return part.message;
    return name === 'peer' ? part?.id : part;
  });
}
