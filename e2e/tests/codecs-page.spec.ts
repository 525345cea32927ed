import { type BrowserContextOptions, expect, type Page } from '@playwright/test';
import { axeViolations } from '../support/axe.ts';
import type { Engine } from '../support/browser-pool.ts';
import { hasFirefox } from '../support/browsers.ts';
import { personNamed } from '../support/cast.ts';
import { test as base } from '../support/fixtures.ts';

const LANES = ['native', 'ours'] as const;

/** Opens the page of the codecs. Whatever goes wrong in it fails the test. */
type OpenPage = (engine?: Engine, context?: BrowserContextOptions) => Promise<Page>;

const test = base.extend<{ openCodecs: OpenPage }>({
  openCodecs: async ({ pool, site }, use) => {
    const pages: Page[] = [];
    const faults: string[] = [];
    await use(async (engine = 'chromium', options = {}) => {
      const browser = await pool.browserOf(personNamed('Ada'), engine);
      const page = await (await browser.newContext(options)).newPage();
      pages.push(page);
      page.on('pageerror', ({ message }) => faults.push(message));
      page.on('console', (message) => message.type() === 'error' && faults.push(message.text()));
      await page.goto(new URL('/codecs.html', site.url).href);
      return page;
    });
    await Promise.all(pages.map((page) => page.context().close()));
    expect(faults).toEqual([]);
  },
});

/** A figure of one engine, as a number; −1 while there is none. */
async function figure(page: Page, lane: string, name: string): Promise<number> {
  const words = await page.getByTestId(`lane-${lane}`).locator(`[data-figure="${name}"]`).textContent();
  const number = Number.parseFloat(words ?? '');
  return Number.isNaN(number) ? -1 : number;
}

/** Both engines work, and what comes out is near what went in. */
async function expectBothAtWork(page: Page): Promise<void> {
  for (const lane of LANES) {
    const seen = await figure(page, lane, 'Pictures');
    await expect.poll(() => figure(page, lane, 'Pictures'), `pictures of ${lane}`).toBeGreaterThan(seen + 20);
    await expect.poll(() => figure(page, lane, 'PSNR'), `PSNR of ${lane}`).toBeGreaterThan(30);
    expect(await figure(page, lane, 'Key frames')).toBeGreaterThan(0);
  }
}

for (const engine of ['chromium', 'firefox'] as const) {
  test(`${engine}: camera and test picture come out of both engines as they went in, in both formats`, async ({
    openCodecs,
  }) => {
    test.skip(engine === 'firefox' && !hasFirefox, 'there is no Firefox on this machine');
    const page = await openCodecs(engine);
    await expectBothAtWork(page);
    await expect(page.getByTestId('choice')).toContainText('Left to itself, the SDK takes');

    await page.getByTestId('source').selectOption('camera');
    await expect(page.getByRole('region', { name: 'What goes in' })).toContainText('Your camera.');
    await page.getByTestId('codec').selectOption('vp8');
    await page.getByTestId('size').selectOption('320 × 180');
    await expectBothAtWork(page);

    const before = await figure(page, 'ours', 'Key frames');
    await page.getByRole('button', { name: 'Key frame' }).click();
    await expect.poll(() => figure(page, 'ours', 'Key frames')).toBeGreaterThan(before);
  });

  test(`${engine}: sound goes through Opus, loses packets and is concealed`, async ({ openCodecs }) => {
    test.skip(engine === 'firefox' && !hasFirefox, 'there is no Firefox on this machine');
    const page = await openCodecs(engine);
    await page.getByTestId('run').click();
    const sound = page.getByTestId('sound-figures');
    const soundFigure = async (name: string) =>
      Number.parseFloat((await sound.locator(`[data-figure="${name}"]`).textContent()) ?? '');
    await page.getByTestId('sound-engine-choice').selectOption('Ours');
    await page.getByTestId('loss').fill('30');
    await page.getByTestId('sound-run').click();
    await expect.poll(() => soundFigure('Lost')).toBeGreaterThan(20);
    await expect(page.getByTestId('sound-engine')).toContainText('Ours in WebAssembly');
    // Of the sound almost nothing is missing, although almost a third of the packets is.
    const [packets, heardSeconds] = [await soundFigure('Packets'), await soundFigure('Heard')];
    expect(heardSeconds).toBeGreaterThan(packets * 0.02 * 0.85);
  });
}

test('three layers are made by our engine and counted', async ({ openCodecs }) => {
  const page = await openCodecs();
  await page.getByTestId('layers').selectOption('Three');
  const layers = page.getByTestId('lane-ours').locator('[data-figure="In each layer"]');
  await expect
    .poll(async () => ((await layers.textContent()) ?? '').split(' · ').filter((count) => Number(count) > 5).length)
    .toBe(3);
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`the page of the codecs has no accessibility faults, ${colorScheme}`, async ({ openCodecs }) => {
    const page = await openCodecs('chromium', { colorScheme });
    await expectBothAtWork(page);
    expect(await axeViolations(page)).toEqual([]);
  });
}

test('on a phone the page of the codecs is no wider than the screen', async ({ openCodecs }) => {
  const viewport = { width: 360, height: 740 };
  const page = await openCodecs('chromium', { viewport, isMobile: true, hasTouch: true, deviceScaleFactor: 2 });
  await expectBothAtWork(page);
  const overhang = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  expect(overhang).toBeLessThanOrEqual(0);
});

test('settings, start and stop work by keyboard alone', async ({ openCodecs }) => {
  const page = await openCodecs();
  await expectBothAtWork(page);
  await page.getByTestId('codec').focus();
  await page.keyboard.press('ArrowDown');
  await expect(page.getByTestId('codec')).toHaveValue('vp8');
  await page.getByTestId('run').focus();
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('run')).toHaveText('Start');
  const stopped = await figure(page, 'ours', 'Pictures');
  await page.keyboard.press('Enter');
  await expect.poll(() => figure(page, 'ours', 'Pictures')).toBeGreaterThan(stopped + 10);
});

test('without a camera the test picture stays, and the page says why', async ({ pool, site }) => {
  const context = await (await pool.bare()).newContext();
  const page = await context.newPage();
  await page.goto(new URL('/codecs.html', site.url).href);
  await page.getByTestId('source').selectOption('camera');
  await expect(page.getByRole('alert')).toContainText('No camera was found');
  await expectBothAtWork(page);
  await context.close();
});

test('the lobby leads to the page of the codecs and back', async ({ openCodecs }) => {
  const page = await openCodecs();
  await page.getByRole('link', { name: 'Back to the lobby' }).click();
  await page.getByRole('link', { name: 'Codecs' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Codecs side by side');
});
