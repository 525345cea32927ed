import { expect } from '@playwright/test';
import type { Participant } from './participant.ts';
import { hueDistance, samplePicture } from './picture.ts';

/**
 * Firefox has one fake camera, the same for everybody: a field whose hue wanders by some ten degrees a second. Whose
 * picture arrives is told by comparison with what the sender sees of themselves at that moment.
 */

/** Hue that somebody's own camera shows now, in degrees. */
export async function ownHue(person: Participant): Promise<number> {
  let hueDegrees: number | undefined;
  const look = async () => {
    hueDegrees = (await samplePicture(person.videoOf(person.name))).hueDegrees;
    return hueDegrees;
  };
  await expect.poll(look, { message: `own picture of ${person.name}` }).toBeDefined();
  return hueDegrees ?? 0;
}

/** Waits until somebody's own camera shows a hue that is at least this far from another. */
export async function expectWandered(person: Participant, fromDegrees: number, byDegrees: number): Promise<void> {
  const distance = async () => hueDistance(await ownHue(person), fromDegrees);
  await expect.poll(distance, { timeout: 30_000 }).toBeGreaterThan(byDegrees);
}

/** Waits until the viewer has a moving picture of the sender that looks like the sender's own, not like the viewer's. */
export async function expectOwnPicture(viewer: Participant, sender: Participant): Promise<void> {
  const compare = async () => {
    const video = viewer.videoOf(sender.name);
    if ((await video.count()) !== 1) return 'no picture';
    const [seen, own, viewers] = await Promise.all([samplePicture(video), ownHue(sender), ownHue(viewer)]);
    if (seen.hueDegrees === undefined) return 'no picture';
    if (!seen.moving) return 'a frozen picture';
    if (hueDistance(seen.hueDegrees, own) > 25) return `hue ${seen.hueDegrees}, but the sender's is ${own}`;
    return hueDistance(seen.hueDegrees, viewers) > 25 ? "the sender's own" : "like the viewer's own";
  };
  const options = { message: `picture that ${viewer.name} has of ${sender.name}`, timeout: 30_000 };
  await expect.poll(compare, options).toBe("the sender's own");
}
