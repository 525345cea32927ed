import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { npm } from './npm.mjs';
import { ROOT } from './paths.mjs';
import { step } from './step.mjs';
import { Stop } from './stop.mjs';

/** Two more tries within seconds when the registry does not answer: npm's own patience is over a minute. */
const RETRIES = ['--fetch-retries=2', '--fetch-retry-mintimeout=500', '--fetch-retry-maxtimeout=2000'];
const NPM_CI = ['ci', '--no-audit', '--no-fund', '--loglevel=error', ...RETRIES];

/** Installs what package-lock.json names, unless it is installed. */
export async function installIfNeeded(root = ROOT) {
  const reason = whyInstall(root);
  if (!reason) return;
  await step(`Installing packages with npm ci (${reason})`, async () => {
    const { code, output } = await npm(NPM_CI, { cwd: root });
    if (code !== 0) throw new Stop(installFault(output));
  });
}

/**
 * Says why packages must be installed, `undefined` if they need not be. Compares what package-lock.json names with
 * what npm noted when it last installed, because times of files say little after a checkout.
 *
 * @param {string} root
 * @returns {string | undefined}
 */
export function whyInstall(root) {
  const noted = join(root, 'node_modules/.package-lock.json');
  if (!existsSync(noted)) return 'nothing is installed yet';
  const wanted = packagesIn(join(root, 'package-lock.json'));
  const present = packagesIn(noted);
  const changed = Object.entries(wanted).some(([path, entry]) => {
    if (!path.startsWith('node_modules/') && !path.includes('/node_modules/')) return false;
    const installed = present[path];
    if (!installed) return !(entry.optional || entry.devOptional || entry.peer);
    return installed.version !== entry.version || installed.integrity !== entry.integrity;
  });
  return changed ? 'package-lock.json has changed since the last time' : undefined;
}

/**
 * @typedef {{ version?: string, integrity?: string, optional?: boolean, devOptional?: boolean, peer?: boolean }} Entry
 * @param {string} file
 * @returns {Record<string, Entry>}
 */
function packagesIn(file) {
  return JSON.parse(readFileSync(file, 'utf8')).packages ?? {};
}

const UNREACHABLE = /\b(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|ENOTCACHED|EHOSTUNREACH)\b/;

/**
 * One sentence for a failed `npm ci`.
 *
 * @param {string} output what npm printed
 * @returns {string}
 */
export function installFault(output) {
  const unreachable = UNREACHABLE.exec(output);
  if (unreachable) {
    return `The packages could not be installed because the npm registry cannot be reached (${unreachable[0]}).`;
  }
  if (/\bEUSAGE\b|not in sync|in sync/.test(output)) {
    return 'package-lock.json does not fit the package.json files: run "npm run lock" once.';
  }
  if (/\bENOSPC\b/.test(output)) return 'The packages could not be installed because the disk is full.';
  if (/\b(EACCES|EPERM|EROFS)\b/.test(output)) {
    return 'The packages could not be installed because node_modules cannot be written.';
  }
  return `The packages could not be installed; npm said:\n${output.trim().split('\n').slice(-15).join('\n')}`;
}
