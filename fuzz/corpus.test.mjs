import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { readCorpus } from './lib/corpus.mjs';
import { Random } from './lib/random.mjs';
import { inputFor, trial } from './lib/trial.mjs';
import { TARGETS } from './targets.mjs';

const CORPUS = fileURLToPath(new URL('./corpus/', import.meta.url));
/** A taste of what `npm run fuzz` does; the same in every run. */
const INPUTS = 1_000;

describe.each(TARGETS)('$name', (target) => {
  const kept = readCorpus(CORPUS, target);

  it(`stands the ${kept.length} inputs that once broke something`, async () => {
    for (const { file, input } of kept) expect(await trial(target, input), file).toBeUndefined();
  });

  it('takes its seeds', async () => {
    for (const seed of target.seeds) expect(await trial(target, seed)).toBeUndefined();
  });

  it(`stands ${INPUTS} inputs that nobody thought of`, { timeout: 30_000 }, async () => {
    const random = new Random(1);
    for (let done = 0; done < INPUTS; done += 1) expect(await trial(target, inputFor(target, random))).toBeUndefined();
  });
});
