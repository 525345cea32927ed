import type { EngineChoice } from '@remotemedia/codecs';
import { ourClasses, platformClasses, SCENARIOS, type Scenario } from '@remotemedia/codecs/scenarios';

/** Which classes a scenario runs over: the browser's own, or ours with an engine. */
export type Contender = 'native' | EngineChoice;

declare global {
  /** The page's only function: runs every scenario and tells of those that failed, each as `name: why`. */
  var failedScenarios: (contender: Contender) => Promise<readonly string[]>;
}

const LONGEST_MS = 20_000;

globalThis.failedScenarios = async (contender) => {
  const classes = contender === 'native' ? platformClasses(globalThis) : ourClasses(contender);
  const failures: string[] = [];
  for (const scenario of SCENARIOS) {
    const failure = await failureOf(scenario, () => scenario.run(classes));
    if (failure) failures.push(failure);
  }
  return failures;
};

async function failureOf({ name }: Scenario, run: () => Promise<void>): Promise<string | undefined> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`not done after ${LONGEST_MS} ms`)), LONGEST_MS);
  });
  try {
    await Promise.race([run(), late]);
    return undefined;
  } catch (error) {
    return `${name}: ${error instanceof Error ? error.message : String(error)}`;
  } finally {
    clearTimeout(timer);
  }
}
