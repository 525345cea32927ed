import { SdkError, type Undo } from '@remotemedia/base';
import { createGrpcWebChannel } from './grpc-web/grpc-web-channel.ts';
import type { SignalingChannel } from './signaling-channel.ts';
import { takeStreamSlot } from './stream-slot.ts';
import { createWebSocketChannel } from './websocket/websocket-channel.ts';
import type { WireChannelOptions } from './wire/wire-channel.ts';

/** A channel and what to do once it is closed. */
export interface OpenedChannel {
  /** Not yet joined. */
  readonly channel: SignalingChannel;
  /** Lets go of what the choice of the protocol holds. Call it after the channel was closed. */
  readonly release: Undo;
}

/**
 * Chooses the protocol by the scheme of `url`: `http(s):` is gRPC-Web, `ws(s):` is JSON-RPC over a WebSocket.
 *
 * Over cleartext `http:` a browser holds at most six connections to an origin, all tabs together, and a
 * gRPC-Web stream holds one for the whole stay. So at most four tabs use it; the others take the WebSocket of
 * the same server, which browsers count apart.
 *
 * @throws {SdkError} `invalid-argument` when the URL is none or has another scheme
 */
export async function openChannel(url: string, options: WireChannelOptions = {}): Promise<OpenedChannel> {
  const { protocol, href } = parse(url);
  if (protocol === 'ws:' || protocol === 'wss:') return unbound(createWebSocketChannel(href, options));
  if (protocol === 'https:') return unbound(createGrpcWebChannel(href, options));
  const slot = await takeStreamSlot(new URL(href).origin);
  if (!slot) return unbound(createWebSocketChannel(href.replace(/^http/, 'ws'), options));
  return { channel: createGrpcWebChannel(href, options), release: slot };
}

function unbound(channel: SignalingChannel): OpenedChannel {
  return { channel, release: () => {} };
}

function parse(url: string): URL {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (!parsed || !['http:', 'https:', 'ws:', 'wss:'].includes(parsed.protocol)) {
    throw new SdkError(
      'invalid-argument',
      `signaling must be an http:, https:, ws: or wss: URL, got ${JSON.stringify(url)}; for example location.origin`,
    );
  }
  return parsed;
}
