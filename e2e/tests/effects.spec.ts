import { expect } from '@playwright/test';
import { axeViolations } from '../support/axe.ts';
import { personNamed } from '../support/cast.ts';
import { expectHeard, expectMeeting, expectSeen } from '../support/expectations.ts';
import { test } from '../support/fixtures.ts';
import type { Participant } from '../support/participant.ts';
import { samplePicture } from '../support/picture.ts';
import { sampleSound } from '../support/sound.ts';

test('others see and hear the effects that somebody chooses, and no longer when they are gone', async ({
  participant,
}) => {
  const ada = await participant('Ada');
  const grace = await participant('Grace');
  await expectMeeting(ada, grace);

  await choose(ada, 'picture', 'Grayscale');
  await expectGrey(grace, 'Ada');
  await expectGrey(ada, 'Ada');
  expect(await axeViolations(ada.page)).toEqual([]);
  await choose(ada, 'voice', 'Robot voice');
  await expect.poll(() => toneOf(grace, 'Ada')).toBe('another pitch');
  await expectSeen(ada, 'Grace');
  await expectHeard(ada, 'Grace');

  await choose(ada, 'picture', 'None');
  await choose(ada, 'voice', 'None');
  await expectSeen(grace, 'Ada');
  await expectHeard(grace, 'Ada');
});

test('an effect stays when the camera is switched off and on, and holds for whoever comes later', async ({
  participant,
}) => {
  const ada = await participant('Ada');
  await choose(ada, 'picture', 'Grayscale');
  await ada.toggleCamera();
  await ada.toggleCamera();
  const grace = await participant('Grace');
  await expectGrey(grace, 'Ada');
  await ada.leave();
});

/** Chooses an effect in the settings, and closes them. */
async function choose({ page }: Participant, what: 'voice' | 'picture', effect: string): Promise<void> {
  await page.getByTestId('settings').click();
  await page.getByTestId(`effect-${what}`).selectOption(effect);
  await page.keyboard.press('Escape');
}

/** Waits until somebody's picture moves and has no colour. */
async function expectGrey(viewer: Participant, name: string): Promise<void> {
  await expect.poll(() => samplePicture(viewer.videoOf(name))).toEqual({ moving: true, hueDegrees: undefined });
}

async function toneOf(listener: Participant, name: string): Promise<string> {
  const { toneHz } = personNamed(name);
  const { peakHz, peakDb } = await sampleSound(listener.videoOf(name), [toneHz]);
  if (peakDb < -75) return 'silence';
  return Math.abs(peakHz - toneHz) < 25 ? 'the same pitch' : 'another pitch';
}
