import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { aptInstall, canUseApt } from './apt.mjs';
import { Stop } from './stop.mjs';

/** Where Debian puts servers, which is not on everybody's PATH. */
const MORE_FOLDERS = ['/usr/sbin', '/usr/local/bin', '/usr/local/sbin'];

/**
 * The ways to a program; tests give their own.
 *
 * @typedef {object} Ways
 * @property {(name: string) => string | undefined} find
 * @property {typeof canUseApt} canUseApt
 * @property {typeof aptInstall} aptInstall
 */

/** Debian packages of programs that are called otherwise. */
const PACKAGES = new Map([['turnserver', 'coturn']]);

/** @type {Ways} */
const REAL_WAYS = { find: installedProgram, canUseApt, aptInstall };

/**
 * Where a program is.
 *
 * @param {string} name
 * @returns {string | undefined}
 */
export function installedProgram(name) {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter).filter(Boolean), ...MORE_FOLDERS];
  return folders.map((folder) => join(folder, name)).find((path) => existsSync(path));
}

/**
 * Gets servers that tests talk to, where that needs nobody's password. In CI each has to be there; a developer can do
 * without, and the tests that need one are skipped.
 *
 * @param {readonly string[]} names of the programs
 * @param {Ways} [ways]
 */
export async function getPrograms(names, { find, canUseApt: canUse, aptInstall: install } = REAL_WAYS) {
  const missing = names.filter((name) => !find(name));
  if (missing.length === 0) return;
  const { ok, why } = await canUse();
  if (ok) await install(missing.map((name) => PACKAGES.get(name) ?? name));
  for (const name of missing) if (!find(name)) complain(name, why);
}

/** @param {string} name @param {string | undefined} why */
function complain(name, why) {
  const reason = why ? ` and could not be installed, because ${why}` : '';
  const sentence = `${name} is missing${reason}: install it.`;
  if (process.env['CI']) throw new Stop(sentence);
  console.log(`! ${sentence} Its tests are skipped.`);
}
