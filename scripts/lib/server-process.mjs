import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { urlsOf } from './addresses.mjs';
import { ROOT } from './paths.mjs';
import { Stop } from './stop.mjs';

const START_TIMEOUT_MS = 15_000;

/**
 * Runs the built server with the built demo until it ends; a signal to this process goes on to it.
 *
 * @param {{ host: string, port: number, onReady: () => void }} options `onReady` is called when it answers
 * @returns {Promise<number>} its exit code, 0 when a signal ended it
 */
export async function runServer({ host, port, onReady }) {
  const main = join(ROOT, 'packages/server/dist/main.js');
  const args = [main, '--host', host, '--port', String(port), '--demo-dir', join(ROOT, 'demo/dist')];
  // A group of its own: otherwise Ctrl+C in a terminal would reach it twice.
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'inherit', 'inherit'], detached: true });
  process.once('exit', () => child.kill());
  const exit = once(child, 'exit');
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM'])) process.on(signal, () => child.kill(signal));
  const ended = exit.then(() => true);
  if (await Promise.race([ended, answers(new URL('health', urlsOf(host, port)[0]).href)])) return codeOf(await exit);
  onReady();
  return codeOf(await exit);
}

/** @param {unknown[]} exit @returns {number} */
function codeOf([code, signal]) {
  if (signal === 'SIGINT' || signal === 'SIGTERM') return 0;
  return typeof code === 'number' ? code : 1;
}

/** Waits until the server is healthy. @param {string} healthUrl @returns {Promise<false>} */
async function answers(healthUrl) {
  const deadlineMs = performance.now() + START_TIMEOUT_MS;
  while (performance.now() < deadlineMs) {
    const response = await fetch(healthUrl).catch(() => undefined);
    if (response?.ok) return false;
    await sleep(30);
  }
  throw new Stop(`The server did not answer within ${START_TIMEOUT_MS / 1000} s.`);
}
