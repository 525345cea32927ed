import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, test as base, expect } from '@playwright/test';
import { hasFirefox, launchBareChromium, launchFirefox } from '../support/browsers.ts';
import { FileSite } from '../support/file-site.ts';
import { CODECS_SCRIPT } from '../support/packed-codecs-script.ts';
import { PackedSdk } from '../support/packed-sdk.ts';

const STRICT = {
  'content-security-policy':
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; connect-src 'self'",
};
const CORS = { 'access-control-allow-origin': '*' };
/** Three inputs, and a fourth packet for what the encoder holds back. */
const WORKS = '4 sounds, 3 pictures';

declare global {
  /** The page's only function. */
  var tryCodecs: (locations?: { workerUrl?: string; wasm?: object }) => Promise<string>;
}

const test = base.extend<object, { sdk: PackedSdk; chromium: Browser }>({
  sdk: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of fixtures from this pattern
    async ({}, use) => {
      const folder = mkdtempSync(join(tmpdir(), 'remotemedia-codecs-'));
      await use(new PackedSdk(folder, { script: CODECS_SCRIPT }));
      rmSync(folder, { recursive: true, force: true });
    },
    { scope: 'worker', timeout: 300_000 },
  ],
  chromium: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of fixtures from this pattern
    async ({}, use) => {
      const browser = await launchBareChromium();
      await use(browser);
      await browser.close();
    },
    { scope: 'worker' },
  ],
});

/** What the page at the address says of its codecs. */
async function tried(browser: Browser, url: string, locations?: { workerUrl?: string }): Promise<string> {
  const page = await browser.newPage();
  try {
    await page.goto(url);
    await page.waitForFunction(() => globalThis.tryCodecs !== undefined);
    return await page.evaluate((given) => globalThis.tryCodecs(given), locations);
  } finally {
    await page.close();
  }
}

test('a build by Vite works under a strict content security policy', async ({ sdk, chromium }) => {
  await using site = await FileSite.start({ folders: { '/': await sdk.buildWithVite() }, headers: STRICT });
  expect(await tried(chromium, `${site.url}/`)).toBe(WORKS);
});

test("Vite's development server works", async ({ sdk, chromium }) => {
  const server = await sdk.serveWithVite();
  try {
    expect(await tried(chromium, server.resolvedUrls?.local[0] ?? '')).toBe(WORKS);
  } finally {
    await server.close();
  }
});

test('a bundle by esbuild with the files copied beside it works', async ({ sdk, chromium }) => {
  await using site = await FileSite.start({ folders: { '/': sdk.buildWithEsbuild() }, headers: STRICT });
  expect(await tried(chromium, `${site.url}/`)).toBe(WORKS);
});

test('module scripts work without any build, in Firefox as well', async ({ sdk, chromium }) => {
  const folders = { '/': sdk.plainPage('plain', '/sdk'), '/sdk/': join(sdk.packageDir, 'dist') };
  await using site = await FileSite.start({ folders, headers: STRICT });
  expect(await tried(chromium, `${site.url}/`)).toBe(WORKS);
  if (!hasFirefox) return;
  const firefox = await launchFirefox(440);
  try {
    expect(await tried(firefox, `${site.url}/`)).toBe(WORKS);
  } finally {
    await firefox.close();
  }
});

test('module scripts of another origin work where workers may come from a blob', async ({ sdk, chromium }) => {
  await using cdn = await FileSite.start({ folders: { '/': join(sdk.packageDir, 'dist') }, headers: CORS });
  await using site = await FileSite.start({ folders: { '/': sdk.plainPage('cdn', cdn.url) } });
  expect(await tried(chromium, `${site.url}/`)).toBe(WORKS);
});

test('where they may not, the error says how to help oneself, and that helps', async ({ sdk, chromium }) => {
  await using cdn = await FileSite.start({ folders: { '/': join(sdk.packageDir, 'dist') }, headers: CORS });
  const policy = `default-src 'none'; script-src 'self' ${cdn.url} 'wasm-unsafe-eval'; worker-src 'self'; connect-src ${cdn.url}`;
  await using site = await FileSite.start({
    folders: { '/': sdk.plainPage('strict-cdn', cdn.url), '/sdk/': join(sdk.packageDir, 'dist') },
    headers: { 'content-security-policy': policy },
  });
  const refusal = await tried(chromium, `${site.url}/`);
  expect(refusal).toContain(`${cdn.url}/workers/codec.js`);
  expect(refusal).toContain('setCodecLocations');
  expect(await tried(chromium, `${site.url}/`, { workerUrl: '/sdk/workers/codec.js' })).toBe(WORKS);
});

test('a worker that is missing, or is a page instead, is called by its name', async ({ sdk, chromium }) => {
  const folders = { '/': sdk.plainPage('missing', '/sdk'), '/sdk/': join(sdk.packageDir, 'dist') };
  await using site = await FileSite.start({ folders, headers: STRICT, replaced: ['/page/codec.js'] });
  const missing = await tried(chromium, `${site.url}/`, { workerUrl: '/nowhere/codec.js' });
  expect(missing).toContain(`${site.url}/nowhere/codec.js did not load: the server answers 404`);
  const replaced = await tried(chromium, `${site.url}/`, { workerUrl: '/page/codec.js' });
  expect(replaced).toContain('expected JavaScript, got content type text/html');
});

test('the package works in Node, which ends by itself', ({ sdk }) => {
  expect(sdk.runInNode('tryCodecs()')).toBe(WORKS);
});
