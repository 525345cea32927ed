import type { Browser, BrowserContext, Page } from '@playwright/test';
import type { CallHooks, JoinOptions, PublishWish } from '../network/page/hooks.ts';

/** A small picture and a tone, which cost two cores little. */
export const SMALL_PICTURE: PublishWish = { width: 320, height: 180, fps: 30, tone: true };

/** Somebody in the page with nothing but a call in it, driven through `window.call`. */
export class Caller {
  /** Peer id and name. */
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

  /** Opens the page, in a context of its own unless one is given. */
  static async open(
    browser: Browser | BrowserContext,
    url: string,
    id: string,
    initScript?: () => void,
  ): Promise<Caller> {
    const context = 'newContext' in browser ? await browser.newContext() : browser;
    const page = await context.newPage();
    const caller = new Caller(id, page);
    if (initScript) await page.addInitScript(initScript);
    await page.goto(url);
    await page.waitForFunction(() => 'call' in window);
    return caller;
  }

  /** Enters a room; over JSON-RPC if the URL is a WebSocket's. */
  async join(room: string, signaling: string, more: Partial<JoinOptions> = {}): Promise<void> {
    await this.do('join', { room, signaling, peerId: this.id, ...more });
  }

  /** Runs a hook of the page. */
  do<Name extends keyof CallHooks>(
    name: Name,
    ...args: Parameters<CallHooks[Name]>
  ): Promise<Awaited<ReturnType<CallHooks[Name]>>> {
    type Hook = (...args: unknown[]) => Promise<Awaited<ReturnType<CallHooks[Name]>>>;
    return this.page.evaluate(([hook, given]) => (window.call[hook as Name] as unknown as Hook)(...given), [
      name,
      args,
    ] as const);
  }

  /** Closes the page and what is in it. */
  async close(): Promise<void> {
    await this.page.close();
  }
}

/** The clock of this process, in milliseconds since 1970, to compare with the pages'. */
export function nowMs(): number {
  return performance.timeOrigin + performance.now();
}
