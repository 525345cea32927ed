/**
 * Why a track is sent as it is.
 *
 * - `config`: what the application allows at most; also when nothing else holds it back
 * - `track`: what was asked for when this track was published
 * - `tile`: the other side shows it that small · `hidden`: nobody there looks at it
 * - `ladder`: so many peers get a video · `uplink`: what all of them together may take
 * - `loss`, `rtt`: packets get lost or are slow · `ramp`: not yet tried whether more gets through
 * - `bandwidth`: the browser believes that no more gets through · `cpu`: this machine is too busy
 * - `codec`, `simulcast`, `scalability-mode`: it was asked for and cannot be had with this peer
 */
export type LimitReason =
  | 'config'
  | 'track'
  | 'tile'
  | 'hidden'
  | 'ladder'
  | 'uplink'
  | 'loss'
  | 'rtt'
  | 'ramp'
  | 'bandwidth'
  | 'cpu'
  | 'codec'
  | 'simulcast'
  | 'scalability-mode';

/** How one video may be sent to one peer. */
export interface VideoLimits {
  /** Whether it is sent at all. */
  readonly active: boolean;
  /** Most kilobits per second, all layers together. */
  readonly maxBitrateKbps: number;
  /** Most video frames per second. */
  readonly maxFramerateFps: number;
  /** By how much width and height are divided, 1 or more. */
  readonly scaleResolutionDownBy: number;
  /** Why not more. */
  readonly reasons: readonly LimitReason[];
}

/** How one of our tracks is sent to one peer now, and why. */
export type TrackLimits = {
  /** Names the track at both sides. */
  readonly mid: string;
  /** Id of the `MediaStreamTrack`. */
  readonly trackId: string;
  /** Why not more; empty for sound that nothing holds back. */
  readonly reasons: readonly LimitReason[];
} & (
  | ({ readonly kind: 'video' } & VideoLimits)
  | {
      readonly kind: 'audio';
      /** Most kilobits per second; `undefined` for the browser's choice. */
      readonly maxBitrateKbps: number | undefined;
    }
);

/** By how much a bitrate must differ before it is worth telling the browser. */
const NOTICEABLE = 0.1;

/** Whether two limits of a video are so much alike that changing them is not worth it. */
export function isMuchAlike(a: VideoLimits, b: VideoLimits): boolean {
  if (a.active !== b.active) return false;
  if (!a.active) return true;
  return (
    a.maxFramerateFps === b.maxFramerateFps &&
    a.scaleResolutionDownBy === b.scaleResolutionDownBy &&
    Math.abs(a.maxBitrateKbps - b.maxBitrateKbps) <= NOTICEABLE * a.maxBitrateKbps
  );
}
