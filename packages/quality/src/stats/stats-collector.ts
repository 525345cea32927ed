import { type Clock, Emitter, systemClock, type Undo } from '@remotemedia/base';
import type { QualityPeer, QualitySource } from '../quality-port.ts';
import { PeerReader } from './peer-reader.ts';
import type { PeerStats } from './peer-stats.ts';

/** What a {@link StatsCollector} announces. */
export type StatsEvents = {
  /** A peer was sampled. */
  sample: PeerStats;
  /** All peers of a round were sampled. */
  round: readonly PeerStats[];
  /** A peer is gone; nothing more comes of it. */
  gone: { readonly peerId: string };
};

/** Settings of a {@link StatsCollector}. */
export interface StatsCollectorOptions {
  /** Time between samples in milliseconds. @default 1000 */
  readonly intervalMs?: number | undefined;
  /** The same while nobody sees the page. @default 5000 */
  readonly hiddenIntervalMs?: number | undefined;
  /** Samples that are kept of each peer. @default 60 */
  readonly history?: number | undefined;
  /** Whether nobody sees the page. @default asks the document, if there is one */
  readonly isHidden?: (() => boolean) | undefined;
  /** Where time comes from. @default systemClock */
  readonly clock?: Clock | undefined;
}

interface Watched {
  readonly peer: QualityPeer;
  readonly connection: RTCPeerConnection;
  readonly reader: PeerReader;
  isBusy: boolean;
}

/**
 * Samples the statistics of all connected peers, with one timer for all of them. It never throws: a connection that
 * fails to answer is left out of that round, and one that answers late is not asked again meanwhile.
 */
export class StatsCollector extends Emitter<StatsEvents> {
  readonly #source: QualitySource;
  readonly #options: StatsCollectorOptions;
  readonly #clock: Clock;
  readonly #watched = new Map<string, Watched>();
  readonly #history = new Map<string, PeerStats[]>();
  readonly #stopListening: Undo;
  #stopTimer: Undo = () => {};
  #closed = false;

  /** @param source whose peers are sampled */
  constructor(source: QualitySource, options: StatsCollectorOptions = {}) {
    super();
    this.#source = source;
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
    this.#stopListening = source.on('peersChange', () => this.#forgetGone());
    this.#schedule();
  }

  /** The last sample of a peer. */
  statsOf(peerId: string): PeerStats | undefined {
    return this.#history.get(peerId)?.at(-1);
  }

  /** The samples that are kept of a peer, oldest first; a new array each time. */
  historyOf(peerId: string): readonly PeerStats[] {
    return [...(this.#history.get(peerId) ?? [])];
  }

  /** Samples all peers now, and does not move the next round. Resolves when every connection has answered. */
  async sample(): Promise<readonly PeerStats[]> {
    const peers = this.#closed ? [] : this.#source.peers.filter(({ state }) => state.kind === 'connected');
    const samples = await Promise.all(peers.map((peer) => this.#samplePeer(this.#watch(peer))));
    const round = samples.filter((sample) => sample !== undefined);
    if (!this.#closed) this.emit('round', round);
    return round;
  }

  /** Stops. Calling it again does nothing. */
  close(): void {
    this.#closed = true;
    this.#stopTimer();
    this.#stopListening();
    this.#watched.clear();
    this.#history.clear();
    this.removeAllListeners();
  }

  /** One timer for all. */
  #schedule(): void {
    if (this.#closed) return;
    const { intervalMs = 1_000, hiddenIntervalMs = 5_000, isHidden = isPageHidden } = this.#options;
    this.#stopTimer = this.#clock.after(isHidden() ? hiddenIntervalMs : intervalMs, () => {
      // Not awaited: one connection that never answers must not stop the others.
      void this.sample();
      this.#schedule();
    });
  }

  #watch(peer: QualityPeer): Watched {
    const known = this.#watched.get(peer.id);
    if (known?.peer === peer && known.connection === peer.connection) return known;
    const watched = { peer, connection: peer.connection, reader: new PeerReader(peer.id), isBusy: false };
    this.#watched.set(peer.id, watched);
    return watched;
  }

  async #samplePeer(watched: Watched): Promise<PeerStats | undefined> {
    if (watched.isBusy) return undefined;
    watched.isBusy = true;
    try {
      const report = await watched.connection.getStats();
      if (this.#watched.get(watched.peer.id) !== watched) return undefined;
      const stats = watched.reader.read(report.values(), this.#clock.now(), (mid) =>
        trackIdOf(watched.connection, mid),
      );
      this.#keep(stats);
      return stats;
    } catch {
      return undefined;
    } finally {
      watched.isBusy = false;
    }
  }

  #keep(stats: PeerStats): void {
    const history = this.#history.get(stats.peerId) ?? [];
    this.#history.set(stats.peerId, history);
    history.push(stats);
    if (history.length > (this.#options.history ?? 60)) history.shift();
    this.emit('sample', stats);
  }

  #forgetGone(): void {
    const ids = new Set(this.#source.peers.map(({ id }) => id));
    for (const peerId of this.#watched.keys()) {
      if (ids.has(peerId)) continue;
      this.#watched.delete(peerId);
      this.#history.delete(peerId);
      this.emit('gone', { peerId });
    }
  }
}

function trackIdOf(connection: RTCPeerConnection, mid: string): string | undefined {
  return connection.getTransceivers().find((transceiver) => transceiver.mid === mid)?.sender.track?.id;
}

function isPageHidden(): boolean {
  return typeof document !== 'undefined' && document.visibilityState === 'hidden';
}
