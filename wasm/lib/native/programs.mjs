import { aptInstall, canUseApt } from '../../../scripts/lib/apt.mjs';
import { installedProgram } from '../../../scripts/lib/get-programs.mjs';
import { Stop } from '../../../scripts/lib/stop.mjs';

/** Debian packages of programs that are called otherwise. */
const PACKAGES = new Map([['xz', 'xz-utils']]);

/**
 * Installs with apt what is missing of the programs.
 *
 * @param {readonly string[]} names
 */
export async function needPrograms(names) {
  const missing = names.filter((name) => !installedProgram(name));
  if (missing.length === 0) return;
  const packages = missing.map((name) => PACKAGES.get(name) ?? name);
  // A C compiler without the headers of the C library compiles nothing.
  if (missing.includes('gcc')) packages.push('libc6-dev');
  const { ok, why } = await canUseApt();
  if (!ok) throw new Stop(`Missing: ${missing.join(', ')}. They could not be installed, because ${why}: install them.`);
  await aptInstall(packages);
}
