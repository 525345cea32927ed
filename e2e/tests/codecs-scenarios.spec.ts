import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { test as base, expect, type Page } from '@playwright/test';
import { build } from 'vite';
import type { Contender } from '../codecs/page/main.ts';
import { hasFirefox, launchFirefox } from '../support/browsers.ts';
import { FileSite } from '../support/file-site.ts';

/** Chromium runs the same scenarios in its tests beside the source; Firefox has no such tests. */
const test = base.extend<object, { scenarios: Page }>({
  scenarios: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of fixtures from this pattern
    async ({}, use) => {
      const outDir = mkdtempSync(join(tmpdir(), 'remotemedia-scenarios-'));
      await buildPage(outDir);
      const site = await FileSite.start({ folders: { '/': outDir } });
      const firefox = await launchFirefox(440);
      const page = await firefox.newPage();
      await page.goto(`${site.url}/`);
      await page.waitForFunction(() => globalThis.failedScenarios !== undefined);
      await use(page);
      await firefox.close();
      await site[Symbol.asyncDispose]();
      rmSync(outDir, { recursive: true, force: true });
    },
    { scope: 'worker', timeout: 120_000 },
  ],
});

test.skip(!hasFirefox, 'there is no Firefox on this machine; FIREFOX_PATH can name one');

/** In the page's own folder, so that Vite finds the rooms as any page of the workspace does. */
async function buildPage(outDir: string): Promise<void> {
  const root = fileURLToPath(new URL('../codecs/page', import.meta.url));
  const options = { outDir, emptyOutDir: true, target: 'es2022' } as const;
  await build({ configFile: false, root, logLevel: 'warn', build: options, worker: { format: 'es' } });
}

/** What fails, each as `name: why`. */
async function failing(page: Page, contender: Contender): Promise<readonly string[]> {
  return await page.evaluate((which) => globalThis.failedScenarios(which), contender);
}

for (const engine of ['wasm', 'auto'] as const) {
  test(`in Firefox code written for WebCodecs runs over our classes, engine ${engine}`, async ({ scenarios }) => {
    expect(await failing(scenarios, engine)).toEqual([]);
  });
}

test("over our classes with Firefox's engine no more fails than over Firefox's own classes", async ({ scenarios }) => {
  const nameOf = (failure: string) => failure.split(':')[0];
  const native = (await failing(scenarios, 'native')).map(nameOf);
  expect((await failing(scenarios, 'webcodecs')).filter((failure) => !native.includes(nameOf(failure)))).toEqual([]);
});
