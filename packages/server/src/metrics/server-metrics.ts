import type { SdkErrorCode } from '@remotemedia/base';
import { Counter, Histogram, Registry } from 'prom-client';
import type { HubObserver, RelayedType } from '../hub/observer.ts';
import { VERSION } from '../version.ts';
import { CODE_NAMES, codeName } from './code-names.ts';
import { gaugeOf, gaugesOf } from './gauge-of.ts';
import type { MetricSources } from './metric-sources.ts';
import { listProcessMetrics } from './process-metrics.ts';
import { Tally } from './tally.ts';

/** Upper bounds of the buckets of both latencies, in seconds: a message takes about 0.1 ms, a join a few. */
const LATENCY_BUCKETS = [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];

const MESSAGE_TYPES: readonly RelayedType[] = ['offer', 'answer', 'ice_candidate', 'disconnect'];

/** How an attempt to take up an interrupted stay ends. */
const RESUME_OUTCOMES = ['resumed', 'unknown', 'missed_too_much', 'refused'] as const;
type ResumeOutcome = (typeof RESUME_OUTCOMES)[number];

/**
 * The metrics of one server, in a registry of its own. Labels have few values, all known beforehand: never a peer, a
 * room or an address. The names that begin with `grpc_webrtc_signaling_` are upstream's and count all protocols.
 */
export class ServerMetrics implements HubObserver {
  readonly #registry = new Registry();
  readonly #messages: Tally<RelayedType>;
  readonly #refusals: Tally<string>;
  readonly #cutOffs: Tally<string>;
  readonly #resumes: Tally<ResumeOutcome>;
  readonly #left: Counter;
  readonly #joinSeconds: Histogram;
  readonly #relaySeconds: Histogram;
  readonly #endWatch: () => void;

  /** @param sources asked when the metrics are read, never before */
  constructor(sources: MetricSources) {
    const registry = this.#registry;
    const name = (rest: string): string => `remotemedia_signaling_${rest}`;
    this.#messages = new Tally({
      name: 'grpc_webrtc_signaling_messages_total',
      help: 'Messages that were taken to be passed on, by type.',
      label: 'type',
      values: MESSAGE_TYPES,
      registry,
    });
    this.#refusals = new Tally({
      name: name('refusals_total'),
      help: 'Requests that were refused, by status code.',
      label: 'code',
      values: CODE_NAMES,
      registry,
    });
    this.#cutOffs = new Tally({
      name: name('cut_off_peers_total'),
      help: 'Peers that were cut off, by status code: RESOURCE_EXHAUSTED is one that did not read what it was sent.',
      label: 'reason',
      values: CODE_NAMES,
      registry,
    });
    this.#resumes = new Tally({
      name: name('resumes_total'),
      help: 'Attempts to take up an interrupted stay, by outcome.',
      label: 'outcome',
      values: RESUME_OUTCOMES,
      registry,
    });
    this.#left = new Counter({
      name: name('leaves_total'),
      help: 'Peers that left or were lost.',
      registers: [registry],
    });
    this.#joinSeconds = latency(registry, name('join_duration_seconds'), 'From a join request to the peer being in.');
    this.#relaySeconds = latency(
      registry,
      name('relay_duration_seconds'),
      "From a message being taken to its receiver's connection having it; the time a receiver is away counts.",
    );
    listGauges(registry, sources);
    this.#endWatch = listProcessMetrics(registry);
  }

  /** The content type of {@link text}. */
  get contentType(): string {
    return this.#registry.contentType;
  }

  /** All metrics in the text format of Prometheus. */
  text(): Promise<string> {
    return this.#registry.metrics();
  }

  /** A peer entered after `durationMs` milliseconds. */
  joined(durationMs: number): void {
    this.#joinSeconds.observe(durationMs / 1_000);
  }

  /** A stay is over: the peer left or was lost, or was cut off with a code. */
  left(reason: SdkErrorCode | undefined): void {
    if (reason === undefined) this.#left.inc();
    else this.#cutOffs.add(codeName(reason));
  }

  /** A message was taken to be passed on. */
  accepted(type: RelayedType): void {
    this.#messages.add(type);
  }

  /** A message was handed to its receiver's connection after `waitedMs` milliseconds. */
  relayed(waitedMs: number): void {
    this.#relaySeconds.observe(waitedMs / 1_000);
  }

  /** A request was refused. */
  refused(code: SdkErrorCode): void {
    this.#refusals.add(codeName(code));
  }

  /** An interrupted stay was to be taken up again; `code` is absent where that worked. */
  resumed(code: SdkErrorCode | undefined): void {
    this.#resumes.add(outcomeOf(code));
  }

  /** Lets go of what watches the process. Idempotent. */
  close(): void {
    this.#endWatch();
  }
}

function outcomeOf(code: SdkErrorCode | undefined): ResumeOutcome {
  if (code === undefined) return 'resumed';
  if (code === 'unauthenticated') return 'unknown';
  return code === 'data-loss' ? 'missed_too_much' : 'refused';
}

function latency(registry: Registry, name: string, help: string): Histogram {
  return new Histogram({ name, help: `${help} In seconds.`, buckets: LATENCY_BUCKETS, registers: [registry] });
}

function listGauges(registry: Registry, sources: MetricSources): void {
  const { stats, bus, stun } = sources;
  const upstream = (rest: string, help: string, read: () => number): void =>
    gaugeOf(registry, `grpc_webrtc_signaling_${rest}`, help, read);
  const ours = (rest: string, help: string, read: () => number): void =>
    gaugeOf(registry, `remotemedia_signaling_${rest}`, help, read);
  upstream('peers_total', 'Peers in all rooms, those out of touch included.', () => stats().peers);
  upstream('streams_active', 'Streams of peers that are open: calls and WebSockets.', () => {
    const { streams, webSockets } = stats();
    return streams + webSockets;
  });
  upstream('pending_offers', 'Offers that nobody answered yet.', () => stats().pendingOffers);
  ours('rooms', 'Rooms with someone in them.', () => stats().rooms);
  ours('waiting_peers', 'Peers out of touch that may still come back.', () => stats().waitingPeers);
  ours('draining', '1 while nobody is let in any more, else 0.', () => Number(sources.isDraining()));
  gaugesOf(
    registry,
    { name: 'remotemedia_signaling_connections', help: 'What is open, by kind.', label: 'kind' },
    () => ({ socket: stats().sockets, grpc_stream: stats().streams, websocket: stats().webSockets }),
  );
  gaugesOf(registry, { name: 'remotemedia_signaling_info', help: 'Always 1.', label: 'version' }, () => ({
    [VERSION]: 1,
  }));
  if (bus) {
    ours('bus_connected', '1 while other servers can be reached, else 0.', () => Number(bus.isConnected()));
    ours('instances', 'Servers that are tied together, this one included.', () => bus.instances());
  }
  if (stun) listStun(registry, () => stun.stats());
}

function listStun(registry: Registry, stats: NonNullable<MetricSources['stun']>['stats']): void {
  new Counter({
    name: 'remotemedia_stun_datagrams_total',
    help: 'Datagrams that came to the STUN server, by what became of them.',
    labelNames: ['outcome'],
    registers: [registry],
    collect() {
      const { requests, refused, limited, ignored } = stats();
      this.reset();
      this.inc({ outcome: 'answered' }, requests - refused);
      this.inc({ outcome: 'refused' }, refused);
      this.inc({ outcome: 'limited' }, limited);
      this.inc({ outcome: 'ignored' }, ignored);
    },
  });
}
