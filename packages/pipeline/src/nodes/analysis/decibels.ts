import type { SoundWindow } from './sound-window.ts';

/** What digital silence is called, in dB of full scale. */
export const FLOOR_DB = -120;

/** The level of a mean square, in dB of full scale; {@link FLOOR_DB} at least. */
export function powerDb(meanSquare: number): number {
  return meanSquare > 1e-12 ? 10 * Math.log10(meanSquare) : FLOOR_DB;
}

/** RMS of all channels together, in dB of full scale: a sine at full scale has −3.01. */
export function rmsDb({ meanSquares }: SoundWindow): number {
  let sum = 0;
  for (let channel = 0; channel < meanSquares.length; channel += 1) sum += meanSquares[channel] ?? 0;
  return powerDb(meanSquares.length > 0 ? sum / meanSquares.length : 0);
}

/** The largest magnitude of all channels. */
export function peakOf({ peaks }: SoundWindow): number {
  let peak = 0;
  for (let channel = 0; channel < peaks.length; channel += 1) peak = Math.max(peak, peaks[channel] ?? 0);
  return peak;
}

/** How far `value` is on the way from `from` to `to`: 0–1. */
export function share(value: number, from: number, to: number): number {
  if (to <= from) return value >= to ? 1 : 0;
  return Math.min(1, Math.max(0, (value - from) / (to - from)));
}
