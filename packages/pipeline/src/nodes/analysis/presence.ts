import { powerDb, rmsDb } from './decibels.ts';
import type { SoundWindow } from './sound-window.ts';

/** Presence is decided for stretches of this length, in ms. */
export const PRESENCE_WINDOW_MS = 20;

/** Bit of the left side, or of everybody where the sound is not stereo. */
export const LEFT = 1;

/** Bit of the right side. */
export const RIGHT = 2;

/** Who is louder than the threshold: {@link LEFT}, {@link RIGHT}, both, or 0. */
export function speakersIn(window: SoundWindow, thresholdDb: number): number {
  if (window.meanSquares.length !== 2) return rmsDb(window) > thresholdDb ? LEFT : 0;
  const left = powerDb(window.meanSquares[0] ?? 0) > thresholdDb ? LEFT : 0;
  const right = powerDb(window.meanSquares[1] ?? 0) > thresholdDb ? RIGHT : 0;
  return left | right;
}
