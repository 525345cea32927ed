import { type Clock, Disposables, Emitter, type Undo } from '@remotemedia/base';
import type { QualityPeer, QualitySource } from '../quality-port.ts';
import type { PeerBitrateState } from '../score/peer-bitrate.ts';
import type { PeerStats } from '../stats/peer-stats.ts';
import { observePressure } from './compute-pressure.ts';
import { CpuRule, type Pressure } from './cpu-rule.ts';
import { LadderCount, ladderStep } from './ladder.ts';
import type { TrackLimits } from './limits.ts';
import { PeerAdaptation } from './peer-adaptation.ts';
import type { Size } from './picture.ts';

/** How long a change of what is shown may wait for others, in milliseconds. */
const SOON_MS = 20;
/** Largest picture when nothing else is said. */
const HD: Size = { width: 1_280, height: 720 };

/** What the application allows at most, for each video and each peer. */
export interface AdaptationOptions {
  /** Most kilobits per second of one video for one peer. @default 2000 */
  readonly targetBitrateKbps?: number | undefined;
  /** Largest picture. @default 1280×720 */
  readonly maxVideoSize?: Size | undefined;
  /** Most video frames per second. @default 30 */
  readonly videoFramerateFps?: number | undefined;
  /** What all peers together may be sent, in kilobits per second. @default no limit */
  readonly uplinkKbps?: number | undefined;
  /** Processors of this machine. @default navigator.hardwareConcurrency */
  readonly cores?: number | undefined;
}

/** What an {@link Adaptation} announces. */
export type AdaptationEvents = {
  /** A track is sent to a peer in another way, or for other reasons. */
  limits: { readonly peerId: string; readonly limits: readonly TrackLimits[] };
};

/** Adapts what is sent to each peer to its network, its screen, this machine and the number of peers. */
export class Adaptation extends Emitter<AdaptationEvents> {
  readonly #source: QualitySource;
  readonly #options: AdaptationOptions;
  readonly #clock: Clock;
  readonly #cores: number;
  readonly #cpu: CpuRule;
  readonly #count = new LadderCount();
  readonly #peers = new Map<QualityPeer, PeerAdaptation>();
  readonly #undo = new Disposables();
  #pressure: Pressure | undefined;
  #isDue = false;
  #stopTimer: Undo = () => {};

  /** @param source whose peers are adapted to */
  constructor(source: QualitySource, options: AdaptationOptions, clock: Clock) {
    super();
    this.#source = source;
    this.#options = options;
    this.#clock = clock;
    this.#cores = options.cores ?? globalThis.navigator?.hardwareConcurrency ?? 4;
    this.#cpu = new CpuRule(this.#cores);
    this.#undo.add(source.on('peersChange', () => this.#follow()));
    this.#undo.add(
      observePressure((pressure) => {
        this.#pressure = pressure;
      }),
    );
    this.#follow();
  }

  /** How each of our tracks is sent to a peer, and why; empty for one who is not there. */
  limitsOf(peerId: string): readonly TrackLimits[] {
    return this.#find(peerId)?.limits ?? [];
  }

  /** RemoteMedia's state of a peer's bitrate; `undefined` for one who is not there. */
  bitrateOf(peerId: string): PeerBitrateState | undefined {
    return this.#find(peerId)?.network.state;
  }

  /** Takes a round of samples and decides anew. */
  takeRound(round: readonly PeerStats[]): void {
    if (this.#undo.disposed) return;
    for (const stats of round) this.#find(stats.peerId)?.takeStats(stats);
    const loads = [...this.#peers.values()].map(({ load }) => load);
    this.#cpu.update(this.#clock.now(), {
      isLimited: loads.some(({ isLimited }) => isLimited),
      encodeLoad: loads.reduce((total, { encodeLoad }) => total + encodeLoad, 0),
      pressure: this.#pressure,
    });
    this.#update();
  }

  /** Stops adapting; what was decided stays. Calling it again does nothing. */
  close(): void {
    this.#undo.dispose();
    this.#stopTimer();
    for (const peer of this.#peers.values()) peer.close();
    this.#peers.clear();
    this.removeAllListeners();
  }

  #find(peerId: string): PeerAdaptation | undefined {
    for (const [{ id }, adaptation] of this.#peers) if (id === peerId) return adaptation;
    return undefined;
  }

  #follow(): void {
    const now = new Set(this.#source.peers);
    for (const [peer, adaptation] of this.#peers) {
      if (now.has(peer)) continue;
      adaptation.close();
      this.#peers.delete(peer);
    }
    for (const peer of now) {
      if (!this.#peers.has(peer)) this.#peers.set(peer, this.#newPeer(peer));
    }
  }

  #newPeer(peer: QualityPeer): PeerAdaptation {
    return new PeerAdaptation(
      peer,
      this.#clock,
      () => this.#updateSoon(),
      (limits) => this.emit('limits', { peerId: peer.id, limits }),
    );
  }

  /** One decision for all that changed within a moment: a peer may report as often as it likes. */
  #updateSoon(): void {
    if (this.#isDue || this.#undo.disposed) return;
    this.#isDue = true;
    this.#stopTimer = this.#clock.after(SOON_MS, () => {
      this.#isDue = false;
      this.#update();
    });
  }

  #update(): void {
    const { targetBitrateKbps = 2_000, maxVideoSize = HD, videoFramerateFps = 30, uplinkKbps } = this.#options;
    const nowMs = this.#clock.now();
    const peers = [...this.#peers.values()];
    const videos = this.#count.update(
      nowMs,
      peers.reduce((total, { weight }) => total + weight, 0),
    );
    const common = {
      config: { kbps: targetBitrateKbps, ...maxVideoSize, fps: videoFramerateFps },
      ladder: ladderStep(videos, { cores: this.#cores, uplinkKbps, peers: peers.length }),
      cpu: this.#cpu.limit,
    };
    for (const peer of peers) void peer.update(nowMs, common);
  }
}
