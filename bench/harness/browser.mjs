import { chromium } from 'playwright';
import { chromiumArgs } from '../../scripts/lib/chromium-args.mjs';
import { installedBrowser } from '../../scripts/lib/installed-browsers.mjs';

/**
 * Starts the browser that the tests use too, without a window.
 *
 * @returns {Promise<import('playwright').Browser>}
 */
export async function openChromium() {
  const executablePath = installedBrowser('chromium')?.path;
  return chromium.launch({ headless: true, args: chromiumArgs(), ...(executablePath ? { executablePath } : {}) });
}

/**
 * Opens a page and fails with what the page itself reported, not only with what Playwright saw.
 *
 * @param {import('playwright').BrowserContext} context
 * @param {string} url
 * @param {() => boolean} isReady runs in the page; true when it can be used
 * @returns {Promise<{ page: import('playwright').Page, faults: string[] }>}
 */
export async function openPage(context, url, isReady) {
  const page = await context.newPage();
  /** @type {string[]} */
  const faults = [];
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('console', (message) => message.type() === 'error' && faults.push(message.text()));
  try {
    await page.goto(url);
    await page.waitForFunction(isReady, undefined, { timeout: 10_000 });
  } catch (error) {
    throw new Error([`${url} did not load: ${error.message}`, ...faults].join('\n  '));
  }
  return { page, faults };
}
