import type { Size } from './picture.ts';

/** What each of so many peers may get of one video. */
export interface LadderStep extends Size {
  /** Most kilobits per second for each peer. */
  readonly kbps: number;
  /** Most video frames per second. */
  readonly fps: number;
}

/** Peers who are sent a video, and what each of them gets. The last step is for all above. */
export const LADDER: readonly (LadderStep & { readonly peers: number })[] = [
  { peers: 1, kbps: 4_000, width: 1_920, height: 1_080, fps: 60 },
  { peers: 2, kbps: 1_500, width: 1_280, height: 720, fps: 30 },
  { peers: 3, kbps: 900, width: 960, height: 540, fps: 30 },
  { peers: 4, kbps: 500, width: 640, height: 360, fps: 24 },
  { peers: 6, kbps: 250, width: 480, height: 270, fps: 20 },
  { peers: 8, kbps: 150, width: 320, height: 180, fps: 15 },
  { peers: Number.POSITIVE_INFINITY, kbps: 100, width: 320, height: 180, fps: 12 },
];

/** What a call's sound takes of the uplink for each peer, with headers, in kilobits per second. */
const AUDIO_KBPS = 50;
/** Part of the uplink that media may fill. */
const USABLE = 0.9;
/** Least that a video gets, in kilobits per second: less is no picture. */
const LEAST_KBPS = 60;
/** A tile up to this many pixels costs a quarter of a video. */
const SMALL_PIXELS = 320 * 180;

/** What a video counts toward the number of the ladder: those that are shown small cost little. */
export function weightOf(tile: Size | undefined): number {
  return tile && tile.width * tile.height <= SMALL_PIXELS ? 0.25 : 1;
}

/**
 * What each video gets.
 *
 * @param videos sum of the weights of all videos that are sent
 * @param cores processors of this machine; one or two of them go down the ladder sooner
 * @param uplinkKbps what all peers together may be sent; no limit without
 * @param peers how many peers the uplink has to carry sound for
 */
export function ladderStep(
  videos: number,
  { cores, uplinkKbps, peers }: { cores: number; uplinkKbps: number | undefined; peers: number },
): LadderStep & { readonly limitedBy: 'ladder' | 'uplink' } {
  const whole = Math.ceil(videos);
  const rung = whole + (cores <= 2 ? Math.floor(whole / 2) : 0);
  const step = LADDER.find((candidate) => rung <= candidate.peers) ?? (LADDER.at(-1) as LadderStep);
  if (uplinkKbps === undefined) return { ...step, limitedBy: 'ladder' };
  const share = Math.max(LEAST_KBPS, (uplinkKbps * USABLE - peers * AUDIO_KBPS) / Math.max(1, videos));
  return share < step.kbps ? { ...step, kbps: share, limitedBy: 'uplink' } : { ...step, limitedBy: 'ladder' };
}

/** How long there must be fewer videos before each gets more, in milliseconds. */
const CLIMB_AFTER_MS = 3_000;

/** Number of videos for the ladder: more at once, fewer only when it stays so. */
export class LadderCount {
  #count = 0;
  #fewerSinceMs: number | undefined;

  /** @returns the number to go by */
  update(nowMs: number, videos: number): number {
    if (videos >= this.#count) {
      this.#count = videos;
      this.#fewerSinceMs = undefined;
      return videos;
    }
    this.#fewerSinceMs ??= nowMs;
    if (nowMs - this.#fewerSinceMs >= CLIMB_AFTER_MS) {
      this.#count = videos;
      this.#fewerSinceMs = undefined;
    }
    return this.#count;
  }
}
