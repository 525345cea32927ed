import { OPEN_PEER_OF } from '../wires/open-peer-of.mjs';

/** Peers of a room. */
export const ROOM_SIZE = 10;
/** So many connect at the same time. */
const CONNECTING_AT_ONCE = 32;

/** Many peers, each with a connection of its own, in rooms of {@link ROOM_SIZE}. */
export class Crowd {
  #openPeers;
  #port;
  /** @type {import('../wires/peer-options.mjs').WirePeer[]} */
  #peers = [];
  #onTag;
  /** What went wrong first. @type {string | undefined} */
  fault;

  /**
   * @param {readonly string[]} protocols names of contenders; the peers have them in turn
   * @param {number} port
   * @param {(tag: number) => void} onTag
   */
  constructor(protocols, port, onTag) {
    this.#openPeers = protocols.map((name) => OPEN_PEER_OF[name]);
    this.#port = port;
    this.#onTag = onTag;
  }

  /** Connects peers, a few at a time, or closes the last ones, until there are so many. @param {number} count */
  async connect(count) {
    for (const peer of this.#peers.splice(count)) peer.close();
    let next = this.#peers.length;
    const connectSome = async () => {
      while (next < count) {
        const index = next;
        next += 1;
        this.#peers[index] = await this.#connectOne(index);
      }
    };
    await Promise.all(Array.from({ length: CONNECTING_AT_ONCE }, connectSome));
    this.check();
  }

  /**
   * Sends message number `tag`: in each turn another peer, in each round of turns to another of its room.
   *
   * @param {import('../wires/peer-options.mjs').Kind} kind
   * @param {number} tag
   * @param {number} turn
   */
  send(kind, tag, turn) {
    const from = turn % this.#peers.length;
    const place = from % ROOM_SIZE;
    const round = Math.floor(turn / this.#peers.length) % (ROOM_SIZE - 1);
    const to = from - place + ((place + 1 + round) % ROOM_SIZE);
    this.#peers[from].send(kind, to, tag);
  }

  /** @throws {Error} when a peer was lost */
  check() {
    if (this.fault !== undefined) throw new Error(`a peer was lost: ${this.fault}`);
  }

  #connectOne(index) {
    return new Promise((resolve, reject) => {
      const onFault = (reason) => {
        this.fault ??= reason;
        reject(new Error(reason));
      };
      const openPeer = this.#openPeers[index % this.#openPeers.length];
      const room = `r${Math.floor(index / ROOM_SIZE)}`;
      openPeer({ port: this.#port, index, room, onTag: this.#onTag, onFault }).then(resolve, reject);
    });
  }
}
