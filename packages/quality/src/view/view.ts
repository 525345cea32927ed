import type { Size } from '../adaptation/picture.ts';

/** How the receiver shows a video: its size in pixels of the screen, or not at all. */
export type View = Size | 'hidden';

/** Control topic of the reports about what is shown. */
export const VIEW_TOPIC = 'view';

/** Most videos of one report. */
const MAX_VIDEOS = 64;
/** Longest name of a video, in characters. */
const MAX_MID_LENGTH = 32;
/** Longest side of a tile, in pixels. */
const MAX_SIDE = 16_384;

/** What is said about each `mid`: `hidden`, or width and height. Those that are not named are sent as if fully seen. */
export type ViewReport = { readonly [mid: string]: readonly number[] | string };

/** Writes a report. */
export function toReport(views: ReadonlyMap<string, View>): ViewReport {
  const entries = [...views].slice(0, MAX_VIDEOS);
  return Object.fromEntries(
    entries.map(([mid, view]) => [mid, view === 'hidden' ? view : [side(view.width), side(view.height)]]),
  );
}

/** Reads a report from a peer, who may send anything. @returns `undefined` for what is no report */
export function fromReport(body: unknown): ReadonlyMap<string, View> | undefined {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return undefined;
  const entries = Object.entries(body);
  if (entries.length > MAX_VIDEOS) return undefined;
  const views = new Map<string, View>();
  for (const [mid, value] of entries) {
    const view = readView(value);
    if (mid.length > MAX_MID_LENGTH || view === undefined) return undefined;
    views.set(mid, view);
  }
  return views;
}

function readView(value: unknown): View | undefined {
  if (value === 'hidden') return 'hidden';
  if (!Array.isArray(value) || value.length !== 2) return undefined;
  const [width, height] = value as readonly unknown[];
  return isSide(width) && isSide(height) ? { width, height } : undefined;
}

function isSide(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) >= 1 && (value as number) <= MAX_SIDE;
}

function side(pixels: number): number {
  // What is no number would make the report none, and with it all the others.
  return Math.min(MAX_SIDE, Math.max(1, Math.round(pixels) || 1));
}

/** One view for what several places show: the largest; hidden only if all are. */
export function largestView(views: Iterable<View>): View | undefined {
  let largest: View | undefined;
  for (const view of views) {
    if (largest === undefined || largest === 'hidden') largest = view;
    else if (view !== 'hidden')
      largest = { width: Math.max(largest.width, view.width), height: Math.max(largest.height, view.height) };
  }
  return largest;
}
