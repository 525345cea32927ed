import { describe, it } from 'vitest';
import { platformClasses, SCENARIOS } from './scenarios/index.ts';

/** Runs code that was written for the platform over the classes in `scope`: the platform's, or ours. */
export function describeCoders(name: string, scope: object): void {
  const classes = platformClasses(scope);
  describe(`with ${name}`, () => {
    for (const { name: scenario, run } of SCENARIOS) it(scenario, { timeout: 20_000 }, () => run(classes));
  });
}
