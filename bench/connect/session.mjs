import { openChromium } from '../harness/browser.mjs';
import { bundleNodePackage, bundleSite, makeBuildFolder } from '../harness/bundle.mjs';
import { CleanUp } from '../harness/clean-up.mjs';
import { startServices } from '../harness/services.mjs';
import { recordOnce, runOnce } from './run-once.mjs';
import { formatTimeline } from './timeline.mjs';

/**
 * Where the page of a contender is and which signaling it uses.
 *
 * Rivals' pages come from a plain server of files. Ours comes from our own server, which serves the demo on the port
 * of its signaling. A WebSocket knows no cross-origin check, so that costs the rivals nothing.
 *
 * @param {string} name
 * @param {import('./services.mjs').Addresses} addresses
 * @returns {string}
 */
function pageOf(name, { site, roomRelay, topicRelay, peerServer, ours = '' }) {
  const page = (origin, signaling) => `${origin}/?${new URLSearchParams({ contender: name, signaling })}`;
  switch (name) {
    case 'ours':
    case 'ours-grpc-web':
      return page(ours, ours);
    case 'peerjs':
      return page(site, peerServer);
    case 'trystero':
      return page(site, topicRelay);
    default:
      return page(site, roomRelay);
  }
}

/**
 * @param {string[]} contenders
 * @returns {Promise<import('../harness/registry.mjs').Session>}
 */
export async function openSession(contenders) {
  const cleanUp = new CleanUp();
  try {
    const build = await makeBuildFolder('connect');
    cleanUp.add(build.remove);
    const site = await bundleSite(new URL('.', import.meta.url), build.path);
    const needsOurs = contenders.some((name) => name.startsWith('ours'));
    const server = needsOurs ? await bundleNodePackage('@remotemedia/server', build.path) : '';
    const services = await startServices(new URL('services.mjs', import.meta.url), [site, server]);
    cleanUp.add(services.close);
    const browser = await openChromium();
    cleanUp.add(() => browser.close());
    return sessionWith(browser, services.ready, cleanUp);
  } catch (error) {
    await cleanUp.run();
    throw error;
  }
}

/**
 * @param {import('playwright').Browser} browser
 * @param {import('./services.mjs').Addresses} addresses
 * @param {CleanUp} cleanUp
 * @returns {import('../harness/registry.mjs').Session}
 */
function sessionWith(browser, addresses, cleanUp) {
  return {
    browser: `Chromium ${browser.version()}`,
    measure: async (name) => (await runOnce(browser, name, pageOf(name, addresses))).openMs,
    timeline: async (name, runs) => {
      const recordings = [];
      for (let run = 0; run < runs; run += 1) {
        recordings.push(await recordOnce(browser, name, pageOf(name, addresses)));
      }
      return formatTimeline(recordings);
    },
    close: () => cleanUp.run(),
  };
}
