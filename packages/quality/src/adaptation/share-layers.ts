import type { VideoLimits } from './limits.ts';

/** By how much each layer divides the picture and its part of the bitrate, by its name. */
const LAYERS: Readonly<Record<string, { readonly scale: number; readonly part: number }>> = {
  q: { scale: 4, part: 0.07 },
  h: { scale: 2, part: 0.23 },
  f: { scale: 1, part: 0.7 },
};

/** Kilobits per second that all layers need for a second one, and four times as much for a third. */
const SECOND_LAYER_KBPS = 250;

/** How much larger than the next a layer must be to be worth sending beside it. */
const APART = 1.2;

/** What one encoding is told. */
export interface LayerLimits {
  /** Whether it is sent. */
  readonly active: boolean;
  /** Most bits per second. */
  readonly maxBitrate: number;
  /** Most video frames per second. */
  readonly maxFramerate: number;
  /** By how much width and height are divided. */
  readonly scaleResolutionDownBy: number;
}

/**
 * Divides the limits of a video among its encodings. A single one gets all. Layers get their part; when it is too
 * little for all of them, or the picture is to be smaller, the large ones go first and leave theirs to the others.
 */
export function shareLayers(encodings: readonly { readonly rid?: string }[], limits: VideoLimits): LayerLimits[] {
  const { active, maxBitrateKbps, maxFramerateFps: maxFramerate, scaleResolutionDownBy } = limits;
  if (encodings.length === 1) {
    return [{ active, maxBitrate: maxBitrateKbps * 1_000, maxFramerate, scaleResolutionDownBy }];
  }
  const all = encodings.map(({ rid = '' }, index) => {
    const { scale, part } = LAYERS[rid] ?? { scale: 2 ** (encodings.length - 1 - index), part: 1 };
    return { own: scale, scale: Math.max(scale, scaleResolutionDownBy), part };
  });
  const isSent = all.map((layer) => {
    const smaller = all.filter(({ own }) => own > layer.own);
    const isNeeded = smaller.every(({ scale }) => scale > layer.scale * APART);
    const neededKbps = smaller.length === 0 ? 0 : SECOND_LAYER_KBPS * 4 ** (smaller.length - 1);
    return active && isNeeded && maxBitrateKbps >= neededKbps;
  });
  const whole = all.reduce((total, { part }, index) => total + (isSent[index] ? part : 0), 0) || 1;
  return all.map(({ scale, part }, index) => ({
    active: isSent[index] === true,
    maxBitrate: Math.round((maxBitrateKbps * 1_000 * part) / whole),
    maxFramerate,
    scaleResolutionDownBy: scale,
  }));
}
