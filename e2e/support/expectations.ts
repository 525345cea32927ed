import { expect } from '@playwright/test';
import type { Participant } from './participant.ts';
import { whoIsSeen } from './picture.ts';
import { whoIsHeard } from './sound.ts';

/** Longest wait for media; ample, because a busy machine with several browsers is slow. */
const MEDIA_TIMEOUT_MS = 30_000;

/** Waits until the viewer has exactly these people on the screen, one tile for each. */
export async function expectPresent(viewer: Participant, names: readonly string[]): Promise<void> {
  const wanted = [...names].sort();
  const options = { message: `people in front of ${viewer.name}`, timeout: MEDIA_TIMEOUT_MS };
  await expect.poll(() => viewer.present(), options).toEqual(wanted);
}

/** Waits until the picture in somebody's tile moves and is that person's own. */
export async function expectSeen(viewer: Participant, name: string): Promise<void> {
  const options = { message: `picture that ${viewer.name} has of ${name}`, timeout: MEDIA_TIMEOUT_MS };
  await expect.poll(() => whoIsSeen(viewer.videoOf(name)), options).toBe(name);
}

/** Waits until the sound in somebody's tile is that person's own and nobody else's. */
export async function expectHeard(listener: Participant, name: string): Promise<void> {
  const options = { message: `sound that ${listener.name} has of ${name}`, timeout: MEDIA_TIMEOUT_MS };
  await expect.poll(() => whoIsHeard(listener.videoOf(name)), options).toBe(name);
}

/** Waits until nothing is heard from somebody. */
export async function expectSilent(listener: Participant, name: string): Promise<void> {
  const options = { message: `sound that ${listener.name} has of ${name}`, timeout: MEDIA_TIMEOUT_MS };
  await expect.poll(() => whoIsHeard(listener.videoOf(name)), options).toBe('silence');
}

/** Waits until one person sees and hears each of the others. */
export async function expectMeets(viewer: Participant, others: readonly Participant[]): Promise<void> {
  await Promise.all(
    others.map(async ({ name }) => {
      await expectSeen(viewer, name);
      await expectHeard(viewer, name);
    }),
  );
}

/** Waits until everybody sees and hears everybody else, and nobody is there twice. */
export async function expectMeeting(...people: readonly Participant[]): Promise<void> {
  const names = people.map(({ name }) => name);
  await Promise.all(people.map((person) => expectPresent(person, names)));
  await Promise.all(
    people.map((person) =>
      expectMeets(
        person,
        people.filter((other) => other !== person),
      ),
    ),
  );
}
