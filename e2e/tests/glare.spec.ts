import { expect } from '@playwright/test';
import { hasFirefox } from '../support/browsers.ts';
import { expectHeard, expectMeeting, expectSeen } from '../support/expectations.ts';
import { type Arrive, test } from '../support/fixtures.ts';
import { allowDevices, holdDevices } from '../support/held-devices.ts';
import type { Participant } from '../support/participant.ts';
import { expectOwnPicture } from '../support/wandering-picture.ts';

/** Who gives way when both offer at once hangs on random ids, so each call is tried several times. */
const ROUNDS = 3;

test('two people whose devices start at the same moment in mid-call see and hear each other', async ({
  participant,
  room,
}) => {
  for (let round = 0; round < ROUNDS; round += 1) {
    const people = await meetWithoutDevices(participant, `${room}-${round}`, ['chromium', 'chromium']);
    await Promise.all(people.map(allowDevices));
    await expectMeeting(...people);
    await Promise.all(people.map(({ context }) => context.close()));
  }
});

test('two people in Chromium and Firefox whose devices start at the same moment see and hear each other', async ({
  participant,
  room,
}) => {
  test.skip(!hasFirefox, 'there is no Firefox on this machine; FIREFOX_PATH can name one');
  for (let round = 0; round < ROUNDS; round += 1) {
    const people = await meetWithoutDevices(participant, `${room}-${round}`, ['chromium', 'firefox']);
    const [inChromium, inFirefox] = people;
    await Promise.all(people.map(allowDevices));
    await Promise.all([expectSeen(inFirefox, inChromium.name), expectOwnPicture(inChromium, inFirefox)]);
    await Promise.all([expectHeard(inFirefox, inChromium.name), expectHeard(inChromium, inFirefox.name)]);
    await Promise.all(people.map(({ context }) => context.close()));
  }
});

test('a camera that starts in mid-call while the other side starts its microphone is seen', async ({ participant }) => {
  const grace = await participant('Grace');
  const ada = await participant('Ada');
  await expectMeeting(ada, grace);
  for (let round = 0; round < ROUNDS; round += 1) {
    // After a leave the devices are off, so what Ada switches on meets what Grace offers to a newcomer.
    await ada.leave();
    await ada.join();
    await ada.toggleCamera();
    await ada.toggleMute();
    await expectMeeting(ada, grace);
  }
});

/** Two people in a call that has a data channel and nothing else yet. */
async function meetWithoutDevices(
  arrive: Arrive,
  room: string,
  engines: readonly ['chromium', 'chromium' | 'firefox'],
): Promise<[Participant, Participant]> {
  const ada = await arrive('Ada', { room, engine: engines[0], initScript: holdDevices });
  const grace = await arrive('Grace', { room, engine: engines[1], initScript: holdDevices });
  await expect(ada.tileOf('Grace')).toHaveAttribute('data-state', 'connected');
  await expect(grace.tileOf('Ada')).toHaveAttribute('data-state', 'connected');
  return [ada, grace];
}
