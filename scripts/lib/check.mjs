import { CHECK_STEPS } from './check-steps.mjs';
import { duration, step } from './step.mjs';
import { Stop } from './stop.mjs';

/** Runs every check and stops at the first that fails, with its name. */
export async function check() {
  const startMs = performance.now();
  for (const { name, work } of CHECK_STEPS) {
    try {
      await step(name, work);
    } catch (error) {
      if (!(error instanceof Stop)) throw error;
      throw new Stop(`${error.message}\n\nThe check stopped at: ${name}`);
    }
  }
  console.log(`All ${CHECK_STEPS.length} checks passed in ${duration(performance.now() - startMs)}.`);
}
