import { bundleNodePackage, makeBuildFolder } from '../harness/bundle.mjs';
import { waitForQuiet } from '../harness/quiet.mjs';
import { runOnce, SETTINGS } from './run-once.mjs';

/** How long to wait for a machine that has nothing else to do, at the most. */
const QUIET_TIMEOUT_MS = 3_000;

/**
 * One run of a contender gives its figures of all groups; those that were not asked for yet are kept.
 *
 * @returns {Promise<import('../harness/registry.mjs').Session>}
 */
export async function openSession() {
  const build = await makeBuildFolder('relay');
  const serverModule = await bundleNodePackage('@remotemedia/server', build.path).catch(async (error) => {
    await build.remove();
    throw error;
  });
  /** @type {Map<string, number[]>} */
  const kept = new Map();
  return {
    measure: async (fullName) => {
      const [group, contender] = fullName.split('/');
      if (!kept.get(fullName)?.length) {
        await waitForQuiet(QUIET_TIMEOUT_MS);
        keep(kept, contender, await runOnce(contender, serverModule, SETTINGS));
      }
      const value = kept.get(fullName)?.shift();
      if (value === undefined) throw new Error(`a run of ${contender} gives no ${group}`);
      return value;
    },
    close: () => build.remove(),
  };
}

/**
 * @param {Map<string, number[]>} kept by full name, the oldest first
 * @param {string} contender
 * @param {import('./run-once.mjs').Figures} figures
 */
function keep(kept, contender, figures) {
  for (const [group, value] of Object.entries(figures)) {
    const name = `${group}/${contender}`;
    kept.set(name, [...(kept.get(name) ?? []), value]);
  }
}
