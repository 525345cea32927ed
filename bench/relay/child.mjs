import { fork } from 'node:child_process';
import { once } from 'node:events';
import { within } from '../harness/deadline.mjs';

const STOP_TIMEOUT_MS = 5_000;

/**
 * @typedef {object} Child a process that answers what it is asked
 * @property {(ask: string, args?: object, timeoutMs?: number) => Promise<unknown>} ask
 * @property {() => Promise<void>} close idempotent
 */

/**
 * Starts a module in a process of its own.
 *
 * @param {URL} module it calls {@link answerParent}
 * @param {string[]} args
 * @param {string[]} [nodeFlags]
 * @returns {Child}
 */
export function startChild(module, args, nodeFlags = []) {
  const child = fork(module, args, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'], execArgv: nodeFlags });
  const exited = once(child, 'exit');
  /** @type {Map<number, { resolve: (result: unknown) => void, reject: (error: Error) => void }>} */
  const waiting = new Map();
  let count = 0;
  child.on('message', ({ id, result, error }) => {
    const { resolve, reject } = waiting.get(id);
    waiting.delete(id);
    if (error === undefined) resolve(result);
    else reject(new Error(error));
  });
  child.once('exit', (code, signal) => {
    for (const { reject } of waiting.values()) reject(new Error(`${module.pathname} ended with ${signal ?? code}`));
  });
  return {
    ask: (ask, args = {}, timeoutMs = 60_000) => {
      count += 1;
      const id = count;
      const answer = new Promise((resolve, reject) => waiting.set(id, { resolve, reject }));
      child.send({ id, ask, args });
      return within(answer, timeoutMs, ask);
    },
    close: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      if (child.connected) child.disconnect();
      await within(exited, STOP_TIMEOUT_MS, 'stopping a process').catch(() => child.kill('SIGKILL'));
    },
  };
}

/**
 * The child's side: answers by name, and ends when the parent does.
 *
 * @param {Record<string, (args: object) => unknown>} answers
 */
export function answerParent(answers) {
  process.once('disconnect', () => process.exit(0));
  process.on('message', async ({ id, ask, args }) => {
    try {
      process.send?.({ id, result: (await answers[ask](args)) ?? null });
    } catch (error) {
      process.send?.({ id, error: error.stack });
    }
  });
}
