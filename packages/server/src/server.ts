import { isIPv6 } from 'node:net';
import { type ServerOptions, toSettings } from './server-options.ts';
import { ServerParts } from './server-parts.ts';
import type { ServerStats } from './server-stats.ts';

/** How long a server that drains waits for its peers to move. */
export interface DrainLimits {
  /** Longest wait in milliseconds. @default the option `drainTimeoutMs` */
  readonly timeoutMs?: number | undefined;
}

/** A server that runs. Whoever started it closes it. */
export interface RemoteMediaServer {
  /** Where it can be reached from this machine, without a slash at the end. */
  readonly url: string;
  /** Its port. */
  readonly port: number;
  /** The name or address it listens on. */
  readonly host: string;
  /** Where its STUN server listens, each `address:port`; empty without one. */
  readonly stunAddresses: readonly string[];
  /** What it holds at this moment. */
  stats(): ServerStats;
  /** Reads the TLS certificate again, where it comes from files. Never rejects: what is wrong with them is logged. */
  reloadCertificate(): Promise<void>;
  /** Lets nobody in any more, asks everyone to move to another server, waits until they have, and closes. Idempotent. */
  drain(limits?: DrainLimits): Promise<void>;
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
  const { host, log, tls, drainTimeoutMs } = settings;
  const parts = await ServerParts.open(settings);
  let closed: Promise<void> | undefined;
  const close = (): Promise<void> => {
    closed ??= parts.close().then(() => log({ level: 'info', message: 'closed' }));
    return closed;
  };
  const port = await parts.port.listen(host, settings.port).catch(async (error: unknown) => {
    await parts.close();
    throw error;
  });
  const url = `${tls ? 'https' : 'http'}://${hostInUrl(host)}:${port}`;
  log({ level: 'info', message: `listening on ${url}` });
  for (const address of parts.stunAddresses) log({ level: 'info', message: `STUN on ${address}` });
  return {
    url,
    port,
    host,
    stunAddresses: parts.stunAddresses,
    stats: () => parts.stats(),
    reloadCertificate: () => parts.reloadCertificate(),
    drain: ({ timeoutMs = drainTimeoutMs } = {}) => parts.drain.run(timeoutMs).then(close),
    close,
  };
}

/** Where this machine reaches what listens on `host`. */
function hostInUrl(host: string): string {
  if (host === '0.0.0.0' || host === '::') return 'localhost';
  return isIPv6(host) ? `[${host}]` : host;
}
