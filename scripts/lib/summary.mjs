import { closingLine } from './test-counts.mjs';

/**
 * The end of a run: a line for each phase, and alone on the last line how many tests passed and failed.
 *
 * @param {readonly { name: string, ok: boolean, spent: string, counts?: import('./test-counts.mjs').Counts | undefined }[]} results
 * @returns {string}
 */
export function summary(results) {
  const lines = results.map(({ name, ok, spent, counts }) => {
    const line = `  ${ok ? '✓' : '✗'} ${name.padEnd(8)} ${spent.padEnd(12)} ${counts ? closingLine([counts]) : ''}`;
    return line.trimEnd();
  });
  const all = results.map(({ ok, counts = { passed: 0, failed: 0, skipped: 0 } }) => {
    // A phase that failed without a failed test counts as one, so that the last line never hides it.
    return ok || counts.failed > 0 ? counts : { ...counts, failed: 1 };
  });
  return ['', 'Summary', ...lines, '', closingLine(all)].join('\n');
}
