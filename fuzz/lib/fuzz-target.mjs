import { keepInput } from './corpus.mjs';
import { Random } from './random.mjs';
import { shrink } from './shrink.mjs';
import { inputFor, trial } from './trial.mjs';

const MIB = 1_048_576;
/** How much more memory may be in use at the end than after the first part, in bytes. */
const MAX_GROWTH_BYTES = 24 * MIB;
/** Most faults of one target; more of them say nothing new. */
const MAX_FAULTS = 5;
/** Inputs between two looks at the clock and at the progress. */
const PORTION = 2_000;

/**
 * @typedef {object} Result
 * @property {string} name
 * @property {number} inputs how many were tried
 * @property {number} ms
 * @property {string[]} faults
 */

/**
 * Tries inputs on one target.
 *
 * @param {import('./trial.mjs').Target} target
 * @param {{ seed: number, inputs: number, untilMs: number, corpus: string,
 *   onProgress: (done: number) => void }} options `untilMs` by `performance.now()`
 * @returns {Promise<Result>}
 */
export async function fuzzTarget(target, { seed, inputs, untilMs, corpus, onProgress }) {
  const random = new Random(seed);
  const startMs = performance.now();
  /** @type {string[]} */
  const faults = [];
  let done = 0;
  let baseBytes = 0;
  while (done < inputs && faults.length < MAX_FAULTS && performance.now() < untilMs) {
    for (const end = Math.min(inputs, done + PORTION); done < end && faults.length < MAX_FAULTS; done += 1) {
      const fault = await trial(target, inputFor(target, random));
      if (!fault) continue;
      const smallest = await shrink(target, fault.input);
      faults.push(`${fault.what}\n  kept as ${keepInput(corpus, target, smallest)}`);
    }
    // The first fifth fills caches and compiles code.
    if (baseBytes === 0 && done >= inputs / 5) baseBytes = usedBytes();
    onProgress(done);
  }
  const growthBytes = baseBytes === 0 ? 0 : usedBytes() - baseBytes;
  if (growthBytes > MAX_GROWTH_BYTES) faults.push(`memory grew by ${(growthBytes / MIB).toFixed(1)} MiB`);
  return { name: target.name, inputs: done, ms: performance.now() - startMs, faults };
}

function usedBytes() {
  globalThis.gc?.();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}
