import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, test as base, expect, type Page } from '@playwright/test';
import { hasFirefox, launchBareChromium, launchFirefox } from '../support/browsers.ts';
import { FileSite } from '../support/file-site.ts';
import { guideNode, PIPELINES_SCRIPT } from '../support/packed-pipelines-script.ts';
import { PackedSdk } from '../support/packed-sdk.ts';

/** What the guide says is enough. */
const STRICT = {
  'content-security-policy':
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; connect-src 'self'; media-src 'self'",
};
/** What the node of the guide does to a tone in a worker, or in a thread of Node. */
const SWINGS = 'audio 0 to 10';
/** The tone goes through the audio thread and stays a track; another node tells of it. */
const SOUNDS = 'worklet, live, level';

declare global {
  /** Runs the page's own node in a worker or thread. */
  var tryRunner: (nodeUrl: string, options?: object) => Promise<string>;
  /** Leads a tone through the audio thread. */
  var tryTrack: (nodeUrl: string, options?: object) => Promise<string>;
}

const test = base.extend<object, { sdk: PackedSdk; chromium: Browser }>({
  sdk: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of fixtures from this pattern
    async ({}, use) => {
      const folder = mkdtempSync(join(tmpdir(), 'remotemedia-pipelines-'));
      await use(new PackedSdk(folder, { script: PIPELINES_SCRIPT, files: { 'tremolo.js': guideNode() } }));
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

/** Opens the page, and has it try both. */
async function tried(browser: Browser, url: string, nodeUrl: string, options: object = {}): Promise<string[]> {
  const page = await browser.newPage();
  try {
    await page.goto(url);
    return await both(page, nodeUrl, options);
  } finally {
    await page.close();
  }
}

async function both(page: Page, nodeUrl: string, options: object): Promise<string[]> {
  await page.waitForFunction(() => globalThis.tryTrack !== undefined);
  return [
    await page.evaluate(([node, given]) => globalThis.tryTrack(node, given), [nodeUrl, options] as const),
    await page.evaluate(([node, given]) => globalThis.tryRunner(node, given), [nodeUrl, options] as const),
  ];
}

/** Serves the page without a build, where its node is a file like any other. */
function plainSite(sdk: PackedSdk, name: string): Promise<FileSite> {
  const folders = { '/': sdk.plainPage(name, '/sdk'), '/sdk/': join(sdk.packageDir, 'dist') };
  return FileSite.start({ folders, headers: STRICT });
}

test('module scripts work without any build, under a strict content security policy', async ({ sdk, chromium }) => {
  await using site = await plainSite(sdk, 'plain');
  expect(await tried(chromium, `${site.url}/`, `${site.url}/tremolo.js`)).toEqual([SOUNDS, SWINGS]);
});

test('the same in Firefox', async ({ sdk }) => {
  test.skip(!hasFirefox, 'there is no Firefox here');
  await using site = await plainSite(sdk, 'plain-firefox');
  const firefox = await launchFirefox(440);
  try {
    expect(await tried(firefox, `${site.url}/`, `${site.url}/tremolo.js`)).toEqual([SOUNDS, SWINGS]);
  } finally {
    await firefox.close();
  }
});

test('a build by Vite works, with the node that it bundled', async ({ sdk, chromium }) => {
  const main = join(sdk.folder, 'main.js');
  writeFileSync(main, `${PIPELINES_SCRIPT}${BUNDLED_NODE}`);
  const built = await sdk.buildWithVite().finally(() => writeFileSync(main, PIPELINES_SCRIPT));
  await using site = await FileSite.start({ folders: { '/': built }, headers: STRICT });
  const page = await chromium.newPage();
  await page.goto(`${site.url}/`);
  await page.waitForFunction(() => 'nodeUrl' in globalThis);
  const nodeUrl = await page.evaluate(() => String(Reflect.get(globalThis, 'nodeUrl')));
  expect(await both(page, nodeUrl, {})).toEqual([SOUNDS, SWINGS]);
  await page.close();
});

const BUNDLED_NODE = `
import nodeUrl from './tremolo.js?worker&url';
globalThis.nodeUrl = new URL(nodeUrl, location.href).href;
`;

test('files at other addresses work, and one that is missing is called by its name', async ({ sdk, chromium }) => {
  await using site = await plainSite(sdk, 'moved');
  const nodeUrl = `${site.url}/tremolo.js`;
  const moved = {
    workletUrl: `${site.url}/sdk/worklets/pipeline.js`,
    workerUrl: `${site.url}/sdk/workers/pipeline.js`,
    assets: { rnnoise: `${site.url}/sdk/wasm/rnnoise.wasm` },
  };
  expect(await tried(chromium, `${site.url}/`, nodeUrl, moved)).toEqual([SOUNDS, SWINGS]);
  const missing = { workletUrl: `${site.url}/nowhere/a.js`, workerUrl: `${site.url}/nowhere/b.js` };
  const [track, runner] = await tried(chromium, `${site.url}/`, nodeUrl, missing);
  expect(track).toContain('/nowhere/a.js');
  expect(runner).toContain('/nowhere/b.js');
  const [noise] = await tried(chromium, `${site.url}/`, nodeUrl, { assets: { rnnoise: `${site.url}/nowhere/c.wasm` } });
  expect(noise).toContain('/nowhere/c.wasm');
});

test('the same file runs in a thread of Node, which ends by itself', ({ sdk }) => {
  expect(sdk.runInNode("tryRunner(new URL('./tremolo.js', import.meta.url).href)")).toBe(SWINGS);
});
