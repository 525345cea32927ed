import { readFileSync } from 'node:fs';
import { bundleNodePackage, makeBuildFolder } from '../harness/bundle.mjs';
import { CleanUp } from '../harness/clean-up.mjs';
import { waitForQuiet } from '../harness/quiet.mjs';
import { makeOurs } from './contenders/ours.mjs';
import { sdpPackage } from './contenders/sdp.mjs';
import { sdpTransform } from './contenders/sdp-transform.mjs';
import { quickestNs } from './quickest.mjs';
import { makeRouting } from './routing.mjs';

const FIXTURES = new URL('../../packages/protocol/src/sdp/fixtures/', import.meta.url);
const QUIET_TIMEOUT_MS = 400;

/** The texts that are parsed and generated, by the end of the group's name. */
const TEXTS = { 30: 'data-30-lines', full: 'chromium-full' };

/**
 * @typedef {object} Contender
 * @property {(text: string) => unknown} parse
 * @property {(parsed: unknown) => string} generate gives the text, whole and in one piece
 */

/** @returns {Promise<import('../harness/registry.mjs').Session>} */
export async function openSession() {
  const cleanUp = new CleanUp();
  try {
    const modules = [];
    for (const specifier of [
      '@remotemedia/protocol/sdp',
      new URL('../../packages/server/src/hub/room.ts', import.meta.url).href,
    ]) {
      const build = await makeBuildFolder('sdp');
      cleanUp.add(build.remove);
      modules.push(await import(await bundleNodePackage(specifier, build.path)));
    }
    const [sdp, hub] = modules;
    const contenders = { ...makeOurs(sdp), 'sdp-transform': sdpTransform, sdp: sdpPackage };
    const routing = makeRouting(hub.Room);
    const measure = async (fullName) => {
      const [group, name] = fullName.split('/');
      const [what, size] = group.split('-');
      await waitForQuiet(QUIET_TIMEOUT_MS);
      if (size === undefined) return routing[what](name);
      return measureText(what, contenders[name], readText(TEXTS[size]));
    };
    return { measure, close: () => cleanUp.run() };
  } catch (error) {
    await cleanUp.run();
    throw error;
  }
}

/** @param {string} name */
function readText(name) {
  return readFileSync(new URL(`${name}.sdp`, FIXTURES), 'utf8').replaceAll(/\r?\n/g, '\r\n');
}

/**
 * @param {string} what `parse` or `generate`
 * @param {Contender} contender
 * @param {string} text
 */
function measureText(what, contender, text) {
  const [, id = ''] = /^o=\S+ (\d+)/m.exec(text) ?? [];
  // A text as it comes off the wire: in one piece, and never seen before.
  const fresh = (index) => Buffer.from(text.replace(id, String(10n ** 18n + BigInt(index)))).toString();
  if (what === 'parse') return quickestNs(fresh, (input) => (contender.parse(input) === undefined ? 0 : 1));
  return quickestNs(
    (index) => contender.parse(fresh(index)),
    (parsed) => contender.generate(parsed).length,
  );
}
