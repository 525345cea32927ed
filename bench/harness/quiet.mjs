import { cpus } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';

const SAMPLE_MS = 150;
const QUIET_SHARE = 0.15;

/**
 * Waits until the machine has next to nothing to do, so that what one run leaves behind, or another program, is not
 * counted to the next run. Gives up after a while: a bench on a busy machine is better than none.
 *
 * @param {number} timeoutMs
 * @returns {Promise<boolean>} whether it became quiet
 */
export async function waitForQuiet(timeoutMs) {
  const endMs = performance.now() + timeoutMs;
  let before = readTimes();
  while (performance.now() < endMs) {
    await sleep(SAMPLE_MS);
    const after = readTimes();
    if (busyShare(before, after) < QUIET_SHARE) return true;
    before = after;
  }
  return false;
}

/** @typedef {{ busyMs: number, allMs: number }} Times of all cores together */

/** @returns {Times} */
function readTimes() {
  const times = { busyMs: 0, allMs: 0 };
  for (const { times: core } of cpus()) {
    const allMs = core.user + core.nice + core.sys + core.idle + core.irq;
    times.allMs += allMs;
    times.busyMs += allMs - core.idle;
  }
  return times;
}

/**
 * @param {Times} before
 * @param {Times} after
 * @returns {number} 0–1; 0 where the clock did not move
 */
export function busyShare(before, after) {
  const allMs = after.allMs - before.allMs;
  return allMs > 0 ? (after.busyMs - before.busyMs) / allMs : 0;
}
