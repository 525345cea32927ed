import type { SignalingChannel } from '../signaling-channel.ts';
import { WireChannel } from '../wire/wire-channel.ts';
import type { WireChannelOptions } from '../wire/wire-channel-options.ts';
import { createWebSocketWire } from './websocket-wire.ts';

/** A channel over a WebSocket (`ws:` or `wss:`) that speaks JSON-RPC 2.0. */
export function createWebSocketChannel(url: string, options: WireChannelOptions = {}): SignalingChannel {
  return new WireChannel(createWebSocketWire(url), options);
}
