import { openChromium } from '../harness/browser.mjs';
import { bundleNodePackage, bundleSite, makeBuildFolder } from '../harness/bundle.mjs';
import { CleanUp } from '../harness/clean-up.mjs';
import { startServices } from '../harness/services.mjs';
import { runOnce } from './run-once.mjs';

/**
 * Where the page of a contender is and which signaling it uses.
 *
 * @param {string} name
 * @param {import('../connect/services.mjs').Addresses} addresses
 * @returns {string}
 */
function pageOf(name, { site, roomRelay, topicRelay, peerServer, ours = '' }) {
  const page = (origin, signaling) => `${origin}/?${new URLSearchParams({ contender: name, signaling })}`;
  if (name.startsWith('ours')) return page(ours, ours);
  if (name === 'peerjs') return page(site, peerServer);
  return page(site, name === 'trystero' ? topicRelay : roomRelay);
}

/**
 * @param {string[]} contenders
 * @returns {Promise<import('../harness/registry.mjs').Session>}
 */
export async function openSession(contenders) {
  const cleanUp = new CleanUp();
  try {
    const build = await makeBuildFolder('data');
    cleanUp.add(build.remove);
    const site = await bundleSite(new URL('.', import.meta.url), build.path);
    const needsOurs = contenders.some((name) => name.includes('/ours'));
    const server = needsOurs ? await bundleNodePackage('@remotemedia/server', build.path) : '';
    const services = await startServices(new URL('../connect/services.mjs', import.meta.url), [site, server]);
    cleanUp.add(services.close);
    const browser = await openChromium();
    cleanUp.add(() => browser.close());
    const run = (name) => runOnce(browser, name, pageOf(name, services.ready));
    return { browser: `Chromium ${browser.version()}`, measure: keeping(run), close: () => cleanUp.run() };
  } catch (error) {
    await cleanUp.run();
    throw error;
  }
}

/**
 * One run of a contender gives its figures of all groups; those that were not asked for yet are kept.
 *
 * @param {(contender: string) => Promise<Record<string, number>>} run
 * @returns {(fullName: string) => Promise<number>}
 */
export function keeping(run) {
  /** @type {Map<string, number[]>} by full name, the oldest first */
  const kept = new Map();
  return async (fullName) => {
    const [group, contender] = fullName.split('/');
    if (!kept.get(fullName)?.length) {
      for (const [figure, value] of Object.entries(await run(contender))) {
        const name = `${figure}/${contender}`;
        kept.set(name, [...(kept.get(name) ?? []), value]);
      }
    }
    const value = kept.get(fullName)?.shift();
    if (value === undefined) throw new Error(`a run of ${contender} gives no ${group}`);
    return value;
  };
}
