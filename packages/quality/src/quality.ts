import { type Clock, Disposables, Emitter, systemClock, type Undo } from '@remotemedia/base';
import { Adaptation, type AdaptationOptions } from './adaptation/adaptation.ts';
import type { TrackLimits } from './adaptation/limits.ts';
import { DominantSpeaker } from './detect/dominant-speaker.ts';
import { type RemoteAudioWarning, RemoteAudioWatch } from './detect/remote-audio.ts';
import { RemoteLevels } from './detect/remote-levels.ts';
import type { QualitySource } from './quality-port.ts';
import { type ConnectionQualityMetrics, connectionQuality } from './score/connection-quality.ts';
import { type PeerBitrateState, type QualityTier, tierOf } from './score/peer-bitrate.ts';
import type { PeerStats } from './stats/peer-stats.ts';
import { StatsCollector, type StatsCollectorOptions } from './stats/stats-collector.ts';
import { type ObserveViewOptions, observeVideo } from './view/video-observer.ts';
import type { View } from './view/view.ts';
import { ViewSender, type ViewTarget } from './view/view-sender.ts';

/** Settings of {@link Quality}. */
export interface QualityOptions extends AdaptationOptions, Omit<StatsCollectorOptions, 'clock'> {
  /** Whether what is sent is adapted. Without, everything is only measured. @default true */
  readonly isAdaptive?: boolean | undefined;
  /** How often it is looked who speaks, in milliseconds; 0 for never. @default 200 */
  readonly speakerIntervalMs?: number | undefined;
}

/** What {@link Quality} announces. */
export type QualityEvents = {
  /** A peer was measured. */
  metrics: { readonly peerId: string; readonly metrics: ConnectionQualityMetrics; readonly stats: PeerStats };
  /** A track is sent to a peer in another way, or for other reasons. */
  limits: { readonly peerId: string; readonly limits: readonly TrackLimits[] };
  /** Another peer speaks, or we do. */
  activeSpeaker: {
    /** Who speaks, or spoke last; `undefined` for us and for nobody. */
    readonly peerId: string | undefined;
    /** Whether it is us. */
    readonly isSelf: boolean;
  };
  /** Something seems wrong, or is right again. */
  warning: RemoteAudioWarning;
};

/** We, among those who may speak; no peer id is empty. */
const SELF = '';

/** How good the connections of a room are, what is sent over them for it, and who speaks. */
export class Quality extends Emitter<QualityEvents> {
  readonly #clock: Clock;
  readonly #collector: StatsCollector;
  readonly #adaptation: Adaptation | undefined;
  readonly #views: ViewSender;
  readonly #levels: RemoteLevels;
  readonly #speaker = new DominantSpeaker();
  readonly #audio = new RemoteAudioWatch();
  readonly #undo = new Disposables();
  readonly #observed = new Set<Undo>();
  #ownLevel: number | undefined;
  #current: ReadonlyMap<string, number> = new Map();

