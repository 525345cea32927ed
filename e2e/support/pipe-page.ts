import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from '@playwright/test';
import { build } from 'vite';
import { worklets } from '../../scripts/lib/vite-worklets.mjs';
import type { PipeHooks } from '../pipelines/page/hooks.ts';

const CACHE = fileURLToPath(new URL('../../.cache', import.meta.url));

/** The page with nothing but a call and its pipelines in it, built. */
export interface PipePage {
  /** Folder for a server's `demoDir`. */
  readonly dir: string;
  /** Deletes it. */
  remove(): Promise<void>;
}

/** Bundles the page from source. Whoever asks for it removes it. */
export async function buildPipePage(): Promise<PipePage> {
  await mkdir(CACHE, { recursive: true });
  const dir = await mkdtemp(join(CACHE, 'pipe-page-'));
  await build({
    configFile: false,
    root: fileURLToPath(new URL('../pipelines/page', import.meta.url)),
    logLevel: 'error',
    plugins: [worklets()],
    worker: { format: 'es' },
    build: { outDir: dir, emptyOutDir: true, target: 'es2022', chunkSizeWarningLimit: 2_000 },
  });
  return { dir, remove: () => rm(dir, { recursive: true, force: true }) };
}

/** Somebody in that page, driven through `window.pipes`. */
export class Piper {
  /** Peer id. */
  readonly id: string;
  /** The page. */
  readonly page: Page;
  /** Uncaught exceptions of the page. */
  readonly faults: string[] = [];

  private constructor(id: string, page: Page) {
    this.id = id;
    this.page = page;
    page.on('pageerror', (error) => this.faults.push(`${id}: ${error.stack ?? error.message}`));
  }

  /** Opens the page in a context of its own and enters a room. */
  static async enter(
    browser: Browser,
    url: string,
    { id, room, initScript }: { readonly id: string; readonly room: string; readonly initScript?: () => void },
  ): Promise<Piper> {
    const page = await (await browser.newContext()).newPage();
    const piper = new Piper(id, page);
    if (initScript) await page.addInitScript(initScript);
    await page.goto(url);
    await page.waitForFunction(() => 'pipes' in window);
    await piper.do('join', { signaling: url.replace('http', 'ws'), room, peerId: id });
    return piper;
  }

  /** Runs a hook of the page. */
  do<Name extends keyof PipeHooks>(
    name: Name,
    ...args: Parameters<PipeHooks[Name]>
  ): Promise<Awaited<ReturnType<PipeHooks[Name]>>> {
    type Hook = (...args: readonly unknown[]) => Promise<Awaited<ReturnType<PipeHooks[Name]>>>;
    const given: readonly unknown[] = args;
    return this.page.evaluate(([hook, rest]) => (window.pipes[hook as Name] as unknown as Hook)(...rest), [
      name as string,
      given,
    ] as const);
  }

  /** Closes the page and what is in it. */
  async close(): Promise<void> {
    await this.page.context().close();
  }
}
