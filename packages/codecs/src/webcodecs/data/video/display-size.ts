import { isSideways } from './orientation.ts';
import type { PixelRect } from './rectangles.ts';

/** How large something is shown, pixels. */
export interface DisplaySize {
  /** Across. */
  readonly displayWidth: number;
  /** Down. */
  readonly displayHeight: number;
}

/** A display size as it was given, if it was. */
export interface GivenSize {
  /** Across. */
  readonly displayWidth?: number | undefined;
  /** Down. */
  readonly displayHeight?: number | undefined;
}

/** A picture as it was before something was changed. */
export interface Shown extends DisplaySize {
  /** Which part of it is seen. */
  readonly visibleRect: PixelRect;
  /** How far it is turned, degrees. */
  readonly rotation: number;
}

/** Refuses half a display size, and an empty one. Source: WebCodecs §9.4.7. @throws {TypeError} */
export function checkDisplaySize({ displayWidth, displayHeight }: GivenSize): void {
  if ((displayWidth === undefined) !== (displayHeight === undefined))
    throw new TypeError('displayWidth and displayHeight must be given together');
  if (displayWidth === 0 || displayHeight === 0) throw new TypeError('displayWidth and displayHeight must not be 0');
}

/**
 * How large the part that is now seen is shown: as given, else with pixels as wide and high as they were. Source:
 * WebCodecs §9.4.7, Initialize Visible Rect, Orientation, and Display Size.
 *
 * @throws {TypeError} if nothing would be left to show
 */
export function displaySize(given: GivenSize, before: Shown, visible: PixelRect, rotation: number): DisplaySize {
  const { displayWidth: width, displayHeight: height } = given;
  if (width !== undefined && height !== undefined) return { displayWidth: width, displayHeight: height };
  const wasSideways = isSideways(before.rotation);
  const across = (wasSideways ? before.displayHeight : before.displayWidth) / before.visibleRect.width;
  const down = (wasSideways ? before.displayWidth : before.displayHeight) / before.visibleRect.height;
  const wide = Math.round(visible.width * across);
  const high = Math.round(visible.height * down);
  if (wide === 0 || high === 0)
    throw new TypeError(`the part that is seen would be shown ${wide}×${high} pixels large`);
  return isSideways(rotation)
    ? { displayWidth: high, displayHeight: wide }
    : { displayWidth: wide, displayHeight: high };
}
