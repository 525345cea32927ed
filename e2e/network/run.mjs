import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { whatIsMissing } from './rig/requirements.mjs';

/**
 * `npm run test:network [-- --allow-missing] [-- -g NAME]`: calls through networks that are slowed, cut and changed.
 * Other arguments go to Playwright: `-g jump` runs the scenarios of that name, `--list` names them all.
 */
const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const PLAYWRIGHT = fileURLToPath(new URL('../../node_modules/@playwright/test/cli.js', import.meta.url));
const CONFIG = fileURLToPath(new URL('playwright.config.ts', import.meta.url));

const given = process.argv.slice(2);
const isMissingAllowed = given.includes('--allow-missing');
const missing = whatIsMissing();

if (missing) {
  process.stderr.write(`The network tests were skipped: ${missing}.\n`);
  process.exitCode = isMissingAllowed ? 0 : 1;
} else {
  const rest = given.filter((each) => each !== '--allow-missing');
  const { status } = spawnSync(process.execPath, [PLAYWRIGHT, 'test', '--config', CONFIG, ...rest], {
    cwd: ROOT,
    stdio: 'inherit',
  });
  process.exitCode = status ?? 1;
}
