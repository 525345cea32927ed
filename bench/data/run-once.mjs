import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { openPage } from '../harness/browser.mjs';
import { within } from '../harness/deadline.mjs';
import { waitForQuiet } from '../harness/quiet.mjs';
import { median } from '../harness/statistics.mjs';
import { watchMemory } from './memory.mjs';

const CONNECT_TIMEOUT_MS = 20_000;
const RUN_TIMEOUT_MS = 180_000;
const SETTLE_MS = 200;
const QUIET_TIMEOUT_MS = 3_000;

/** Bytes of the bulk; a whole number of MiB. */
const BULK_BYTES = Number(process.env.BENCH_DATA_MIB ?? 48) * 1_048_576;
const SMALL_BYTES = 1_024;
const SMALL_COUNT = 10_000;
const LOAD_MS = 2_500;

/**
 * @typedef {{ page: import('playwright').Page, faults: string[] }} Tab
 * @typedef {Record<'bulk' | 'small' | 'latency-under-load' | 'memory', number>} Figures
 */

/**
 * Lets one contender do everything once, in two fresh pages and a fresh room.
 *
 * @param {import('playwright').Browser} browser
 * @param {string} name of the contender
 * @param {string} url of its page
 * @returns {Promise<Partial<Figures>>} files have no small messages
 */
export async function runOnce(browser, name, url) {
  const contexts = await Promise.all([browser.newContext(), browser.newContext()]);
  /** @type {Tab[]} */
  const tabs = [];
  try {
    for (const context of contexts) tabs.push(await openPage(context, url, () => globalThis.dataBench !== undefined));
    const [{ page: receiver }, { page: sender }] = tabs;
    await meet(receiver, sender);
    await waitForQuiet(QUIET_TIMEOUT_MS);
    return await within(measure(browser, name, sender, receiver), RUN_TIMEOUT_MS, 'sending');
  } catch (error) {
    if (!browser.isConnected()) throw new Error(`the browser ended while ${name} was sending`);
    throw new Error([`${name}: ${error.message}`, ...tabs.flatMap(({ faults }) => faults)].join('\n  '));
  } finally {
    await Promise.all(contexts.map((context) => context.close().catch(() => {})));
  }
}

/**
 * Lets two pages meet in a fresh room.
 *
 * @param {import('playwright').Page} host
 * @param {import('playwright').Page} newcomer
 */
export async function meet(host, newcomer) {
  const room = randomUUID();
  const hosting = host.evaluate((room) => globalThis.dataBench.host(room), room);
  await within(hosting, CONNECT_TIMEOUT_MS, 'entering the room as its first peer');
  await sleep(SETTLE_MS);
  const joining = newcomer.evaluate((room) => globalThis.dataBench.join(room), room);
  await within(joining, CONNECT_TIMEOUT_MS, 'opening a data channel to the first peer');
}

/** @returns {Promise<Partial<Figures>>} */
async function measure(browser, name, sender, receiver) {
  // What the first megabytes are slowed down by (congestion control that starts, code that is not yet compiled).
  await transfer(sender, receiver, 2 * 1_048_576);
  await sender.evaluate((bytes) => globalThis.dataBench.prepare(bytes), BULK_BYTES);
  const memory = await watchMemory(browser);
  const bulkMs = await transfer(sender, receiver, BULK_BYTES);
  const grownBytes = await memory.stop();
  const large = { bulk: BULK_BYTES / 1_000 / bulkMs, memory: grownBytes / 1_048_576 };
  if (name === 'ours-files') return large;
  const smallMs = await transfer(sender, receiver, SMALL_BYTES * SMALL_COUNT, SMALL_BYTES);
  await sender.evaluate((bytes) => globalThis.dataBench.prepare(bytes), BULK_BYTES);
  const pings = await sender.evaluate((forMs) => globalThis.dataBench.pingUnderLoad(forMs), LOAD_MS);
  return {
    ...large,
    small: (SMALL_COUNT * 1_000) / smallMs,
    'latency-under-load': median(pings),
  };
}

/** Time from the first call until the last byte was there, in milliseconds. */
async function transfer(sender, receiver, bytes, pieceBytes) {
  const sent = await sender.evaluate(([bytes, size]) => globalThis.dataBench.prepare(bytes, size), [bytes, pieceBytes]);
  const receiving = receiver.evaluate((bytes) => globalThis.dataBench.receive(bytes), bytes);
  const startMs = await sender.evaluate(() => globalThis.dataBench.sendAll());
  const got = await receiving;
  if (got.bytes !== sent.bytes || got.checksum !== sent.checksum) {
    throw new Error(`${sent.bytes} bytes with checksum ${sent.checksum} became ${got.bytes} with ${got.checksum}`);
  }
  return got.atMs - startMs;
}
