import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { buildIfNeeded } from './builds.mjs';
import { freePort } from './free-port.mjs';
import { installIfNeeded } from './install.mjs';
import { ROOT } from './paths.mjs';
import { runServer } from './server-process.mjs';

const HOST = 'localhost';

/**
 * Runs the server on any free port and Vite's development server in front of it.
 *
 * @returns {Promise<number>} exit code
 */
export async function dev() {
  await installIfNeeded();
  await buildIfNeeded(['server']);
  const port = await freePort(0, HOST);
  return runServer({ host: HOST, port, onReady: () => runVite(`http://${HOST}:${port}`) });
}

/** @param {string} signalingUrl */
function runVite(signalingUrl) {
  const env = { ...process.env, SIGNALING_URL: signalingUrl };
  const vite = spawn(process.execPath, [join(ROOT, 'node_modules/vite/bin/vite.js')], {
    cwd: ROOT,
    env,
    stdio: 'inherit',
  });
  process.once('exit', () => vite.kill());
  vite.once('exit', () => process.kill(process.pid, 'SIGTERM'));
}
