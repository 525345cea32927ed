import { expect, type Locator } from '@playwright/test';
import { axeViolations } from '../support/axe.ts';
import { expectHeard, expectMeeting, expectPresent, expectSeen } from '../support/expectations.ts';
import { test } from '../support/fixtures.ts';
import type { Participant } from '../support/participant.ts';

test('a screen is seen beside the camera until its owner stops it', async ({ participant }) => {
  const ada = await participant('Ada');
  const grace = await participant('Grace');
  await expectMeeting(ada, grace);

  await shareButton(ada).click();
  await expectMoving(screensOf(grace).getByTestId('screen-video'));
  await expect(screensOf(grace)).toHaveAttribute('data-name', 'Ada');
  await expect(screensOf(ada)).toHaveAttribute('data-own', 'true');
  await expect(shareButton(ada)).toHaveAttribute('aria-pressed', 'true');
  await expectSeen(grace, 'Ada');
  await expectHeard(grace, 'Ada');
  await expectPresent(grace, ['Ada', 'Grace']);
  expect(await axeViolations(grace.page)).toEqual([]);

  await shareButton(ada).click();
  await expect(screensOf(grace)).toHaveCount(0);
  await expect(screensOf(ada)).toHaveCount(0);
  await expectSeen(grace, 'Ada');
});

test('a share that is ended in the browser ends for all, and can be begun again by key', async ({ participant }) => {
  const ada = await participant('Ada');
  const grace = await participant('Grace');
  await expectMeeting(ada, grace);
  await ada.page.keyboard.press('s');
  await expectMoving(screensOf(grace).getByTestId('screen-video'));

  await endInBrowser(ada);
  await expect(screensOf(grace)).toHaveCount(0);
  await expect(shareButton(ada)).toHaveAttribute('aria-pressed', 'false');

  await ada.page.keyboard.press('s');
  await expectMoving(screensOf(grace).getByTestId('screen-video'));
});

test('whoever comes later sees the screen, and on a phone there is room for it', async ({ participant }) => {
  const ada = await participant('Ada');
  await shareButton(ada).click();
  await expect(screensOf(ada)).toHaveCount(1);

  const phone = { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true, deviceScaleFactor: 2 };
  const grace = await participant('Grace', { context: phone });
  await expectMoving(screensOf(grace).getByTestId('screen-video'));
  await expect(screensOf(grace)).toBeInViewport({ ratio: 1 });
  for (const name of ['Ada', 'Grace']) await expect(grace.tileOf(name)).toBeInViewport({ ratio: 0.9 });
  for (const control of ['mute', 'camera', 'screen', 'settings', 'chat-toggle', 'leave']) {
    await expect(grace.page.getByTestId(control)).toBeInViewport({ ratio: 1 });
  }
});

test('leaving ends the share', async ({ participant }) => {
  const ada = await participant('Ada');
  const grace = await participant('Grace');
  await expectMeeting(ada, grace);
  await shareButton(ada).click();
  await expect(screensOf(grace)).toHaveCount(1);
  const share = await screensOf(ada)
    .getByTestId('screen-video')
    .evaluateHandle((video) => (video as HTMLVideoElement).srcObject as MediaStream);
  const states = () => share.evaluate((stream) => stream.getTracks().map(({ readyState }) => readyState));
  const track = await share.evaluateHandle((stream) => stream.getTracks()[0]);
  expect(await states()).toEqual(['live']);
  await ada.leave();
  expect(await track.evaluate((ended) => ended?.readyState)).toBe('ended');
  await expect(screensOf(grace)).toHaveCount(0);
});

function shareButton({ page }: Participant): Locator {
  return page.getByTestId('screen');
}

function screensOf({ page }: Participant): Locator {
  return page.getByTestId('screen-tile');
}

/** Waits until a video shows one picture after another. */
async function expectMoving(video: Locator): Promise<void> {
  const shown = () =>
    video.evaluate((element) => (element as HTMLVideoElement).getVideoPlaybackQuality().totalVideoFrames);
  await expect(video).toHaveCount(1);
  const before = await shown();
  await expect.poll(shown).toBeGreaterThan(before + 3);
}

/** Does what the browser does when its own button "Stop sharing" is pressed. */
async function endInBrowser({ page }: Participant): Promise<void> {
  await page.getByTestId('screen-video').evaluate((video) => {
    const { srcObject } = video as HTMLVideoElement;
    const [screen] = srcObject instanceof MediaStream ? srcObject.getVideoTracks() : [];
    screen?.stop();
    screen?.dispatchEvent(new Event('ended'));
  });
}
