import { run } from '../../scripts/lib/run.mjs';
import { Stop } from '../../scripts/lib/stop.mjs';

/** Names another Debian archive than apt's, such as one in the own network. */
export const MIRROR_VARIABLE = 'DEBIAN_MIRROR';

/**
 * The base address of the Debian archive that apt uses on this machine.
 *
 * @returns {Promise<string>} without a slash at its end
 */
export async function debianMirror() {
  const chosen = process.env[MIRROR_VARIABLE];
  if (chosen) return chosen.replace(/\/+$/, '');
  const { code, output } = await run('apt-get', ['indextargets', '--format', '$(REPO_URI)|$(COMPONENT)']);
  const mirror = code === 0 ? mirrorIn(output) : undefined;
  if (mirror) return mirror;
  throw new Stop(
    'The sources of the codecs come from a Debian mirror, and apt names none here: ' +
      `set ${MIRROR_VARIABLE} to the base address of one, the folder that has "pool" in it.`,
  );
}

/**
 * The first archive that carries the main component of a release, and not only its security updates.
 *
 * @param {string} targets lines of `apt-get indextargets --format '$(REPO_URI)|$(COMPONENT)'`
 * @returns {string | undefined}
 */
export function mirrorIn(targets) {
  return targets
    .split('\n')
    .filter((line) => /^https?:.*\|main$/.test(line) && !line.includes('security'))
    .map((line) => line.replace(/\/*\|main$/, ''))[0];
}
