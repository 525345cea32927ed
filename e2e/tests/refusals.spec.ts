import { expect } from '@playwright/test';
import { expectHeard, expectPresent, expectSeen } from '../support/expectations.ts';
import { test } from '../support/fixtures.ts';
import type { Participant } from '../support/participant.ts';
import { startSite } from '../support/site.ts';

test('a server that cannot be reached is said in words, and joining can be tried again', async ({ participant }) => {
  const site = await startSite();
  const ada = await participant('Ada', { join: false, site }).finally(() => site.close());
  await ada.page.getByTestId('lobby-name').fill('Ada');
  await ada.page.getByTestId('lobby-join').click();
  await expect(ada.page.getByTestId('lobby-error')).toContainText(/cannot be reached/i, { timeout: 30_000 });
  await expect(ada.page.getByTestId('lobby-join')).toBeEnabled();
});

test('whoever refuses camera and microphone reads so, and can join to see and hear', async ({ participant }) => {
  const ada = await participant('Ada');
  const guest = await participant('Guest', { devices: 'denied', join: false });
  await expectHelp(guest, [/may not use/, /camera/, /microphone/, /join without/]);

  await guest.join();
  await expectPresent(ada, ['Ada', 'Guest']);
  await expectSeen(guest, 'Ada');
  await expectHeard(guest, 'Ada');
  await expect(ada.tileOf('Guest')).toHaveAttribute('data-audio', 'off');
  await expect(ada.tileOf('Guest')).toHaveAttribute('data-video', 'off');
});

test('a machine without camera and microphone can join to see and hear', async ({ participant }) => {
  await participant('Ada');
  const guest = await participant('Guest', { devices: 'none', join: false });
  await expectHelp(guest, [/\bno\b/i, /camera/, /microphone/, /found/, /join without/]);
  await guest.join();
  await expectSeen(guest, 'Ada');
  await expectHeard(guest, 'Ada');
});

test('nobody gets in without a name', async ({ participant }) => {
  const ada = await participant('Ada', { join: false });
  await ada.page.getByTestId('lobby-join').click();
  await expect(ada.page.getByTestId('lobby-name')).toBeFocused();
  await expect(ada.page.getByTestId('lobby-name')).toHaveAttribute('aria-invalid', 'true');
  await expect(ada.page.getByTestId('call')).toHaveCount(0);
});

/** Waits until the lobby says in words what is wrong with the devices. */
async function expectHelp({ page }: Participant, words: readonly RegExp[]): Promise<void> {
  const help = page.getByTestId('lobby').getByRole('status');
  for (const word of words) await expect(help).toContainText(word);
}
