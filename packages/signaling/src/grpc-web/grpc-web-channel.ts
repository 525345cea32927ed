import type { SignalingChannel } from '../signaling-channel.ts';
import { WireChannel, type WireChannelOptions } from '../wire/wire-channel.ts';

/**
 * A channel over gRPC-Web to the server at `baseUrl` (`http:` or `https:`). The protocol's code is loaded by
 * this call, so pages that use another channel do not pay for it.
 */
export function createGrpcWebChannel(baseUrl: string, options: WireChannelOptions = {}): SignalingChannel {
  const wire = import('./grpc-web-wire.ts').then(({ createGrpcWebWire }) => createGrpcWebWire(baseUrl));
  wire.catch(() => {});
  return new WireChannel(wire, options);
}
