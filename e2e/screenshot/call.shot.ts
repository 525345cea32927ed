import { expect } from '@playwright/test';
import { BrowserPool } from '../support/browser-pool.ts';
import { CaptureFolder } from '../support/capture-files.ts';
import { test as withCalls } from '../support/fixtures.ts';
import { samplePicture } from '../support/picture.ts';
import { portraitScene } from './scene.ts';

const SHAPE = { width: 640, height: 360, framesPerSecond: 15, frameCount: 45 };

/** The same calls, with portraits instead of test pictures. */
const test: typeof withCalls = withCalls.extend({
  pool: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of fixtures from this pattern
    async ({}, use) => {
      const pool = new BrowserPool(new CaptureFolder(portraitScene, SHAPE));
      await use(pool);
      await pool.close();
    },
    { scope: 'worker' },
  ],
});

test('a call of four people', async ({ participant }) => {
  const room = 'team-standup';
  const context = { viewport: { width: 1280, height: 800 }, colorScheme: 'dark' as const };
  const ada = await participant('Ada', { room, context });
  const others = [];
  for (const name of ['Grace', 'Alan', 'Katherine']) others.push(await participant(name, { room }));
  for (const { name } of [ada, ...others]) {
    await expect.poll(async () => (await samplePicture(ada.videoOf(name))).moving).toBe(true);
  }
  const [grace, alan, katherine] = others;
  // One speaks, the others listen.
  for (const listener of [ada, alan, katherine]) await listener?.toggleMute();
  await grace?.say('Good morning! Can everybody hear me?');
  await alan?.say('Loud and clear.');
  await ada.say('Then let us start.');
  // Notices of people who came go away by themselves.
  await expect(ada.page.getByTestId('notice')).toHaveCount(0, { timeout: 30_000 });
  await ada.page.screenshot({ path: process.env['SCREENSHOT_PATH'] ?? 'screenshot.png' });
});
