import type { ManifestProblem } from '@remotemedia/sdk/pipeline';
import type { ReactElement } from 'react';

/** What {@link ProblemList} shows. */
export interface ProblemListProps {
  /** Id of the list, for the field that it describes. */
  readonly id: string;
  /** The problems. */
  readonly problems: readonly ManifestProblem[];
  /** Leads to the place of a problem. */
  readonly onGo: (problem: ManifestProblem) => void;
  /** Writes what the problem suggests. */
  readonly onFix: (problem: ManifestProblem) => void;
}

/** What is wrong with the manifest, line by line, and what to write instead. */
export function ProblemList({ id, problems, onGo, onFix }: ProblemListProps): ReactElement {
  return (
    <div className="problems" id={id}>
      <p role="status" data-testid="problem-count">
        {summaryOf(problems)}
      </p>
      {problems.length > 0 && (
        <ul>
          {problems.map((problem) => {
            const { severity, path, message, suggestion, position } = problem;
            return (
              <li key={`${path} ${message}`} data-severity={severity}>
                <button type="button" className="problem-place" disabled={!position} onClick={() => onGo(problem)}>
                  <span className="visually-hidden">{severity === 'error' ? 'Error' : 'Warning'}, </span>
                  {position ? `line ${position.line}` : path || 'manifest'}
                </button>
                <span className="problem-words">{message}</span>
                {suggestion !== undefined && position && position.length > 0 && (
                  <button type="button" className="problem-fix" onClick={() => onFix(problem)}>
                    Write <code>{suggestion}</code>
                  </button>
                )}
              </li>
            );
          })}
        </ul>
      )}
    </div>
  );
}

function summaryOf(problems: readonly ManifestProblem[]): string {
  const errors = problems.filter(({ severity }) => severity === 'error').length;
  const warnings = problems.length - errors;
  const words = [count(errors, 'error'), count(warnings, 'warning')].filter((word) => word !== '');
  return words.length === 0 ? 'The manifest is valid.' : `${words.join(' and ')}.`;
}

function count(amount: number, word: string): string {
  if (amount === 0) return '';
  return `${amount} ${word}${amount === 1 ? '' : 's'}`;
}
