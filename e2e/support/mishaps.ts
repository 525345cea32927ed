import type { Participant } from './participant.ts';

/** Kills the whole browser of somebody, who has no time to say goodbye (SIGKILL). Chromium only. */
export async function killBrowser({ context }: Participant): Promise<void> {
  const browser = context.browser();
  if (!browser) throw new Error('a page without a browser cannot lose it');
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  const main = processInfo.find(({ type }) => type === 'browser');
  if (!main) throw new Error('Chromium did not name its main process');
  const gone = new Promise((resolve) => browser.once('disconnected', resolve));
  process.kill(main.id, 'SIGKILL');
  await gone;
}

/** Crashes the process that runs somebody's page; their browser lives on. Chromium only. */
export async function crashTab({ context, page }: Participant): Promise<void> {
  const session = await context.newCDPSession(page);
  const crashed = page.waitForEvent('crash');
  // Never answered: whoever should answer has crashed.
  session.send('Page.crash').catch(() => {});
  await crashed;
}
