import { fork } from 'node:child_process';
import { once } from 'node:events';

/**
 * A process in which contenders are.
 *
 * @typedef {object} NodeChild
 * @property {(call: import('./stage-calls.ts').Call) => Promise<any>} ask one call at a time
 * @property {() => void} close
 */

/**
 * @param {string} module path of the bundled side of Node
 * @param {string[]} args
 * @param {string[]} [execArgv] flags of Node
 * @returns {Promise<NodeChild>}
 */
export async function startNodeChild(module, args, execArgv = []) {
  const child = fork(module, args, {
    execArgv,
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const died = once(child, 'exit').then(([code, signal]) => {
    throw new Error(`the process of the contenders ended (${code ?? signal})`);
  });
  died.catch(() => {});
  const next = () => Promise.race([once(child, 'message'), died]);
  await next();
  return {
    async ask(call) {
      const answered = next();
      child.send(call);
      const [{ value, fault }] = await answered;
      if (fault !== undefined) throw new Error(fault);
      return value;
    },
    close() {
      if (child.connected) child.disconnect();
    },
  };
}
