import { expect, type TestInfo } from '@playwright/test';
import { expectMeeting, expectMeets, expectPresent } from '../support/expectations.ts';
import { test } from '../support/fixtures.ts';
import { crashTab, killBrowser } from '../support/mishaps.ts';
import type { Participant } from '../support/participant.ts';

/** Bound for noticing that somebody is gone without a word. The goal is six seconds; a busy machine may need more. */
const GHOST_TIMEOUT_MS = 20_000;

test('whoever leaves by the button is gone from the screens of the others', async ({ participant }, testInfo) => {
  const ada = await participant('Ada');
  const grace = await participant('Grace');
  const alan = await participant('Alan');
  await expectMeeting(ada, grace, alan);

  const startMs = performance.now();
  await grace.leave();
  await Promise.all([ada, alan].map((viewer) => expectGone(viewer, 'Grace', startMs, testInfo)));
  await expectPresent(ada, ['Ada', 'Alan']);
  await expectMeeting(ada, alan);
});

test('whoever reloads the page is there again, once, and seen and heard', async ({ participant }) => {
  const ada = await participant('Ada');
  const grace = await participant('Grace');
  const alan = await participant('Alan');
  await expectMeeting(ada, grace, alan);

  await grace.page.reload();
  await grace.inCall();
  await expectMeeting(ada, grace, alan);
});

test('whoever closes the tab is gone from the screens of the others', async ({ participant }, testInfo) => {
  const ada = await participant('Ada');
  const grace = await participant('Grace');
  await expectMeeting(ada, grace);

  const startMs = performance.now();
  await grace.page.close({ runBeforeUnload: true });
  await expectGone(ada, 'Grace', startMs, testInfo);
});

test('whose browser is killed is gone from the screens of the others after a while', async ({
  participant,
}, testInfo) => {
  const ada = await participant('Ada');
  const grace = await participant('Grace');
  const margaret = await participant('Margaret');
  await expectMeeting(ada, grace, margaret);

  const startMs = performance.now();
  await killBrowser(margaret);
  await Promise.all([ada, grace].map((viewer) => expectGone(viewer, 'Margaret', startMs, testInfo)));
  await expectMeeting(ada, grace);
});

test('whose tab crashes is gone after a while, and can come back', async ({ participant }, testInfo) => {
  const ada = await participant('Ada');
  const grace = await participant('Grace');
  await expectMeeting(ada, grace);

  const startMs = performance.now();
  await crashTab(grace);
  await expectGone(ada, 'Grace', startMs, testInfo);

  const again = await participant('Grace');
  await expectMeets(ada, [again]);
  await expectPresent(ada, ['Ada', 'Grace']);
});

/** Waits until somebody's tile is gone and notes how long that took since `startMs`. */
async function expectGone(
  viewer: Participant,
  name: string,
  startMs: number,
  { annotations }: TestInfo,
): Promise<void> {
  await viewer.tileOf(name).waitFor({ state: 'detached', timeout: GHOST_TIMEOUT_MS });
  const spentMs = Math.round(performance.now() - startMs);
  annotations.push({ type: 'gone after', description: `${name} from the screen of ${viewer.name}: ${spentMs} ms` });
  await expect(viewer.tileOf(viewer.name)).toHaveCount(1);
}
