import { type BrowserContext, type BrowserContextOptions, expect, type Page } from '@playwright/test';
import { axeViolations } from '../support/axe.ts';
import type { Engine } from '../support/browser-pool.ts';
import { personNamed } from '../support/cast.ts';
import { test as base } from '../support/fixtures.ts';

type Open = (engine?: Engine, context?: BrowserContextOptions) => Promise<Page>;

const test = base.extend<{ openPipelines: Open }>({
  openPipelines: async ({ pool, site }, use) => {
    const contexts: BrowserContext[] = [];
    const faults: string[] = [];
    await use(async (engine = 'chromium', options = {}) => {
      const browser = await pool.browserOf(personNamed('Ada'), engine);
      const context = await browser.newContext(options);
      contexts.push(context);
      const page = await context.newPage();
      page.on('pageerror', (error) => faults.push(error.stack ?? error.message));
      page.on('console', (message) => {
        if (message.type() === 'error' && /content security policy/i.test(message.text())) faults.push(message.text());
      });
      await page.goto(new URL('/pipelines.html', site.url).href);
      await expect(page.getByTestId('problem-count')).toHaveText('The manifest is valid.');
      return page;
    });
    await Promise.all(contexts.map((context) => context.close()));
    expect(faults).toEqual([]);
  },
});

for (const engine of ['chromium', 'firefox'] as const) {
  test(`sound and picture go through the pipelines of the page in ${engine}`, async ({ openPipelines }) => {
    const page = await openPipelines(engine);
    await page.getByTestId('run').click();
    await expect(page.getByTestId('host')).toHaveText('Runs on the audio thread.');
    await expect(page.getByTestId('box-robot')).toContainText(/\d\/s/);
    await expect(page.getByTestId('events')).toContainText('rms_db');
    await page.getByTestId('example').selectOption('Grayscale');
    await expect.poll(() => colourOf(page, 'picture-in')).toBeGreaterThan(30);
    await expect.poll(() => colourOf(page, 'picture-out')).toBeLessThan(8);
  });
}

test('a change of the manifest, of a parameter and of a node’s state takes effect while it runs', async ({
  openPipelines,
}) => {
  const page = await openPipelines();
  await page.getByTestId('example').selectOption('Grayscale');
  await page.getByTestId('run').click();
  await expect.poll(() => colourOf(page, 'picture-out')).toBeLessThan(8);
  await page.getByTestId('param-grey-amount').fill('0');
  await expect.poll(() => colourOf(page, 'picture-out')).toBeGreaterThan(30);
  await page.getByTestId('param-grey-amount').fill('1');
  await expect.poll(() => colourOf(page, 'picture-out')).toBeLessThan(8);
  await page.getByTestId('state-grey').selectOption('is bypassed');
  await expect.poll(() => colourOf(page, 'picture-out')).toBeGreaterThan(30);
  await page.getByTestId('manifest').fill('nodes: [{ id: film, node_type: Grayscale }]');
  await expect.poll(() => colourOf(page, 'picture-out')).toBeLessThan(8);
  await expect(page.getByTestId('box-film')).toBeVisible();
});

test('mistakes are underlined, said with their line, and mended at a press', async ({ openPipelines }) => {
  const page = await openPipelines();
  await page.getByTestId('example').selectOption('With mistakes');
  await expect(page.getByTestId('problem-count')).toHaveText('3 errors and 1 warning.');
  await expect(page.locator('[data-testid="editor-looks"] [data-severity="error"]').first()).toHaveText('HighPas');
  await expect(page.getByTestId('run')).toBeDisabled();
  await page.getByRole('button', { name: 'Write HighPass' }).click();
  await page.getByRole('button', { name: 'Write gain_db' }).click();
  await expect(page.getByTestId('problem-count')).toHaveText('2 errors.');
  await page.getByRole('button', { name: 'Error, line 17' }).click();
  await expect(page.getByTestId('manifest')).toBeFocused();
  await page.keyboard.type('louder');
  await page.keyboard.press('Home');
  await expect(page.getByTestId('manifest')).toHaveValue(/to: louder/);
});

