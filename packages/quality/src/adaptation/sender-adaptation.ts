import type { QualitySender } from '../quality-port.ts';
import type { SentTrackStats } from '../stats/peer-stats.ts';
import type { View } from '../view/view.ts';
import { Allowance } from './allowance.ts';
import { applyAudio, applyVideo, isApplied } from './apply-limits.ts';
import { decideVideo, type VideoInputs } from './decide-video.ts';
import { isMuchAlike, type LimitReason, type TrackLimits, type VideoLimits } from './limits.ts';
import type { Size } from './picture.ts';

/** What holds for every video that is sent to one peer. */
export interface SharedLimits extends Pick<VideoInputs, 'config' | 'ladder' | 'cpu' | 'network'> {
  /** What sound is to be lowered to, and why; `undefined` when it need not be. */
  readonly audio: { readonly kbps: number; readonly reason: LimitReason } | undefined;
}

/** What is known of one track at the moment of a decision. */
export interface SenderSigns {
  /** How the other side shows it. */
  readonly view: View | undefined;
  /** Its last statistics. */
  readonly stats: SentTrackStats | undefined;
}

/** Least time between two changes of one sender, in milliseconds; just below that between two samples. */
const CHANGE_EVERY_MS = 900;
/** Changes of what the other side shows are made at once, but no more than this many in a row. */
const VIEW_CHANGES = 5;
/** Time after which one more of them may be made, in milliseconds. */
const VIEW_EVERY_MS = 500;
/** Statistics of a track that was never sent tell nothing; its camera does. */
const UNKNOWN_SIZE: Size = { width: 640, height: 360 };

/** Keeps one sender within its limits, and remembers what they are. */
export class SenderAdaptation {
  readonly #item: QualitySender;
  #limits: TrackLimits | undefined;
  #applied: VideoLimits | undefined;
  #appliedKbps: number | undefined;
  #changedAtMs = Number.NEGATIVE_INFINITY;
  #view: View | undefined;
  readonly #viewChanges = new Allowance(VIEW_CHANGES, VIEW_EVERY_MS);
  #isBegun = false;

  constructor(item: QualitySender) {
    this.#item = item;
  }

  /** How the track is sent, and why; `undefined` before the first decision. */
  get limits(): TrackLimits | undefined {
    return this.#limits;
  }

  /** Whether it is the track and the sender of `item`. */
  isOf(item: QualitySender): boolean {
    return this.#item.track === item.track && this.#item.sender === item.sender;
  }

  /**
   * Decides and tells the browser what changed; to be called while no negotiation is under way.
   *
   * @returns whether {@link SenderAdaptation.limits} changed
   */
  async update(nowMs: number, shared: SharedLimits, signs: SenderSigns): Promise<boolean> {
    const { mid } = this.#item.transceiver;
    if (mid === null) return false;
    if (this.#item.track.kind === 'audio') return this.#updateAudio(mid, shared);
    return this.#updateVideo(nowMs, mid, shared, signs);
  }

  async #updateAudio(mid: string, { audio }: SharedLimits): Promise<boolean> {
    if (this.#isBegun && this.#appliedKbps === audio?.kbps) return false;
    if (!(await applyAudio(this.#item, audio?.kbps))) return false;
    this.#isBegun = true;
    this.#appliedKbps = audio?.kbps;
    const maxBitrateKbps = audio?.kbps ?? this.#item.options.maxBitrateKbps;
    const own: LimitReason[] = maxBitrateKbps === undefined ? [] : ['track'];
    const reasons = audio ? [audio.reason] : own;
    return this.#tell({ kind: 'audio', mid, trackId: this.#item.track.id, maxBitrateKbps, reasons });
  }

  async #updateVideo(nowMs: number, mid: string, shared: SharedLimits, { view, stats }: SenderSigns): Promise<boolean> {
    const { track, options } = this.#item;
    const wanted = decideVideo({
      ...shared,
      view,
      options,
      source: sourceSize(track, stats),
      keepsDetail: keepsDetail(this.#item),
      before: this.#applied,
    });
    const isSettled = this.#applied && isMuchAlike(this.#applied, wanted) && isApplied(this.#item, this.#applied);
    const isDue = !this.#applied || (!isSettled && this.#mayChange(nowMs, view));
    if (isDue) {
      this.#changedAtMs = nowMs;
      if (!(await applyVideo(this.#item, wanted))) return false;
      this.#applied = wanted;
      this.#view = view;
    }
    if (!this.#applied) return false;
    const { reasons: own } = isMuchAlike(this.#applied, wanted) ? wanted : this.#applied;
    // What could not be had is known only from what is really sent.
    const reasons = [...own, ...unmet(this.#item, stats)];
    return this.#tell({ kind: 'video', mid, trackId: track.id, ...this.#applied, reasons });
  }

  #mayChange(nowMs: number, view: View | undefined): boolean {
    const sinceMs = nowMs - this.#changedAtMs;
    if (isSameView(view, this.#view)) return sinceMs >= CHANGE_EVERY_MS;
    return this.#viewChanges.take(nowMs);
  }

  #tell(limits: TrackLimits): boolean {
    if (JSON.stringify(limits) === JSON.stringify(this.#limits)) return false;
    this.#limits = limits;
    return true;
  }
}

/** The track's own word first: Firefox's statistics tell the size after it made the picture smaller. */
function sourceSize(track: MediaStreamTrack, stats: SentTrackStats | undefined): Size {
  const { width, height } = track.getSettings();
  if (width && height) return { width, height };
  const { sourceWidth, sourceHeight } = stats ?? {};
  return sourceWidth && sourceHeight ? { width: sourceWidth, height: sourceHeight } : UNKNOWN_SIZE;
}

function keepsDetail({ track, options }: QualitySender): boolean {
  return (
    options.degradationPreference === 'maintain-resolution' ||
    track.contentHint === 'detail' ||
    track.contentHint === 'text'
  );
}

/** What was asked for when the track was published and cannot be had with this peer. */
function unmet({ sender, options }: QualitySender, stats: SentTrackStats | undefined): LimitReason[] {
  const reasons: LimitReason[] = [];
  if (options.simulcast && sender.getParameters().encodings?.length === 1) reasons.push('simulcast');
  if (!stats?.bitrateKbps) return reasons;
  if (options.codec && stats.codec?.toUpperCase() !== options.codec.toUpperCase()) reasons.push('codec');
  // Firefox tells no mode, and has none but its own.
  if (options.scalabilityMode && stats.scalabilityMode !== options.scalabilityMode) reasons.push('scalability-mode');
  return reasons;
}

function isSameView(a: View | undefined, b: View | undefined): boolean {
  if (a === b) return true;
  return typeof a === 'object' && typeof b === 'object' && a.width === b.width && a.height === b.height;
}
