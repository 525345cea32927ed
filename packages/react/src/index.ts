'use client';

export { type PeerSnapshot, usePeer } from './use-peer.ts';
export { usePeers } from './use-peers.ts';
export { useTransportState } from './use-transport-state.ts';
