import { BYTES, TEXT } from './mutate.mjs';
import { trial } from './trial.mjs';

/** Most trials that making an input smaller may take. */
const MAX_TRIALS = 2_000;

/**
 * Makes an input that breaks something as small as cutting pieces out of it can.
 *
 * @param {import('./trial.mjs').Target} target
 * @param {string | Uint8Array} input
 */
export async function shrink(target, input) {
  const stuff = target.kind === 'text' ? TEXT : BYTES;
  let smallest = input;
  let trials = 0;
  for (let size = Math.ceil(stuff.length(input) / 2); size >= 1; size = Math.floor(size / 2)) {
    for (let start = 0; start < stuff.length(smallest) && trials < MAX_TRIALS; ) {
      const rest = stuff.slice(smallest, start + size, stuff.length(smallest));
      const smaller = stuff.join([stuff.slice(smallest, 0, start), rest]);
      trials += 1;
      if (await trial(target, smaller)) smallest = smaller;
      else start += size;
    }
  }
  return smallest;
}
