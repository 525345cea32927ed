import { setTimeout as sleep } from 'node:timers/promises';
import { getHeapSpaceStatistics } from 'node:v8';
import { answerParent } from './child.mjs';
import { startServerOf } from './servers/start-server-of.mjs';

/** The process of one server: starts it, and tells what it uses. Needs `--expose-gc`. */
const [contender, serverModule] = process.argv.slice(2);

/** How long a collected heap is given to hand its pages back. */
const SETTLE_MS = 150;

answerParent({
  start: async () => (await startServerOf(contender, serverModule)).port,
  /** CPU time so far, in microseconds, of all threads. */
  cpu: () => {
    const { user, system } = process.cpuUsage();
    return user + system;
  },
  /**
   * Bytes in use once everything that is garbage is gone. Without V8's nursery: that grows by megabytes at a time, sooner
   * or later in each process, whatever the peers need.
   */
  memory: async () => {
    for (let round = 0; round < 3; round += 1) {
      globalThis.gc();
      await sleep(SETTLE_MS);
    }
    const { rss, heapUsed, external } = process.memoryUsage();
    const nursery = getHeapSpaceStatistics().find(({ space_name }) => space_name === 'new_space');
    return { rssBytes: rss - nursery.physical_space_size, heapBytes: heapUsed + external };
  },
  /** Bytes in use as they are. */
  rss: () => process.memoryUsage.rss(),
});
