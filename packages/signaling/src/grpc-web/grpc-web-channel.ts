import type { SignalingChannel } from '../signaling-channel.ts';
import { WireChannel } from '../wire/wire-channel.ts';
import type { WireChannelOptions } from '../wire/wire-channel-options.ts';
import { createGrpcWebWire } from './grpc-web-wire.ts';

/** A channel over gRPC-Web to the server at `baseUrl` (`http:` or `https:`). */
export function createGrpcWebChannel(baseUrl: string, options: WireChannelOptions = {}): SignalingChannel {
  return new WireChannel(createGrpcWebWire(baseUrl), options);
}
