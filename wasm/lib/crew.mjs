import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { Stop } from '../../scripts/lib/stop.mjs';

/**
 * Threads that share a list of jobs. Close it when done.
 *
 * @typedef {object} Crew
 * @property {(job: import('./compile-worker.mjs').Job) => Promise<import('./compile-worker.mjs').Made>} run
 * @property {() => Promise<void>} close
 */

/**
 * @param {ReadonlyMap<string, string>} files that the compiler may see
 * @param {number} [size] how many threads. Default: one per processor, at most eight (each needs half a gigabyte)
 * @returns {Crew}
 */
export function openCrew(files, size = Math.min(8, availableParallelism())) {
  /** @type {Worker[]} */
  const workers = [];
  /** @type {Worker[]} */
  const idle = [];
  /** @type {((worker: Worker) => void)[]} */
  const waiting = [];
  const hire = () => {
    const worker = new Worker(new URL('./compile-worker.mjs', import.meta.url), { workerData: files });
    workers.push(worker);
    return worker;
  };
  const take = () => {
    const worker = idle.pop() ?? (workers.length < size ? hire() : undefined);
    if (worker) return Promise.resolve(worker);
    return new Promise((/** @type {(worker: Worker) => void} */ resolve) => waiting.push(resolve));
  };
  const giveBack = (/** @type {Worker} */ worker) => {
    const next = waiting.shift();
    if (next) next(worker);
    else idle.push(worker);
  };
  return {
    run: async (job) => {
      const worker = await take();
      try {
        return await ask(worker, job);
      } finally {
        giveBack(worker);
      }
    },
    close: async () => {
      await Promise.all(workers.map((worker) => worker.terminate()));
    },
  };
}

/**
 * @param {Worker} worker
 * @param {import('./compile-worker.mjs').Job} job
 * @returns {Promise<import('./compile-worker.mjs').Made>}
 */
function ask(worker, job) {
  return new Promise((resolve, reject) => {
    const listening = new AbortController();
    const on = (/** @type {string} */ event, /** @type {(value: any) => void} */ listener) => {
      worker.once(event, listener);
      listening.signal.addEventListener('abort', () => worker.off(event, listener));
    };
    on('message', ({ made, fault }) => {
      listening.abort();
      if (made) resolve(made);
      else reject(new Stop(`${nameOf(job)} failed:\n${fault}`));
    });
    on('error', reject);
    on('exit', () => reject(new Stop(`A compiler thread ended while at ${nameOf(job)}.`)));
    worker.postMessage(job);
  });
}

/** @param {import('./compile-worker.mjs').Job} job */
function nameOf(job) {
  return job.kind === 'compile' ? job.file : 'Linking';
}
