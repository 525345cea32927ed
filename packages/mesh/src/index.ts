export type { LaneMessage, LaneMode } from './data-lane.ts';
export { closeLink, type Link, openOfferedLink } from './link.ts';
export { Mesh, type MeshEvents, type MeshOptions } from './mesh.ts';
export type { Peer, PeerEndReason, PeerEvents, PeerState, RemoteTrack } from './peer.ts';
export type { LocalTrack, PreferredVideoCodec } from './track-sender.ts';
