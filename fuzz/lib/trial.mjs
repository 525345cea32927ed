import { SdkError } from '../../packages/base/src/index.ts';
import { BYTES, mutant, TEXT } from './mutate.mjs';

/**
 * @template {string | Uint8Array} [Input=any]
 * @typedef {object} Target one parser, or some that read the same
 * @property {string} name
 * @property {'text' | 'bytes'} kind what it reads
 * @property {readonly Input[]} seeds good inputs, at least one
 * @property {readonly Input[]} words pieces that mean something to it
 * @property {(random: import('./random.mjs').Random) => Input} [build] makes an input that is right on the outside and odd
 *   within; half of the inputs then come from it
 * @property {(input: Input) => unknown} run reads; throws nothing but `SdkError`, or says that a rule was broken.
 *   A promise is waited for
 *
 * @typedef {object} Fault
 * @property {string} what
 * @property {string | Uint8Array} input
 */

/** Longest time that one input may take, in milliseconds: the longest inputs take one or two. */
const MAX_TRIAL_MS = 100;
/** How often a slow input is tried again; another program may have had the processor. */
const RETRIALS = 4;

/**
 * @param {Target} target
 * @param {import('./random.mjs').Random} random
 */
export function inputFor(target, random) {
  if (target.build && random.oneIn(2)) return target.build(random);
  return mutant(target.kind === 'text' ? TEXT : BYTES, target.seeds, target.words, random);
}

/**
 * Tries one input.
 *
 * @param {Target} target
 * @param {string | Uint8Array} input
 * @returns {Promise<Fault | undefined>} what is wrong
 */
export async function trial(target, input) {
  const { ms, what } = await timed(target, input);
  if (what !== undefined) return { what, input };
  if (ms <= MAX_TRIAL_MS) return undefined;
  const times = [ms];
  for (let retrial = 0; retrial < RETRIALS; retrial += 1) times.push((await timed(target, input)).ms);
  const best = Math.min(...times);
  return best > MAX_TRIAL_MS ? { what: `took ${best.toFixed(0)} ms`, input } : undefined;
}

async function timed(target, input) {
  const start = performance.now();
  let what;
  try {
    const result = target.run(input);
    // Most answer at once; waiting for nothing would take longer than all else.
    if (result instanceof Promise) await result;
  } catch (caught) {
    if (!(caught instanceof SdkError))
      what = caught instanceof Error ? (caught.stack ?? caught.message) : `threw ${caught}`;
  }
  return { ms: performance.now() - start, what };
}
