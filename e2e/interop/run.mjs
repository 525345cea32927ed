import { execFileSync, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { installedBrowser } from '../../scripts/lib/installed-browsers.mjs';

/** `npm run test:interop [-- --allow-missing]`: conversations between client libraries of other makers. */
const { values } = parseArgs({ options: { 'allow-missing': { type: 'boolean', default: false } } });

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const CONFIG = fileURLToPath(new URL('vite.config.ts', import.meta.url));
const VITEST = fileURLToPath(new URL('../../node_modules/vitest/vitest.mjs', import.meta.url));
/** Debian's first: a Python that comes earlier in the path need not have Debian's packages. */
const PYTHONS = ['/usr/bin/python3', 'python3'];

/** @returns {string | undefined} a Python that can speak gRPC */
function findPython() {
  return PYTHONS.find((python) => {
    try {
      execFileSync(python, ['-c', 'import grpc, google.protobuf'], { stdio: 'ignore' });
      return true;
    } catch {
      return false;
    }
  });
}

const python = findPython();
const chromium = installedBrowser('chromium')?.path;
const missing = [
  ...(python ? [] : ['python-grpcio is left out: install python3-grpcio (Debian) or grpcio and protobuf (pip)']),
  ...(chromium ? [] : ['google-grpc-web and chromium-connect-web are left out: install Chromium or set CHROMIUM_PATH']),
];
for (const line of missing) process.stderr.write(`${line}\n`);

if (missing.length > 0 && !values['allow-missing']) {
  process.stderr.write('Nothing was tested; with --allow-missing the rest is.\n');
  process.exitCode = 1;
} else {
  const env = { ...process.env, INTEROP_PYTHON: python ?? '', INTEROP_CHROMIUM: chromium ?? '' };
  const { status } = spawnSync(process.execPath, [VITEST, 'run', '--config', CONFIG], {
    cwd: ROOT,
    env,
    stdio: 'inherit',
  });
  process.exitCode = status ?? 1;
}
