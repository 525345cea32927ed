import { expect } from '@playwright/test';
import { axeViolations } from '../support/axe.ts';
import { expectSeen } from '../support/expectations.ts';
import { test } from '../support/fixtures.ts';
import type { Participant } from '../support/participant.ts';

for (const colorScheme of ['light', 'dark'] as const) {
  test(`lobby, call and chat have no accessibility faults, ${colorScheme}`, async ({ participant }) => {
    const ada = await participant('Ada', { join: false, context: { colorScheme } });
    expect(await axeViolations(ada.page)).toEqual([]);

    await participant('Grace');
    await ada.join();
    await expectSeen(ada, 'Grace');
    expect(await axeViolations(ada.page)).toEqual([]);

    await ada.say('hello');
    expect(await axeViolations(ada.page)).toEqual([]);
  });
}

test('on a phone nothing is wider than the screen and all controls are on it', async ({ participant }) => {
  const phone = { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true, deviceScaleFactor: 2 };
  const ada = await participant('Ada', { join: false, context: phone });
  await expectNoSidewaysScroll(ada);
  await expect(ada.page.getByTestId('lobby-join')).toBeVisible();

  await participant('Grace');
  await participant('Alan');
  await ada.join();
  await expectSeen(ada, 'Grace');
  await expectNoSidewaysScroll(ada);
  for (const control of ['mute', 'camera', 'chat-toggle', 'leave']) {
    await expect(ada.page.getByTestId(control)).toBeInViewport({ ratio: 1 });
  }
  for (const name of ['Ada', 'Grace', 'Alan']) await expect(ada.tileOf(name)).toBeInViewport({ ratio: 0.9 });

  await ada.openChat();
  await expectNoSidewaysScroll(ada);
  await expect(ada.page.getByTestId('chat-input')).toBeInViewport({ ratio: 1 });
  await expect(ada.page.getByTestId('chat-send')).toBeInViewport({ ratio: 1 });
});

test('joining, muting and leaving work by keyboard alone', async ({ participant }) => {
  const grace = await participant('Grace');
  const ada = await participant('Ada', { join: false });
  const { keyboard } = ada.page;
  await tabTo(ada, 'lobby-name');
  await keyboard.type('Ada');
  await keyboard.press('Enter');
  await ada.inCall();

  await tabTo(ada, 'mute');
  await keyboard.press('Space');
  await expect(grace.tileOf('Ada')).toHaveAttribute('data-audio', 'off');

  await tabTo(ada, 'leave');
  await keyboard.press('Enter');
  await expect(ada.page.getByTestId('lobby')).toBeVisible();
  await expect(grace.tiles).toHaveCount(1);
});

async function expectNoSidewaysScroll({ page }: Participant): Promise<void> {
  const overhang = () =>
    page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(await overhang()).toBeLessThanOrEqual(0);
}

/** Presses Tab until an element has the focus. */
async function tabTo({ page }: Participant, testId: string): Promise<void> {
  const target = page.getByTestId(testId);
  for (let presses = 0; presses < 40; presses += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab does not lead to ${testId}`);
}
