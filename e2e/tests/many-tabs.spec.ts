import { type BrowserContext, expect } from '@playwright/test';
import { expectPresent } from '../support/expectations.ts';
import { test } from '../support/fixtures.ts';
import { Participant } from '../support/participant.ts';

const COUNT = 10;

/**
 * How many of the tabs force gRPC-Web. Each then holds one of the six HTTP/1.1 connections that all tabs share, and
 * the page and what tabs send need some too: six would keep everything else waiting. Unforced, no tab holds any.
 */
for (const forced of [0, 4]) {
  const which = forced === 0 ? 'ten tabs of one browser profile' : `ten tabs, ${forced} of which force gRPC-Web,`;
  test(`${which} meet in one room over cleartext HTTP, an eleventh is told why not`, async ({ pool, site, room }) => {
    test.setTimeout(180_000);
    // No camera and no microphone: what is tried here is signaling, and ten pictures are too much for two cores.
    const context = await (await pool.bare()).newContext();
    try {
      const tabs: Participant[] = [];
      for (let number = 1; number <= COUNT; number += 1) {
        const query: Record<string, string> = number <= forced ? { signaling: 'grpc-web' } : {};
        tabs.push(await openTab(context, site.url, room, `Tab ${number}`, query));
      }
      const names = tabs.map(({ name }) => name);

      await test.step('everybody sees everybody', async () => {
        for (const tab of tabs) {
          await expectPresent(tab, names);
          await expect(tab.page.getByTestId('participants-count')).toHaveText(`${COUNT}`);
          const connected = tab.page.locator('[data-testid="tile"][data-self="false"][data-state="connected"]');
          await expect(connected).toHaveCount(COUNT - 1, { timeout: 60_000 });
        }
      });

      await test.step('a line of chat from each reaches each of the others, once', async () => {
        for (const tab of tabs) await tab.say(`from ${tab.name}`);
        const lines = names.map((name) => `from ${name}`).sort();
        for (const tab of tabs) await expect.poll(async () => (await tab.chat()).sort()).toEqual(lines);
      });

      await test.step('the site still loads, and says that the room is full', async () => {
        const page = await context.newPage();
        await page.goto(new URL(`/r/${room}`, site.url).href);
        await page.getByTestId('lobby-name').fill('Tab 11');
        await page.getByTestId('lobby-join').click();
        await expect(page.getByTestId('lobby-error')).toContainText(/full/i);
        await expect(page.getByTestId('lobby-join')).toBeEnabled();
      });

      await test.step('one leaves, and there is room again', async () => {
        await tabs[0]?.leave();
        const late = await openTab(context, site.url, room, 'Tab 11');
        await expectPresent(late, [...names.slice(1), 'Tab 11']);
      });

      const onWebSocket = tabs.filter(({ page }) => webSocketPages.has(page)).map(({ name }) => name);
      expect(onWebSocket).toEqual(names.slice(forced));
      expect(tabs.flatMap(({ faults }) => faults)).toEqual([]);
    } finally {
      await context.close();
    }
  });
}

const webSocketPages = new WeakSet<object>();

async function openTab(
  context: BrowserContext,
  url: string,
  room: string,
  name: string,
  query: Readonly<Record<string, string>> = {},
): Promise<Participant> {
  const page = await context.newPage();
  page.on('websocket', () => webSocketPages.add(page));
  const tab = new Participant(name, page);
  const search = new URLSearchParams({ name, autojoin: '1', ...query });
  await page.goto(new URL(`/r/${room}?${search}`, url).href);
  await tab.inCall();
  return tab;
}
