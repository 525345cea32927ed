import { taskOf } from './files.mjs';
import { HELD } from './groups.mjs';
import { startNative } from './native.mjs';

/** The native libraries: one process that stays warm; a process of its own for each look at memory. */
export class NativeSide {
  #program;
  #folder;
  #warm;

  /** @param {string} program @param {string} folder of the files */
  constructor(program, folder) {
    this.#program = program;
    this.#folder = folder;
    this.#warm = startNative(program, folder);
  }

  /** @param {string} _by @param {import('./task.ts').Task} task @param {boolean} isLooking */
  perform(_by, task, isLooking) {
    return this.#warm.perform(task, isLooking);
  }

  /** @param {string} _by @param {{ name: string, row: string }} group */
  async hold(_by, { name, row }) {
    const alone = startNative(this.#program, this.#folder);
    try {
      return await alone.hold(taskOf(row), HELD.get(name) ?? 1);
    } finally {
      alone.close();
    }
  }

  close() {
    this.#warm.close();
  }
}
