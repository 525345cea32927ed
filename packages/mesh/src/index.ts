export type { LaneMessage, LaneMode } from '@remotemedia/data';
export { closeLink, type Link, openOfferedLink } from './link.ts';
export { Mesh } from './mesh.ts';
export type { MeshEvents, MeshOptions } from './mesh-options.ts';
export type { Peer, PeerEndReason, PeerEvents, PeerState, RemoteTrack } from './peer.ts';
export type { LocalTrack, PreferredVideoCodec } from './track-sender.ts';
