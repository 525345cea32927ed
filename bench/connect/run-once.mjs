import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { openPage } from '../harness/browser.mjs';
import { within } from '../harness/deadline.mjs';
import { waitForQuiet } from '../harness/quiet.mjs';
import { installMarks } from './marks.mjs';

const CONNECT_TIMEOUT_MS = 20_000;
/** Both pages have loaded and the host is in the room; whatever they still have to do is done within this time. */
const SETTLE_MS = 200;
const QUIET_TIMEOUT_MS = 10_000;

/** @typedef {{ page: import('playwright').Page, faults: string[] }} Tab */

/**
 * Lets one contender connect once: two fresh pages, which share neither cache nor connections, and a fresh room.
 *
 * @param {import('playwright').Browser} browser
 * @param {string} name of the contender
 * @param {string} url of its page
 * @returns {Promise<import('./contender.ts').Timing>}
 */
export function runOnce(browser, name, url) {
  return withTabs(browser, name, url, meet);
}

/**
 * Like {@link runOnce}, and notes what both pages did when.
 *
 * @param {import('playwright').Browser} browser
 * @param {string} name of the contender
 * @param {string} url of its page
 * @returns {Promise<import('./timeline.mjs').Recording>}
 */
export function recordOnce(browser, name, url) {
  const record = async (host, newcomer) => {
    const { startMs } = await meet(host, newcomer);
    const readMarks = () => globalThis.benchMarks;
    return { startMs, host: await host.page.evaluate(readMarks), newcomer: await newcomer.page.evaluate(readMarks) };
  };
  return withTabs(browser, name, url, record, installMarks);
}

/**
 * @template T
 * @param {import('playwright').Browser} browser
 * @param {string} name
 * @param {string} url
 * @param {(host: Tab, newcomer: Tab) => Promise<T>} work
 * @param {() => void} [initScript] runs in each page before all else
 * @returns {Promise<T>}
 */
async function withTabs(browser, name, url, work, initScript) {
  const contexts = await Promise.all([browser.newContext(), browser.newContext()]);
  /** @type {Tab[]} */
  const tabs = [];
  try {
    for (const context of contexts) {
      if (initScript) await context.addInitScript(initScript);
      tabs.push(await openPage(context, url, () => globalThis.bench !== undefined));
    }
    return await work(tabs[0], tabs[1]);
  } catch (error) {
    if (!browser.isConnected()) throw new Error(`the browser ended while ${name} was to connect`);
    throw new Error(
      [`${name} did not connect: ${error.message}`, ...tabs.flatMap(({ faults }) => faults)].join('\n  '),
    );
  } finally {
    await Promise.all(contexts.map((context) => context.close().catch(() => {})));
  }
}

/**
 * @param {Tab} host
 * @param {Tab} newcomer
 * @returns {Promise<import('./contender.ts').Timing>}
 */
async function meet(host, newcomer) {
  const room = randomUUID();
  const hosting = host.page.evaluate((room) => globalThis.bench.host(room), room);
  await within(hosting, CONNECT_TIMEOUT_MS, 'entering the room as its first peer');
  await sleep(SETTLE_MS);
  await waitForQuiet(QUIET_TIMEOUT_MS);
  const joining = newcomer.page.evaluate((room) => globalThis.bench.join(room), room);
  return await within(joining, CONNECT_TIMEOUT_MS, 'opening a data channel to the first peer');
}
