import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openChromium } from '../harness/browser.mjs';
import { bundleSite, makeBuildFolder } from '../harness/bundle.mjs';
import { CleanUp } from '../harness/clean-up.mjs';
import { waitForQuiet } from '../harness/quiet.mjs';
import { startStaticSite } from '../harness/static-site.mjs';
import { bundleNodeStage } from './bundle.mjs';
import { ChromiumSide } from './chromium-side.mjs';
import { clipOf, taskOf, writeFiles } from './files.mjs';
import { GROUPS } from './groups.mjs';
import { Looks } from './looks.mjs';
import { buildNativeBench } from './native.mjs';
import { NativeSide } from './native-side.mjs';
import { NodeSide } from './node-side.mjs';
import { present } from './present.mjs';
import { measureSize } from './size.mjs';

const LIBAV = fileURLToPath(new URL('.', import.meta.resolve('@libav.js/variant-webm-vp9')));
const QUIET_TIMEOUT_MS = 10_000;
/** How long a contender works on a row before it is measured for the first time. */
const WARM_UP_MS = 400;
/** How long one measurement may go on doing the same again. */
const MEASURED_MS = 200;
/** How often memory is looked at: it does not depend on what else the machine does. */
const MEMORY_LOOKS = 2;

/**
 * @param {string[]} names of the contenders
 * @returns {Promise<import('../harness/registry.mjs').Session>}
 */
export async function openSession(names) {
  const cleanUp = new CleanUp();
  try {
    const build = await makeBuildFolder('codecs');
    cleanUp.add(build.remove);
    const site = await bundleSite(new URL('.', import.meta.url), build.path);
    const clips = join(site, 'clips');
    const native = names.some((name) => name.endsWith('/native'))
      ? buildNativeBench(build.path)
      : { reason: 'unwanted' };
    const module = await bundleNodeStage(build.path);
    const node = new NodeSide(module, [clips, LIBAV]);
    cleanUp.add(async () => node.close());
    const rows = new Set(names.map((name) => groupOf(name).row));
    await writeFiles(
      clips,
      (file) => [...rows].some((row) => clipOf(row) === file),
      () => node.start(),
    );
    const server = await startStaticSite(site, { '/libav/': LIBAV });
    cleanUp.add(() => server.close());
    const browser = await openChromium();
    cleanUp.add(() => browser.close());
    const sides = {
      node,
      chromium: new ChromiumSide(browser, `http://127.0.0.1:${server.port}/`),
      native: 'path' in native ? new NativeSide(native.path, clips) : undefined,
    };
    cleanUp.add(async () => sides.native?.close());
    const looks = new Looks((task, pieces) => node.judge(task, pieces));
    await waitForQuiet(QUIET_TIMEOUT_MS);
    return {
      browser: `Chromium ${browser.version()}`,
      able: names.filter((name) => sides.native || !name.endsWith('/native')),
      measure: (name) => measure(sides, looks, site, name),
      present: (report) => present(report, looks.all, 'reason' in native ? native.reason : undefined),
      close: () => cleanUp.run(),
    };
  } catch (error) {
    await cleanUp.run();
    throw error;
  }
}

/** @param {string} fullName */
function groupOf(fullName) {
  const group = GROUPS.find(({ name }) => fullName.startsWith(`${name}/`));
  if (!group) throw new Error(`there is no group of ${fullName}`);
  return group;
}

/** @type {Set<string>} contenders that have been looked at */
const lookedAt = new Set();

async function measure(sides, looks, site, fullName) {
  const group = groupOf(fullName);
  const by = fullName.slice(group.name.length + 1);
  const side = by === 'native' ? sides.native : sides[group.runtime];
  switch (group.about) {
    case 'size':
      return measureSize(sides.chromium, site, by, group);
    case 'memory':
      return memoryOf(fullName, async () => (await side.hold(by, group)) / 1_024);
    case 'start':
      return side.startOnce(by, group.row);
    default: {
      const where = by === 'native' ? 'native' : group.runtime;
      const task = taskOf(group.row);
      const key = `${where} ${group.row} ${by}`;
      if (!lookedAt.has(key)) {
        lookedAt.add(key);
        const startMs = performance.now();
        const outcome = await side.perform(by, task, true);
        const spentMs = performance.now() - startMs;
        await looks.add({ row: group.row, by, where }, task, outcome);
        await warmUp(side, by, task, spentMs);
      }
      return quickest(side, by, task);
    }
  }
}

/**
 * What takes little time is done again, and the quickest time counts: nothing makes work quicker than it is.
 *
 * @returns {Promise<number>} frames a second
 */
async function quickest(side, by, task) {
  let best = 0;
  for (let sumMs = 0; sumMs < MEASURED_MS; ) {
    const { count, elapsedMs } = await side.perform(by, task, false);
    best = Math.max(best, (count * 1_000) / elapsedMs);
    sumMs += elapsedMs;
  }
  return best;
}

/** @type {Map<string, number[]>} KiB, by the full name */
const memoryLooks = new Map();

/** @param {string} name @param {() => Promise<number>} look */
async function memoryOf(name, look) {
  const known = memoryLooks.get(name) ?? [];
  memoryLooks.set(name, known);
  if (known.length < MEMORY_LOOKS) known.push(await look());
  return Math.min(...known);
}

/** Engines compile code quickly at first, and well only when it turns out to be used. */
async function warmUp(side, by, task, spentMs) {
  for (let sumMs = spentMs; sumMs < WARM_UP_MS; ) {
    const startMs = performance.now();
    await side.perform(by, task, false);
    sumMs += performance.now() - startMs;
  }
}
