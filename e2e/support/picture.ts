import type { Locator } from '@playwright/test';
import { CAST } from './cast.ts';

/** What a video element shows. */
export interface PictureSample {
  /** Whether the picture changed between two moments. */
  readonly moving: boolean;
  /** Mean hue of the coloured pixels, in degrees; undefined while too few of them have a colour. */
  readonly hueDegrees: number | undefined;
}

/**
 * Looks at the pixels of a `<video>` twice, half a second apart.
 * @param video locates exactly one `<video>` element
 */
export function samplePicture(video: Locator): Promise<PictureSample> {
  return video.evaluate(lookTwice);
}

/** Whose picture a video element shows: a name of the cast, `nobody`, or that name with `(frozen)` behind it. */
export async function whoIsSeen(video: Locator): Promise<string> {
  if ((await video.count()) !== 1) return 'nobody';
  const { moving, hueDegrees } = await samplePicture(video);
  if (hueDegrees === undefined) return 'nobody';
  const person = CAST.find((candidate) => hueDistance(candidate.hueDegrees, hueDegrees) <= 20);
  const name = person?.name ?? `somebody of hue ${Math.round(hueDegrees)}`;
  return moving ? name : `${name} (frozen)`;
}

/** How far apart two hues are on the colour wheel, 0–180 degrees. */
export function hueDistance(one: number, other: number): number {
  const distance = Math.abs(one - other) % 360;
  return Math.min(distance, 360 - distance);
}

/** Runs in the page, so it must not use anything from outside itself. */
async function lookTwice(element: Element): Promise<PictureSample> {
  const video = element as HTMLVideoElement;
  const width = 48;
  const height = 27;
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext('2d', { willReadFrequently: true });
  const nothing: PictureSample = { moving: false, hueDegrees: undefined };
  if (context === null || video.videoWidth === 0) return nothing;

  const look = (): Uint8ClampedArray => {
    context.drawImage(video, 0, 0, width, height);
    return context.getImageData(0, 0, width, height).data;
  };
  const before = look();
  // Half a second between the two looks is the measurement: some seven frames of a healthy picture.
  await new Promise((resolve) => setTimeout(resolve, 500));
  const after = look();

  let changed = 0;
  let coloured = 0;
  let east = 0;
  let north = 0;
  for (let at = 0; at < after.length; at += 4) {
    const [red = 0, green = 0, blue = 0] = after.subarray(at, at + 3);
    const [redBefore = 0, greenBefore = 0, blueBefore = 0] = before.subarray(at, at + 3);
    if (Math.abs(red - redBefore) + Math.abs(green - greenBefore) + Math.abs(blue - blueBefore) > 8) changed += 1;
    if (Math.max(red, green, blue) - Math.min(red, green, blue) < 60) continue;
    // The hue as an angle, by projection of the colour on the plane across the grey axis.
    const angle = Math.atan2(Math.sqrt(3) * (green - blue), 2 * red - green - blue);
    coloured += 1;
    east += Math.cos(angle);
    north += Math.sin(angle);
  }
  const pixels = width * height;
  // A picture that stands still repeats the same frame to the last bit, so a small change is proof enough.
  const moving = changed > pixels / 50;
  const hueDegrees = ((Math.atan2(north, east) * 180) / Math.PI + 360) % 360;
  return { moving, hueDegrees: coloured < pixels / 4 ? undefined : hueDegrees };
}
