import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

// `npm -w e2e run screenshot [-- PATH]`: takes the picture for the README. npm runs scripts in the workspace's
// folder and says where it was called from in INIT_CWD.
const here = fileURLToPath(new URL('.', import.meta.url));
const [given] = process.argv.slice(2);
const path = given ? resolve(process.env.INIT_CWD ?? '.', given) : resolve(here, '../../docs/screenshot.png');
const playwright = createRequire(import.meta.url).resolve('@playwright/test/cli');
const { status } = spawnSync(
  process.execPath,
  [playwright, 'test', '--config', resolve(here, 'playwright.config.ts')],
  {
    env: { ...process.env, SCREENSHOT_PATH: path },
    stdio: 'inherit',
  },
);
process.exitCode = status ?? 1;