test('the whole page works by keyboard alone', async ({ openPipelines }) => {
  const page = await openPipelines();
  await page.getByTestId('manifest').focus();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type('nodes:\n- id: one\nnode_type: Gain');
  await expect(page.getByTestId('manifest')).toHaveValue('nodes:\n- id: one\n  node_type: Gain');
  await expect(page.getByTestId('problem-count')).toHaveText('The manifest is valid.');
  await page.getByTestId('run').focus();
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('run')).toHaveText('Stop');
  await expect(page.getByTestId('param-one-gainDb')).toBeEnabled();
  await page.getByTestId('param-one-gainDb').focus();
  const before = await page.getByTestId('param-one-gainDb').inputValue();
  await page.keyboard.press('ArrowRight');
  expect(await page.getByTestId('param-one-gainDb').inputValue()).not.toBe(before);
  await page.getByTestId('run').focus();
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('host')).toHaveText('Nothing runs yet.');
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`the page of the pipelines has no accessibility faults, ${colorScheme}`, async ({ openPipelines }) => {
    const page = await openPipelines('chromium', { colorScheme, reducedMotion: 'reduce' });
    await page.getByTestId('run').click();
    await expect(page.getByTestId('box-robot')).toContainText(/\d\/s/);
    expect(await axeViolations(page)).toEqual([]);
    await page.getByTestId('example').selectOption('With mistakes');
    await expect(page.getByTestId('problem-count')).toHaveText('3 errors and 1 warning.');
    expect(await axeViolations(page)).toEqual([]);
  });
}

test('on a phone the page of the pipelines is no wider than the screen', async ({ openPipelines }) => {
  const viewport = { width: 360, height: 740 };
  const page = await openPipelines('chromium', { viewport, isMobile: true, hasTouch: true, deviceScaleFactor: 2 });
  await page.getByTestId('example').selectOption('With mistakes');
  await page.getByTestId('example').selectOption('Grayscale');
  await page.getByTestId('run').click();
  await expect.poll(() => colourOf(page, 'picture-out')).toBeLessThan(8);
  const overhang = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  expect(overhang).toBeLessThanOrEqual(0);
});

test('the page’s own node runs on the audio thread, from the file that the build made', async ({ openPipelines }) => {
  const page = await openPipelines();
  await page.getByTestId('example').selectOption('A node of this page');
  await page.getByTestId('run').click();
  await expect(page.getByTestId('box-swell')).toContainText(/\d\/s/);
  await expect(page.getByTestId('host')).toHaveText('Runs on the audio thread.');
});

test('without a microphone the page says so in words', async ({ pool, site }) => {
  const context = await (await pool.bare()).newContext();
  const page = await context.newPage();
  await page.goto(new URL('/pipelines.html', site.url).href);
  await page.getByTestId('input').selectOption('Microphone');
  await page.getByTestId('run').click();
  await expect(page.getByRole('alert')).toContainText('There is no such device');
  await context.close();
});

/** How far from grey the picture of a video is on average, 0–255; NaN while there is none. */
function colourOf(page: Page, testId: string): Promise<number> {
  return page
    .getByTestId(testId)
    .evaluate((element) => {
      const video = element as HTMLVideoElement;
      const context = new OffscreenCanvas(32, 18).getContext('2d');
      if (!context || video.videoWidth === 0) return Number.NaN;
      context.drawImage(video, 0, 0, 32, 18);
      const { data } = context.getImageData(0, 0, 32, 18);
      let sum = 0;
      for (let at = 0; at < data.length; at += 4) {
        const [red = 0, green = 0, blue = 0] = data.subarray(at, at + 3);
        sum += Math.max(red, green, blue) - Math.min(red, green, blue);
      }
      return sum / (data.length / 4);
    })
    .catch(() => Number.NaN);
}
