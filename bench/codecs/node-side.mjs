import { taskOf } from './files.mjs';
import { HELD } from './groups.mjs';
import { startNodeChild } from './node-child.mjs';

/** Contenders in Node: all in one process that stays warm; a process of its own for what must be cold. */
export class NodeSide {
  #module;
  #args;
  /** @type {Promise<import('./node-child.mjs').NodeChild> | undefined} */
  #warm;

  /** @param {string} module path of the bundled side of Node @param {string[]} args */
  constructor(module, args) {
    this.#module = module;
    this.#args = args;
  }

  /** @param {string[]} [execArgv] */
  start(execArgv) {
    return startNodeChild(this.#module, this.#args, execArgv);
  }

  /** @param {string} contender @param {import('./task.ts').Task} task @param {boolean} isLooking */
  async perform(contender, task, isLooking) {
    return (await this.#child()).ask({ do: 'perform', contender, task, isLooking });
  }

  /** @param {import('./task.ts').Task} task @param {Uint8Array} pieces */
  async judge(task, pieces) {
    return (await this.#child()).ask({ do: 'judge', task, pieces });
  }

  /** @param {string} contender @param {string} row */
  async startOnce(contender, row) {
    return this.#alone([], (child) => child.ask({ do: 'start', contender, task: startTask(row) }));
  }

  /** @param {string} contender @param {{ name: string, row: string }} group */
  async hold(contender, { name, row }) {
    return this.#alone(['--expose-gc'], (child) =>
      child.ask({ do: 'hold', contender, task: taskOf(row), count: HELD.get(name) ?? 1 }),
    );
  }

  close() {
    this.#warm?.then((child) => child.close()).catch(() => {});
  }

  #child() {
    this.#warm ??= this.start();
    return this.#warm;
  }

  async #alone(execArgv, use) {
    const child = await this.start(execArgv);
    try {
      return await use(child);
    } finally {
      child.close();
    }
  }
}

/** The shortest form of a row's task. @param {string} row @returns {import('./task.ts').Task} */
export function startTask(row) {
  const task = taskOf(row);
  switch (task.what) {
    case 'video-encode':
      return { ...task, lead: 0, count: 1 };
    case 'opus-decode':
      return { ...task, passes: 1, limit: 1 };
    default:
      return { ...task, limit: 1 };
  }
}
