import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

const PERIOD_MS = 20;
const PAGE_BYTES = 4_096;

/**
 * Watches the resident memory of all pages' processes together.
 *
 * @param {import('playwright').Browser} browser
 * @returns {Promise<{ stop(): Promise<number> }>} `stop` gives what it grew by at the most, in bytes
 */
export async function watchMemory(browser) {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  const ids = processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => id);
  const before = residentBytes(ids);
  let most = before;
  let isOver = false;
  const watching = (async () => {
    for (; !isOver; await sleep(PERIOD_MS)) most = Math.max(most, residentBytes(ids));
  })();
  return {
    async stop() {
      isOver = true;
      await watching;
      return Math.max(most, residentBytes(ids)) - before;
    },
  };
}

/** @param {number[]} ids of processes */
function residentBytes(ids) {
  let pages = 0;
  for (const id of ids) {
    try {
      pages += Number(readFileSync(`/proc/${id}/statm`, 'utf8').split(' ')[1]);
    } catch {
      // A page that ended has no memory.
    }
  }
  return pages * PAGE_BYTES;
}
