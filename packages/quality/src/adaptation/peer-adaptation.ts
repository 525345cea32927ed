import { type Clock, Disposables } from '@remotemedia/base';
import type { QualityPeer, QualitySender } from '../quality-port.ts';
import { sentLoss } from '../score/connection-quality.ts';
import type { PeerStats } from '../stats/peer-stats.ts';
import { fromReport, VIEW_TOPIC, type View } from '../view/view.ts';
import { Allowance } from './allowance.ts';
import { weightOf } from './ladder.ts';
import type { TrackLimits } from './limits.ts';
import { NetworkRule } from './network-rule.ts';
import { SenderAdaptation, type SharedLimits } from './sender-adaptation.ts';

/** What holds for all peers. */
export type CommonLimits = Pick<SharedLimits, 'config' | 'ladder' | 'cpu'>;

/** What sound is lowered to when even the least of everything else was too much, in kilobits per second. */
const WORST_AUDIO_KBPS = 24;
/** Reports about what is shown that are acted on at once, in a row; those beyond it wait for the next round. */
const REPORTS = 5;
/** Time after which one more of them is, in milliseconds. */
const REPORT_EVERY_MS = 500;

/** How we send to one peer: what its network takes, what it looks at, and what its senders were told. */
export class PeerAdaptation {
  readonly #peer: QualityPeer;
  readonly #onChange: (limits: readonly TrackLimits[]) => void;
  readonly #undo = new Disposables();
  readonly #reports = new Allowance(REPORTS, REPORT_EVERY_MS);
  #network = new NetworkRule();
  #connection: RTCPeerConnection;
  #views: ReadonlyMap<string, View> = new Map();
  #stats: PeerStats | undefined;
  #senders: readonly SenderAdaptation[] = [];
  #isBusy = false;
  #next: (() => Promise<void>) | undefined;

  /**
   * @param clock where time comes from
   * @param onView hears that the peer is connected, or shows something differently
   * @param onChange hears of new limits
   */
  constructor(peer: QualityPeer, clock: Clock, onView: () => void, onChange: (limits: readonly TrackLimits[]) => void) {
    this.#peer = peer;
    this.#connection = peer.connection;
    this.#onChange = onChange;
    this.#undo.add(peer.on('stateChange', onView));
    this.#undo.add(
      peer.control.on(VIEW_TOPIC, (body) => {
        const views = fromReport(body);
        if (!views) return;
        // It may come over a new connection before anything else tells of that.
        this.#noticeConnection();
        this.#views = views;
        // Each makes a decision for all peers, so one peer must not ask for it all the time.
        if (this.#reports.take(clock.now())) onView();
      }),
    );
  }

  /** How each of our tracks is sent to the peer. */
  get limits(): readonly TrackLimits[] {
    return this.#senders.flatMap(({ limits }) => (limits ? [limits] : []));
  }

  /** RemoteMedia's state of this peer's bitrate, and why it is not higher. */
  get network(): NetworkRule {
    return this.#network;
  }

  /** Whether an encoder of this peer's says that the machine holds it back, and what all of them take of it. */
  get load(): { readonly isLimited: boolean; readonly encodeLoad: number } {
    // A peer that is out of touch is not measured; what it said last holds no more.
    const sent = this.#peer.state.kind === 'connected' ? (this.#stats?.sent ?? []) : [];
    return {
      isLimited: sent.some(({ limitedBy }) => limitedBy === 'cpu'),
      encodeLoad: sent.reduce((total, { encodeLoad = 0 }) => total + encodeLoad, 0),
    };
  }

  /** What the videos that are sent to the peer count toward the ladder. */
  get weight(): number {
    if (this.#peer.state.kind !== 'connected') return 0;
    return this.#peer.connection
      .getTransceivers()
      .reduce((total, { sender, mid }) => total + (sender.track?.kind === 'video' ? this.#weightOf(mid) : 0), 0);
  }

  /** Takes a sample. */
  takeStats(stats: PeerStats): void {
    this.#noticeConnection();
    this.#stats = stats;
    this.#network.update(stats.atMs, {
      packetLoss: sentLoss(stats),
      roundTripTimeMs: stats.connection.roundTripTimeMs,
      availableKbps: stats.connection.availableOutgoingKbps,
      isLimited: stats.sent.some(({ limitedBy }) => limitedBy === 'bandwidth'),
    });
  }

  /** Brings all senders within their limits; once more afterwards if that is asked for while it is under way. */
  async update(nowMs: number, common: CommonLimits): Promise<void> {
    this.#next = () => this.#peer.changeSenders((items) => this.#updateSenders(nowMs, common, items));
    if (this.#isBusy) return;
    this.#isBusy = true;
    try {
      for (let next = this.#takeNext(); next; next = this.#takeNext()) await next();
    } catch {
      // It was closed meanwhile.
    } finally {
      this.#isBusy = false;
    }
  }

  /** Lets go of the peer. Its senders stay as they are. */
  close(): void {
    this.#undo.dispose();
  }

  /** A connection that is going away is left alone. */
  #takeNext(): (() => Promise<void>) | undefined {
    const next = this.#next;
    this.#next = undefined;
    return this.#undo.disposed || this.#peer.state.kind !== 'connected' ? undefined : next;
  }

  async #updateSenders(nowMs: number, common: CommonLimits, items: readonly QualitySender[]): Promise<void> {
    this.#noticeConnection();
    const before = this.#senders;
    this.#senders = items.map((item) => before.find((sender) => sender.isOf(item)) ?? new SenderAdaptation(item));
    const shared = { ...common, ...this.#networkLimits(items) };
    let isChanged = before.length !== this.#senders.length;
    for (const [index, sender] of this.#senders.entries()) {
      const { mid } = (items[index] as QualitySender).transceiver;
      const stats = this.#stats?.sent.find((track) => track.mid === mid);
      const view = mid === null ? undefined : this.#views.get(mid);
      isChanged = (await sender.update(nowMs, shared, { view, stats })) || isChanged;
    }
    if (isChanged && !this.#undo.disposed) this.#onChange(this.limits);
  }

  /** What was said and learned of another connection of the same peer does not hold for a new one. */
  #noticeConnection(): void {
    if (this.#connection === this.#peer.connection) return;
    this.#connection = this.#peer.connection;
    this.#network = new NetworkRule();
    this.#views = new Map();
    this.#stats = undefined;
  }

  /** The videos of one peer share what its network takes; nobody's looking at one leaves it to the others. */
  #networkLimits(items: readonly QualitySender[]): Pick<SharedLimits, 'network' | 'audio'> {
    const isSeen = ({ track, transceiver: { mid } }: QualitySender) =>
      track.kind === 'video' && (mid === null || this.#views.get(mid) !== 'hidden');
    const videos = Math.max(1, items.filter(isSeen).length);
    const { state, reason, bandwidthKbps, isWorst } = this.#network;
    const network: SharedLimits['network'] = [
      { reason, kbps: state.currentKbps / videos },
      ...(bandwidthKbps === undefined ? [] : [{ reason: 'bandwidth' as const, kbps: bandwidthKbps / videos }]),
    ];
    return { network, audio: isWorst ? { kbps: WORST_AUDIO_KBPS, reason } : undefined };
  }

  #weightOf(mid: string | null): number {
    const view = mid === null ? undefined : this.#views.get(mid);
    return view === 'hidden' ? 0 : weightOf(view);
  }
}