  /** @param settings `source`: whose peers are watched; `clock`: where time comes from, the machine's by default */
  constructor({
    source,
    options = {},
    clock = systemClock,
  }: { source: QualitySource; options?: QualityOptions; clock?: Clock }) {
    super();
    this.#clock = clock;
    this.#collector = new StatsCollector(source, { ...options, clock });
    this.#adaptation = options.isAdaptive === false ? undefined : new Adaptation(source, options, clock);
    this.#views = new ViewSender(source, clock);
    this.#levels = new RemoteLevels(source);
    this.#collector.on('sample', (stats) => this.#takeSample(stats));
    this.#collector.on('round', (round) => {
      this.#adaptation?.takeRound(round);
      this.#views.tell();
    });
    this.#collector.on('gone', ({ peerId }) => {
      for (const warning of this.#audio.forget(peerId)) this.emit('warning', warning);
    });
    this.#adaptation?.on('limits', (limits) => this.emit('limits', limits));
    this.#listen(options.speakerIntervalMs ?? 200);
  }

  /** How good the connection to a peer is; `undefined` before it was measured and when the peer is gone. */
  metricsOf(peerId: string): ConnectionQualityMetrics | undefined {
    const stats = this.statsOf(peerId);
    return stats && connectionQuality(stats);
  }

  /** The last sample of a peer. */
  statsOf(peerId: string): PeerStats | undefined {
    return this.#collector.statsOf(peerId);
  }

  /** The samples that are kept of a peer, oldest first. */
  historyOf(peerId: string): readonly PeerStats[] {
    return this.#collector.historyOf(peerId);
  }

  /** How each of our tracks is sent to a peer, and why; empty for one who is not there or when nothing is adapted. */
  limitsOf(peerId: string): readonly TrackLimits[] {
    return this.#adaptation?.limitsOf(peerId) ?? [];
  }

  /** RemoteMedia's state of a peer's bitrate; `undefined` for one who is not there or when nothing is adapted. */
  bitrateOf(peerId: string): PeerBitrateState | undefined {
    return this.#adaptation?.bitrateOf(peerId);
  }

  /** What may be sent to a peer, by name; `undefined` like {@link Quality.bitrateOf}. */
  tierOf(peerId: string): QualityTier | undefined {
    const state = this.bitrateOf(peerId);
    return state && tierOf(state.currentKbps);
  }

  /** How loud each peer is now, 0–1, by its id. Peers that send no sound are not in it. */
  get levels(): ReadonlyMap<string, number> {
    return this.#current;
  }

  /** Samples all peers now. Resolves when every connection has answered. */
  sample(): Promise<readonly PeerStats[]> {
    return this.#collector.sample();
  }

  /**
   * Tells a peer how one of its videos is shown, so that it sends no more than that.
   *
   * @param target its track, or the peer and the `mid` it is received under
   * @param view size in pixels of the screen, `hidden` for not at all, `undefined` to take it back
   */
  setView(target: ViewTarget, view: View | undefined): void {
    this.#views.set(target, view);
  }

  /** Does the same on its own for a video element, until the returned function is called. */
  observeView(video: HTMLVideoElement, options: ObserveViewOptions = {}): Undo {
    if (this.#undo.disposed) return () => {};
    const stop = observeVideo(video, options, this.#views, this.#clock);
    const undo = () => {
      this.#observed.delete(undo);
      stop();
    };
    this.#observed.add(undo);
    return undo;
  }

  /** Takes our own level, 0–1, so that we are among those who may be the active speaker; `undefined` when we are muted. */
  setOwnLevel(level: number | undefined): void {
    this.#ownLevel = level;
  }

  /** Stops everything; what was decided about sending stays. Calling it again does nothing. */
  close(): void {
    this.#undo.dispose();
    for (const undo of this.#observed) undo();
    this.#views.close();
    this.#adaptation?.close();
    this.#collector.close();
    this.removeAllListeners();
  }

  #takeSample(stats: PeerStats): void {
    this.emit('metrics', { peerId: stats.peerId, metrics: connectionQuality(stats), stats });
    for (const warning of this.#audio.take(stats)) this.emit('warning', warning);
  }

  #listen(everyMs: number): void {
    if (everyMs === 0) return;
    let stop: Undo = () => {};
    const listen = (): void => {
      stop = this.#clock.after(everyMs, () => {
        this.#takeLevels();
        listen();
      });
    };
    listen();
    this.#undo.add(() => stop());
  }

  #takeLevels(): void {
    const levels = this.#levels.read(this.#clock.now());
    this.#current = new Map(levels);
    if (this.#ownLevel !== undefined) levels.set(SELF, this.#ownLevel);
    if (!this.#speaker.update(this.#clock.now(), levels)) return;
    const { speaker } = this.#speaker;
    this.emit('activeSpeaker', { peerId: speaker || undefined, isSelf: speaker === SELF });
  }
}
