import { fork } from 'node:child_process';
import { once } from 'node:events';
import { within } from './deadline.mjs';

const START_TIMEOUT_MS = 20_000;
const STOP_TIMEOUT_MS = 5_000;

/**
 * Runs the servers of a bench in a process of their own, so that they do not share an event loop with the driver of
 * the browser. The module sends one message when they listen and ends when the channel to it is closed.
 *
 * @template Ready
 * @param {URL} module
 * @param {string[]} args
 * @returns {Promise<{ ready: Ready, close(): Promise<void> }>} `ready` is the message
 */
export async function startServices(module, args) {
  const child = fork(module, args, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const exited = once(child, 'exit');
  const close = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    if (child.connected) child.disconnect();
    await within(exited, STOP_TIMEOUT_MS, 'stopping the servers').catch(() => child.kill('SIGKILL'));
  };
  const died = exited.then(([code]) => {
    throw new Error(`the servers of the bench ended with code ${code} before they listened`);
  });
  try {
    const started = Promise.race([once(child, 'message'), died]);
    const [ready] = await within(started, START_TIMEOUT_MS, 'starting the servers');
    died.catch(() => {});
    return { ready, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/**
 * The child's side: tells that the servers listen, and closes them when the bench ends, however it ends.
 *
 * @param {unknown} ready where they listen
 * @param {() => Promise<void>} close
 */
export function announceReady(ready, close) {
  process.once('disconnect', async () => {
    // What keeps a socket open must not keep the process.
    setTimeout(() => process.exit(0), 2_000).unref();
    await close();
    process.exit(0);
  });
  process.send?.(ready);
}
