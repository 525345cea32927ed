import { parseArgs } from 'node:util';
import { getBrowsers } from './get-browsers.mjs';
import { getPrograms } from './get-programs.mjs';
import { installIfNeeded } from './install.mjs';
import { duration, step } from './step.mjs';
import { Stop } from './stop.mjs';
import { summary } from './summary.mjs';

/**
 * Gets what the tests need, runs them and sums up.
 *
 * @param {string[]} args
 * @returns {Promise<number>} exit code: 0 when all passed
 */
export async function test(args) {
  await installIfNeeded();
  // Only now: what the phases import may have to be installed first.
  const { PHASES } = await import('./test-phases.mjs');
  const phases = chosen(args, PHASES);
  const browsers = await getBrowsers([...new Set(phases.flatMap(({ needs }) => needs))]);
  await getPrograms([...new Set(phases.flatMap(({ talksTo = [] }) => talksTo))]);
  const results = [];
  for (const phase of phases) results.push(await runPhase(phase, browsers));
  console.log(summary(results));
  return results.every(({ ok }) => ok) ? 0 : 1;
}

/**
 * @template {{ name: string }} Phase
 * @param {string[]} args
 * @param {readonly Phase[]} phases
 * @returns {readonly Phase[]}
 */
function chosen(args, phases) {
  const names = phases.map(({ name }) => name).join(', ');
  const usage = `npm test takes no more than "--only" and one of ${names}.`;
  let only;
  try {
    only = parseArgs({ args, options: { only: { type: 'string' } } }).values.only;
  } catch {
    throw new Stop(usage);
  }
  if (only === undefined) return phases;
  const found = phases.filter(({ name }) => name === only);
  if (found.length === 0) throw new Stop(usage);
  return found;
}

/**
 * @param {import('./test-phases.mjs').Phase} phase
 * @param {import('./test-phases.mjs').Browsers} browsers
 */
async function runPhase({ name, what, work }, browsers) {
  const startMs = performance.now();
  /** @type {import('./test-phases.mjs').Outcome} */
  let outcome = { ok: false };
  try {
    outcome = await step(what, () => work(browsers), { fine: ({ ok }) => ok, quiet: true });
  } catch (error) {
    console.error(error instanceof Stop ? error.message : error);
  }
  return { name, ...outcome, spent: duration(performance.now() - startMs) };
}
