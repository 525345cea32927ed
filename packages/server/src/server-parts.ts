import { setMaxListeners } from 'node:events';
import { isIPv6 } from 'node:net';
import { Access } from './access/access.ts';
import { Rates } from './access/rates.ts';
import { NatsBus } from './bus/nats-bus.ts';
import { Cluster } from './cluster/cluster.ts';
import { CountedClock } from './counted-clock.ts';
import { Drain } from './drain/drain.ts';
import { CrossOrigin } from './http/cross-origin.ts';
import { createHttpFrontEnd } from './http/http-front-end.ts';
import { RemoteAddresses } from './http/remote-address.ts';
import { closing } from './hub/closing.ts';
import { Hub } from './hub/hub.ts';
import type { Stay } from './hub/stay.ts';
import { openRpc } from './json-rpc/methods/method-table.ts';
import { WebSocketFrontEnd } from './json-rpc/web-socket-front-end.ts';
import { ServerMetrics } from './metrics/server-metrics.ts';
import { OnePort } from './one-port/one-port.ts';
import { toConnectError } from './rpc/connect-errors.ts';
import { RpcRoutes } from './rpc/rpc-routes.ts';
import type { ServerSettings } from './server-options.ts';
import type { ServerStats } from './server-stats.ts';
import { StunServer } from './stun/stun-server.ts';
import { CertificateSource } from './tls/certificate-source.ts';
import { IceServerSource } from './turn/ice-server-source.ts';

/** How long a connection may say nothing at first, in milliseconds. */
const SNIFF_TIMEOUT_MS = 5_000;
/** Heartbeats between two signs of life that are asked of each WebSocket and HTTP/2 connection. */
const HEARTBEATS_PER_PING = 2;

/** What has to be opened before the rest can be put together. */
interface Opened {
  readonly clock: CountedClock;
  readonly certificate: CertificateSource | undefined;
  readonly stun: StunServer | undefined;
}

/** All that a server is made of. Whoever has it closes it. */
export class ServerParts {
  /** Listens. */
  readonly port: OnePort;
  /** Empties the server before it closes. */
  readonly drain: Drain;
  readonly #settings: ServerSettings;
  readonly #opened: Opened;
  readonly #access: Access;
  readonly #rates: Rates;
  readonly #addresses: RemoteAddresses;
  readonly #crossOrigin: CrossOrigin;
  readonly #ice: IceServerSource;
  readonly #bus: NatsBus | undefined;
  readonly #cluster: Cluster | undefined;
  readonly #metrics: ServerMetrics | undefined;
  readonly #hub: Hub;
  readonly #routes: RpcRoutes;
  readonly #webSockets: WebSocketFrontEnd;
  readonly #shutdown = new AbortController();

