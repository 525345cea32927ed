import { Disposables, SdkError, type Undo } from '@remotemedia/base';
import type { SignalingChannel } from './signaling-channel.ts';
import { takeStreamSlot } from './stream-slot.ts';
import { createWebSocketChannel } from './websocket/websocket-channel.ts';
import { createWebSocketWire } from './websocket/websocket-wire.ts';
import { createFallbackWire } from './wire/fallback-wire.ts';
import { createLazyWire } from './wire/lazy-wire.ts';
import type { Wire } from './wire/wire.ts';
import { WireChannel } from './wire/wire-channel.ts';
import type { WireChannelOptions } from './wire/wire-channel-options.ts';

/** A channel and what to do once it is closed. */
export interface OpenedChannel {
  /** Not yet joined. */
  readonly channel: SignalingChannel;
  /** Lets go of what the choice of the protocol holds. Call it after the channel was closed. */
  readonly release: Undo;
}

/**
 * Chooses the protocol by the scheme of `url`. `https:` is gRPC-Web, `ws:` and `wss:` are JSON-RPC over a WebSocket.
 * Cleartext `http:` is the WebSocket of the same server, where an HTTP/1.1 stream would hold one of the six
 * connections that all tabs of a browser share; gRPC-Web takes over, in four tabs at the most, where something on the
 * way lets no WebSocket through.
 *
 * @throws {SdkError} `invalid-argument` when the URL is none or has another scheme
 */
export function openChannel(url: string, options: WireChannelOptions = {}): OpenedChannel {
  const { protocol, href } = parse(url);
  if (protocol === 'http:') return openCleartext(href, options);
  if (protocol !== 'https:') return { channel: createWebSocketChannel(href, options), release: () => {} };
  const wire = createLazyWire(() => loadGrpcWeb(href));
  return { channel: new WireChannel(wire, options), release: () => {} };
}

/** A page speaks one of the protocols, so it does not load both. */
async function loadGrpcWeb(href: string): Promise<Wire> {
  const { createGrpcWebWire } = await import('./grpc-web/grpc-web-wire.ts');
  return createGrpcWebWire(href);
}

function openCleartext(href: string, options: WireChannelOptions): OpenedChannel {
  const slot = new Disposables();
  const fallBack = async () => {
    const taken = await takeStreamSlot(new URL(href).origin);
    if (!taken) {
      const detail = `no WebSocket to ${href} can be opened, and this browser has no connection to spare for gRPC-Web`;
      throw new SdkError('unavailable', `${detail}; is the server running?`);
    }
    // Handed back at once if the channel was closed in the meantime.
    slot.add(taken);
    return loadGrpcWeb(href);
  };
  const wire = createFallbackWire(createWebSocketWire(href.replace(/^http/, 'ws')), fallBack);
  return { channel: new WireChannel(wire, options), release: () => slot.dispose() };
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
