import type { SignalingChannel } from '../signaling-channel.ts';
import { WireChannel, type WireChannelOptions } from '../wire/wire-channel.ts';

/** A channel over a WebSocket (`ws:` or `wss:`) that speaks JSON-RPC 2.0. Its code is loaded by this call. */
export function createWebSocketChannel(url: string, options: WireChannelOptions = {}): SignalingChannel {
  const wire = import('./websocket-wire.ts').then(({ createWebSocketWire }) => createWebSocketWire(url));
  wire.catch(() => {});
  return new WireChannel(wire, options);
}
