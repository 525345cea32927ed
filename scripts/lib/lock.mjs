import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { completeLock } from './complete-lock.mjs';
import { installFault } from './install.mjs';
import { npm } from './npm.mjs';
import { ROOT } from './paths.mjs';
import { Stop } from './stop.mjs';

const LOCK = join(ROOT, 'package-lock.json');

/** Brings the lockfile up to date and adds what a registry with few platforms made npm leave out. */
export async function lock() {
  const { code, output } = await npm(['install', '--package-lock-only', '--no-audit', '--no-fund'], { cwd: ROOT });
  if (code !== 0) throw new Stop(installFault(output));
  const content = JSON.parse(readFileSync(LOCK, 'utf8'));
  const added = completeLock(content);
  writeFileSync(LOCK, `${JSON.stringify(content, null, 2)}\n`);
  console.log(`package-lock.json is up to date; ${added.length} packages for other platforms were added`);
}

/** Fails when `npm ci` would refuse the lockfile. */
export async function checkLock() {
  const { code, output } = await npm(['ci', '--dry-run', '--prefer-offline', '--ignore-scripts'], { cwd: ROOT });
  if (code === 0) return;
  const reasons = output.split('\n').filter((line) => /(Missing|Invalid): /.test(line));
  throw new Stop(['Run "npm run lock" and commit package-lock.json.', ...reasons].join('\n'));
}
