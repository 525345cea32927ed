import { SdkError } from '@remotemedia/base';
import type { ManifestProblem } from './manifest-problem.ts';

/** Errors that the message tells; `problems` has all of them. */
const TOLD = 3;

/** A manifest, or parameters for a node at work, that cannot be used. Its code is `invalid-argument`. */
export class ManifestError extends SdkError {
  override readonly name = 'ManifestError';
  /** All that was found, warnings too, in the order of the manifest. */
  readonly problems: readonly ManifestProblem[];

  /**
   * @param problems at least one of them an error
   * @param what what cannot be used
   */
  constructor(problems: readonly ManifestProblem[], what = 'the manifest cannot be used') {
    super('invalid-argument', `${what}: ${detailOf(problems.filter(({ severity }) => severity === 'error'))}`);
    this.problems = problems;
  }
}

function detailOf(errors: readonly ManifestProblem[]): string {
  const told = errors.slice(0, TOLD).map(({ path, position, message }) => {
    const line = position ? `line ${position.line}, ` : '';
    return `${message} (${line}${path === '' ? 'the whole' : path})`;
  });
  const more = errors.length > TOLD ? `; and ${errors.length - TOLD} more` : '';
  return `${told.join('; ')}${more}`;
}
