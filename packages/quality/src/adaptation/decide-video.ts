import type { SendingOptions } from '../quality-port.ts';
import type { View } from '../view/view.ts';
import type { LadderStep } from './ladder.ts';
import type { LimitReason, VideoLimits } from './limits.ts';
import { kbpsFor, SCALES, type Size, scaleToFill, scaleToFit } from './picture.ts';

/** Everything that says how one video is sent to one peer. */
export interface VideoInputs {
  /** What comes from camera or screen. */
  readonly source: Size;
  /** How the other side shows it; `undefined` when it does not say. */
  readonly view: View | undefined;
  /** How it was published. */
  readonly options: SendingOptions;
  /** Whether the picture is of text or the like, whose size matters more than its motion. */
  readonly keepsDetail: boolean;
  /** What the application allows at most. */
  readonly config: LadderStep;
  /** What so many peers leave for each. */
  readonly ladder: LadderStep & { readonly limitedBy: LimitReason };
  /** What a busy machine leaves. */
  readonly cpu: (Size & { readonly fps: number }) | undefined;
  /** What the way to this peer takes, for this video. */
  readonly network: readonly { readonly reason: LimitReason; readonly kbps: number }[];
  /** What was decided before. */
  readonly before: VideoLimits | undefined;
}

/** Part of what a picture needs that is enough to send it; less makes it smaller. */
const ENOUGH = 0.5;
/** The same for a picture of the size that is being sent already. */
const STILL_ENOUGH = 0.35;
/** Fewest video frames per second of a picture of text. */
const LEAST_DETAIL_FPS = 5;
/** A picture's shorter side is made no smaller than this, in pixels. */
const LEAST_SIDE = 90;

/** One kind of limit and who set it. */
interface Cap {
  readonly reason: LimitReason;
  readonly value: number;
}

/** Decides how a video is sent: as much as the tightest of all limits allows, and which those were. */
export function decideVideo(inputs: VideoInputs): VideoLimits {
  const { source, view, options, keepsDetail, config, ladder, cpu, network, before } = inputs;
  const fps = least([
    { reason: 'config', value: config.fps },
    ...capOf('track', options.maxFramerateFps),
    { reason: 'ladder', value: ladder.fps },
    ...capOf('cpu', cpu?.fps),
  ]);
  const size = sizeOf(inputs);
  const tile = view && view !== 'hidden' && size.reasons.includes('tile');
  const kbps = least([
    { reason: 'config', value: config.kbps },
    ...capOf('track', options.maxBitrateKbps),
    { reason: ladder.limitedBy, value: ladder.kbps },
    ...network.map(({ reason, kbps: value }) => ({ reason, value })),
    ...capOf('tile', tile ? kbpsFor(pixelsOf(source, size.value), fps.value) : undefined),
  ]);
  const fitted = keepsDetail
    ? { scale: size.value, fps: fpsWithin(kbps.value, pixelsOf(source, size.value), fps.value) }
    : { scale: scaleWithin(kbps.value, source, size.value, fps.value, before), fps: fps.value };
  const limits = {
    maxBitrateKbps: Math.round(kbps.value),
    maxFramerateFps: Math.round(fitted.fps),
    scaleResolutionDownBy: Math.round(fitted.scale * 10_000) / 10_000,
  };
  if (view === 'hidden') return { ...limits, active: false, reasons: ['hidden'] };
  const reasons = [...new Set([...kbps.reasons, ...fps.reasons, ...size.reasons])];
  const telling = reasons.filter((reason) => reason !== 'config');
  return { ...limits, active: true, reasons: telling.length > 0 ? telling : ['config'] };
}

/** By how much the picture is divided for its size alone. */
function sizeOf({ source, view, options, keepsDetail, config, ladder, cpu }: VideoInputs): Limit {
  // What so many peers or a busy machine leave is given to text as video frames per second, not as size.
  const spared = keepsDetail ? undefined : ladder;
  return greatest([
    { reason: 'config', value: scaleToFit(source, config) },
    { reason: 'track', value: scaleToFit(source, { width: options.maxWidth, height: options.maxHeight }) },
    ...capOf(ladder.limitedBy === 'uplink' ? 'ladder' : ladder.limitedBy, spared && scaleToFit(source, spared)),
    ...capOf('cpu', cpu && !keepsDetail ? scaleToFit(source, cpu) : undefined),
    ...capOf('tile', view && view !== 'hidden' ? scaleToFill(source, view) : undefined),
  ]);
}

interface Limit {
  readonly value: number;
  readonly reasons: readonly LimitReason[];
}

function least(caps: readonly Cap[]): Limit {
  const value = Math.min(...caps.map((cap) => cap.value));
  return { value, reasons: caps.filter((cap) => cap.value === value).map(({ reason }) => reason) };
}

function greatest(caps: readonly Cap[]): Limit {
  const value = Math.max(...caps.map((cap) => cap.value));
  return { value, reasons: value > 1 ? caps.filter((cap) => cap.value === value).map(({ reason }) => reason) : [] };
}

function capOf(reason: LimitReason, value: number | undefined): Cap[] {
  return value === undefined ? [] : [{ reason, value }];
}

function pixelsOf({ width, height }: Size, scale: number): number {
  return (width * height) / scale ** 2;
}

/** The largest picture that a bitrate is enough for; one that is being sent is kept with a little less. */
function scaleWithin(kbps: number, source: Size, start: number, fps: number, before: VideoLimits | undefined): number {
  const most = Math.max(start, Math.min(source.width, source.height) / LEAST_SIDE);
  for (const scale of [start, ...SCALES.filter((step) => step > start && step <= most)]) {
    const isKept = before?.active === true && Math.abs(before.scaleResolutionDownBy - scale) < 0.01;
    if (kbps >= kbpsFor(pixelsOf(source, scale), fps) * (isKept ? STILL_ENOUGH : ENOUGH)) return scale;
  }
  return SCALES.findLast((step) => step <= most && step >= start) ?? start;
}

/** The most video frames per second that a bitrate is enough for. */
function fpsWithin(kbps: number, pixels: number, most: number): number {
  const possible = most * Math.min(1, kbps / (kbpsFor(pixels, most) * ENOUGH)) ** (1 / 0.7);
  return Math.max(Math.min(most, LEAST_DETAIL_FPS), possible);
}
