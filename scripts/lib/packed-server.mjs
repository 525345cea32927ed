import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { npm } from './npm.mjs';
import { pack } from './pack.mjs';
import { run } from './run.mjs';
import { Stop } from './stop.mjs';

/** How long the server may take to listen, and to end. */
const PATIENCE_MS = 20_000;

/**
 * Uses the server as an operator would: installs its tarball into an empty folder, asks it by `npx`, starts it, looks
 * at its health, and ends it with SIGTERM.
 */
export async function checkPackedServer() {
  const folder = mkdtempSync(join(tmpdir(), 'remotemedia-packed-'));
  try {
    await install(folder, await pack('server'));
    const { code, output } = await npm(['exec', '--no', '--', '@remotemedia/server', '--help'], { cwd: folder });
    if (code !== 0 || !output.includes('--port')) throw new Stop(`npx @remotemedia/server --help fails:\n${output}`);
    await serveAndEnd(join(folder, 'node_modules/@remotemedia/server/dist/main.js'), folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @param {string} folder @param {string} tarball */
async function install(folder, tarball) {
  writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
  const flags = ['--prefer-offline', '--no-audit', '--no-fund', '--omit=dev', '--loglevel', 'error'];
  const { code, output } = await npm(['install', ...flags, tarball], { cwd: folder });
  if (code !== 0) throw new Stop(`The packed server cannot be installed:\n${output.trim()}`);
  const tree = await npm(['ls', '--all', '--loglevel', 'error'], { cwd: folder });
  if (tree.code !== 0) throw new Stop(`The packed server's dependencies do not fit:\n${tree.output.trim()}`);
}

/** @param {string} main @param {string} cwd where nothing of the repository is found by chance */
async function serveAndEnd(main, cwd) {
  const check = await run(process.execPath, [main, '--port', '0', '--config-check'], { cwd, timeoutMs: PATIENCE_MS });
  if (check.code !== 0) throw new Stop(`The packed server does not read its flags:\n${check.output.trim()}`);
  const child = spawn(process.execPath, [main, '--port', '0'], { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
  const timer = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS);
  const exit = once(child, 'exit');
  try {
    const url = await urlOf(child);
    const response = await fetch(`${url}/health`);
    if (!response.ok) throw new Stop(`The packed server is not healthy: ${await response.text()}`);
    child.kill('SIGTERM');
    const [code, signal] = await exit;
    if (code !== 0) throw new Stop(`The packed server ends with ${code ?? signal} after SIGTERM, not with 0.`);
  } finally {
    clearTimeout(timer);
    child.kill('SIGKILL');
  }
}

/** @param {import('node:child_process').ChildProcess} child @returns {Promise<string>} */
function urlOf(child) {
  return new Promise((resolve, reject) => {
    let printed = '';
    const read = (/** @type {Buffer} */ chunk) => {
      printed += chunk;
      const url = /listening on (http\S+)/.exec(printed)?.[1];
      if (url) resolve(url);
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.once('exit', () => reject(new Stop(`The packed server ends before it listens:\n${printed.trim()}`)));
  });
}
