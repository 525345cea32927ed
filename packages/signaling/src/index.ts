export { createGrpcWebChannel } from './grpc-web/grpc-web-channel.ts';
export { type OpenedChannel, openChannel } from './open-channel.ts';
export { type PeerCapabilities, type PeerId, type PeerInfo, type Presence, toPeerId } from './peer-info.ts';
export type {
  CallOptions,
  CandidateSignal,
  DescriptionSignal,
  IceServerOffer,
  JoinRequest,
  JoinResult,
  PeerUpdate,
  RemoteSignal,
  Signal,
  SignalingChannel,
  SignalingEvents,
  SignalingState,
} from './signaling-channel.ts';
export { createWebSocketChannel } from './websocket/websocket-channel.ts';
export type { GetToken } from './wire/bearer.ts';
export type { WireChannelOptions } from './wire/wire-channel-options.ts';
