/**
 * What the peers of every protocol have in common.
 *
 * @typedef {object} PeerOptions
 * @property {number} port of the server
 * @property {number} index number of the peer, from 0
 * @property {string} room
 * @property {(tag: number) => void} onTag a message came
 * @property {(reason: string) => void} onFault the peer can go on no more
 *
 * @typedef {'offer' | 'candidate'} Kind
 *
 * @typedef {object} WirePeer a peer that is connected, and in its room where there are rooms
 * @property {(kind: Kind, to: number, tag: number) => void} send
 * @property {() => void} close
 *
 * @typedef {(options: PeerOptions) => Promise<WirePeer>} OpenPeer
 */

export {};
