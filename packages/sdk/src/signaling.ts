export {
  createGrpcWebChannel,
  createWebSocketChannel,
  toPeerId,
  type WireChannelOptions,
} from '@remotemedia/signaling';
