import { isIPv6 } from 'node:net';
import { CountedClock } from './counted-clock.ts';
import { createHttpFrontEnd } from './http/http-front-end.ts';
import { closing } from './hub/closing.ts';
import { Hub } from './hub/hub.ts';
import { WebSocketFrontEnd } from './json-rpc/web-socket-front-end.ts';
import { OnePort } from './one-port/one-port.ts';
import { toConnectError } from './rpc/connect-errors.ts';
import { RpcRoutes } from './rpc/rpc-routes.ts';
import { type ServerOptions, type ServerSettings, toSettings } from './server-options.ts';

/** How long a connection may say nothing at first, in milliseconds. */
const SNIFF_TIMEOUT_MS = 5_000;
/** Heartbeats between two signs of life that are asked of each WebSocket and HTTP/2 connection. */
const HEARTBEATS_PER_PING = 2;

/** What a server holds at this moment; all are 0 once it is closed. */
export interface ServerStats {
  /** Peers in all rooms, those out of touch included. */
  readonly peers: number;
  /** Rooms with someone in them. */
  readonly rooms: number;
  /** Peers out of touch that may still come back. */
  readonly waitingPeers: number;
  /** Stays that can be resumed. */
  readonly sessionTokens: number;
  /** Offers that nobody answered yet. */
  readonly pendingOffers: number;
  /** Streaming calls (Signal, Subscribe) that are open. */
  readonly streams: number;
  /** WebSockets that are open. */
  readonly webSockets: number;
  /** Connections that are open, of all protocols. */
  readonly sockets: number;
  /** Timers that wait. */
  readonly timers: number;
}

/** A server that runs. Whoever started it closes it. */
export interface RemoteMediaServer {
  /** Where it can be reached from this machine, without a slash at the end. */
  readonly url: string;
  /** Its port. */
  readonly port: number;
  /** The name or address it listens on. */
  readonly host: string;
  /** What it holds at this moment. */
  stats(): ServerStats;
  /** Ends all calls, tells the clients that it goes, and lets go of everything; takes half a second at the most. Idempotent. */
  close(): Promise<void>;
}

/**
 * Starts a signaling server: gRPC, gRPC-Web, Connect, JSON-RPC over WebSocket and plain HTTP on one port.
 *
 * @throws {SdkError} `invalid-argument` for options out of range, `unavailable` when the port is in use,
 *   `permission-denied` when it needs more rights
 */
export async function startServer(options: ServerOptions = {}): Promise<RemoteMediaServer> {
  const settings = toSettings(options);
  const parts = build(settings);
  const { host } = settings;
  const port = await parts.port.listen(host, settings.port).catch(async (error: unknown) => {
    await parts.close();
    throw error;
  });
  const url = `http://${hostInUrl(host)}:${port}`;
  settings.log({ level: 'info', message: `listening on ${url}` });
  let closed: Promise<void> | undefined;
  const close = (): Promise<void> => {
    closed ??= parts.close().then(() => settings.log({ level: 'info', message: 'closed' }));
    return closed;
  };
  return { url, port, host, stats: () => parts.stats(), close };
}

function build(settings: ServerSettings) {
  const { log, heartbeatIntervalMs, resumeGraceMs } = settings;
  const clock = new CountedClock(settings.clock);
  const hub = new Hub({ ...settings, clock });
  const timing = { heartbeatIntervalMs, resumeGraceMs };
  const pingIntervalMs = heartbeatIntervalMs * HEARTBEATS_PER_PING;
  const routes = new RpcRoutes({ hub, clock, timing });
  const webSockets = new WebSocketFrontEnd({ hub, clock, timing, pingIntervalMs });
  const shutdown = new AbortController();
  const handle = createHttpFrontEnd({ ...settings, hub, routes, shutdownSignal: shutdown.signal, log });
  const port = new OnePort({
    handle,
    upgrade: (request, socket, head) => webSockets.upgrade(request, socket, head),
    clock,
    sniffTimeoutMs: SNIFF_TIMEOUT_MS,
    pingIntervalMs,
  });
  const stats = (): ServerStats => ({
    ...hub.stats(),
    streams: routes.openStreams,
    webSockets: webSockets.openSockets,
    sockets: port.openSockets,
    timers: clock.pending,
  });
  const close = async (): Promise<void> => {
    hub.close();
    webSockets.close();
    shutdown.abort(toConnectError(closing()));
    await port.close();
  };
  return { port, stats, close };
}

/** Where this machine reaches what listens on `host`. */
function hostInUrl(host: string): string {
  if (host === '0.0.0.0' || host === '::') return 'localhost';
  return isIPv6(host) ? `[${host}]` : host;
}
