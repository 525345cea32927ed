import { existsSync, readFileSync } from 'node:fs';
import { run } from './run.mjs';
import { step } from './step.mjs';
import { Stop } from './stop.mjs';

/** @typedef {{ ok: boolean, why?: string }} AptAccess */

const APT_TIMEOUT_MS = 600_000;

/**
 * Whether packages can be installed with apt here without asking anybody.
 *
 * @returns {Promise<AptAccess>}
 */
export async function canUseApt() {
  if (!isDebian()) return { ok: false, why: 'this is not Debian' };
  if ((await run('apt-get', ['--version'])).code !== 0) return { ok: false, why: 'there is no apt-get' };
  if (process.getuid?.() === 0) return { ok: true };
  const { code } = await run('sudo', ['-n', 'true']);
  if (code === 0) return { ok: true };
  return { ok: false, why: `apt needs root, and ${code === 127 ? 'there is no sudo' : 'sudo asks for a password'}` };
}

/** Ubuntu's "chromium" is a stub for snap, which containers lack. @returns {boolean} */
function isDebian() {
  return existsSync('/etc/os-release') && /^ID=debian$/m.test(readFileSync('/etc/os-release', 'utf8'));
}

/**
 * Installs Debian packages; does nothing for none.
 *
 * @param {readonly string[]} packages
 */
export async function aptInstall(packages) {
  if (packages.length === 0) return;
  await step('Reading the lists of Debian packages (apt-get update)', () => apt(['update']));
  await step(`Installing ${packages.join(' and ')} (apt-get install)`, () =>
    apt(['install', '--yes', '--no-install-recommends', ...packages]),
  );
}

/** @param {readonly string[]} args */
async function apt(args) {
  const command = ['apt-get', '-q', '-o', 'Acquire::Retries=3', ...args];
  const [program = '', ...rest] = process.getuid?.() === 0 ? command : ['sudo', '-n', ...command];
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  const { code, output } = await run(program, rest, { env, timeoutMs: APT_TIMEOUT_MS });
  if (code !== 0) throw new Stop(aptFault(output));
}

/**
 * One sentence for a failed apt-get.
 *
 * @param {string} output
 * @returns {string}
 */
export function aptFault(output) {
  if (/Could not resolve|Failed to fetch|Temporary failure|Unable to connect|Cannot initiate/.test(output)) {
    return "Debian's package servers cannot be reached, so no browser could be installed.";
  }
  if (/Permission denied|are you root/.test(output)) return 'apt-get was refused: it needs the rights of root.';
  if (/Could not get lock/.test(output)) return 'Another apt-get is running: try again when it has ended.';
  return `apt-get failed:\n${output.trim().split('\n').slice(-8).join('\n')}`;
}