  private constructor(settings: ServerSettings, opened: Opened) {
    const { log, nats } = settings;
    const { clock } = opened;
    this.#settings = settings;
    this.#opened = opened;
    this.#access = new Access(settings.access, { clock, log });
    this.#rates = new Rates(settings.rates, clock);
    this.#addresses = new RemoteAddresses(settings.proxies);
    this.#crossOrigin = new CrossOrigin(this.#access);
    this.#ice = new IceServerSource({ iceServers: settings.iceServers, turn: settings.turn, clock });
    this.#bus = nats && new NatsBus({ ...nats, clock, log });
    this.#cluster = this.#bus && new Cluster({ ...settings, bus: this.#bus, name: nats?.instanceId, clock });
    this.#metrics = settings.metrics ? this.#createMetrics() : undefined;
    this.#hub = this.#createHub();
    const frontEnd = this.#frontEndOptions();
    this.#routes = new RpcRoutes(frontEnd);
    this.#webSockets = new WebSocketFrontEnd({ ...frontEnd, pingIntervalMs: this.#pingIntervalMs });
    this.port = this.#createPort();
    this.drain = this.#createDrain();
    // Each open call listens to it.
    setMaxListeners(0, this.#shutdown.signal);
    // What it finds wrong is logged, and tried again when a token comes.
    void this.#access.prepare();
    this.#cluster?.start(this.#hub.stays, (stay, request) => this.#routes.answerForeignSend(stay, request));
  }

  /**
   * Puts a server together; it does not listen yet, but for its STUN server.
   *
   * @throws {SdkError} `invalid-argument` for a certificate that is of no use, `unavailable` when the STUN port is in use
   */
  static async open(settings: ServerSettings): Promise<ServerParts> {
    const { log, tls } = settings;
    const clock = new CountedClock(settings.clock);
    const certificate = tls && (await CertificateSource.open({ origin: tls.origin, clock, log }));
    let stun: StunServer | undefined;
    try {
      stun = settings.stun && (await StunServer.open(settings.stun, { clock, log }));
      return new ServerParts(settings, { clock, certificate, stun });
    } catch (error) {
      certificate?.close();
      await stun?.close();
      throw error;
    }
  }

  /** Where its STUN server listens, each `address:port`. */
  get stunAddresses(): readonly string[] {
    return (this.#opened.stun?.addresses ?? []).map(({ address, port }) =>
      isIPv6(address) ? `[${address}]:${port}` : `${address}:${port}`,
    );
  }

  /** Reads the TLS certificate again, where it comes from files. Never rejects. */
  async reloadCertificate(): Promise<void> {
    await this.#opened.certificate?.reload();
  }

  /** What it holds at this moment. */
  stats(): ServerStats {
    return {
      ...this.#hub.stats(),
      streams: this.#routes.openStreams,
      webSockets: this.#webSockets.openSockets,
      sockets: this.port.openSockets,
      timers: this.#opened.clock.pending,
    };
  }

  /** Ends all calls, tells the clients that it goes, and lets go of everything. Call it once. */
  async close(): Promise<void> {
    const { certificate, stun } = this.#opened;
    this.drain.cancel();
    this.#hub.close();
    this.#webSockets.close();
    this.#routes.close(closing());
    this.#shutdown.abort(toConnectError(closing()));
    await Promise.all([this.port.close(), stun?.close(), this.#cluster?.close()]);
    await this.#bus?.close();
    certificate?.close();
    this.#metrics?.close();
  }

  get #pingIntervalMs(): number {
    return this.#settings.heartbeatIntervalMs * HEARTBEATS_PER_PING;
  }

  #createMetrics(): ServerMetrics {
    const cluster = this.#cluster;
    const bus = cluster && {
      isConnected: () => cluster.health.state === 'connected',
      instances: () => cluster.health.instances,
    };
    const isDraining = () => this.#hub.isDraining;
    return new ServerMetrics({ stats: () => this.stats(), isDraining, bus, stun: this.#opened.stun });
  }

  #createHub(): Hub {
    const { clock } = this.#opened;
    return new Hub({
      ...this.#settings,
      clock,
      rates: this.#rates,
      elsewhere: this.#cluster,
      observer: this.#metrics,
      checkPeer: (peerId) => this.#access.checkPeer(peerId),
      escort: this.#settings.turn && ((stay) => keepIceServers(this.#ice, stay)),
    });
  }

  /** What calls and WebSockets have in common. */
  #frontEndOptions() {
    const { heartbeatIntervalMs, resumeGraceMs } = this.#settings;
    return {
      hub: this.#hub,
      clock: this.#opened.clock,
      timing: { heartbeatIntervalMs, resumeGraceMs },
      authenticate: (token: string | undefined) => this.#access.authenticate(token),
      iceServersFor: ({ peerId }: Stay) => ({ expiresInMs: 0, ...this.#ice.grantFor(peerId) }),
      crossOrigin: this.#crossOrigin,
      addresses: this.#addresses,
      takeConnection: (address: string) => this.#rates.takeConnection(address),
    };
  }

  #createPort(): OnePort {
    const { tls } = this.#settings;
    const { clock, certificate } = this.#opened;
    return new OnePort({
      handle: this.#createHttp(),
      upgrade: (request, socket, head) => this.#webSockets.upgrade(request, socket, head),
      takeStream: (stream, headers) => this.#routes.takeStream(stream, headers),
      tls: tls && certificate && { source: certificate, allowCleartext: tls.allowCleartext },
      clock,
      sniffTimeoutMs: SNIFF_TIMEOUT_MS,
      pingIntervalMs: this.#pingIntervalMs,
    });
  }

  #createHttp() {
    const { access, iceServers } = this.#settings;
    return createHttpFrontEnd({
      ...this.#settings,
      // Anyone can read that page; passwords are for those who are let in, and they get them when they announce.
      iceServers: access.requireAuth ? iceServers.filter(({ credential }) => credential === undefined) : iceServers,
      hub: this.#hub,
      routes: this.#routes,
      crossOrigin: this.#crossOrigin,
      addresses: this.#addresses,
      health: {
        isDraining: () => this.#hub.isDraining,
        troubles: () => (this.#cluster?.health.state === 'away' ? ['bus'] : []),
      },
      metrics: this.#metrics,
      openRpc,
      shutdownSignal: this.#shutdown.signal,
    });
  }

  #createDrain(): Drain {
    return new Drain({
      clock: this.#opened.clock,
      log: this.#settings.log,
      begin: (deadlineMs) => {
        this.#hub.drain(deadlineMs);
        this.#webSockets.drain();
        this.#routes.drain();
        this.port.drain();
      },
      // Without others to move to there is nothing to wait for but the goodbyes.
      remaining: () => (this.#cluster ? this.#hub.peerCount : this.#routes.openStreams + this.#webSockets.openSockets),
    });
  }
}

/** Tells a peer of newer credentials before the earlier ones run out. The first are in the answer to its announcement. */
function keepIceServers(ice: IceServerSource, stay: Stay): () => void {
  return ice.keep(stay.peerId, ({ iceServers, expiresInMs = 0 }) =>
    stay.tell({ type: 'iceServers', iceServers, expiresInMs }),
  );
}
