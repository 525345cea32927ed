import { existsSync, readFileSync } from 'node:fs';

/** @typedef {{ passed: number, failed: number, skipped: number }} Counts */

/**
 * Reads the counts from a JSON report of Vitest or Playwright.
 *
 * @param {string} file
 * @returns {Counts | undefined} `undefined` if there is no such report
 */
export function countsIn(file) {
  if (!existsSync(file)) return undefined;
  const report = JSON.parse(readFileSync(file, 'utf8'));
  return 'stats' in report ? playwrightCounts(report.stats) : vitestCounts(report);
}

/** @param {Record<string, number>} report @returns {Counts} */
function vitestCounts({ numPassedTests = 0, numFailedTests = 0, numPendingTests = 0, numTodoTests = 0 }) {
  return { passed: numPassedTests, failed: numFailedTests, skipped: numPendingTests + numTodoTests };
}

/** A test that passed when tried again has passed. @param {Record<string, number>} stats @returns {Counts} */
function playwrightCounts({ expected = 0, flaky = 0, unexpected = 0, skipped = 0 }) {
  return { passed: expected + flaky, failed: unexpected, skipped };
}

/**
 * The closing line of a run.
 *
 * @param {readonly Counts[]} all
 * @returns {string}
 */
export function closingLine(all) {
  const sum = (/** @type {keyof Counts} */ key) => all.reduce((total, counts) => total + counts[key], 0);
  const skipped = sum('skipped') > 0 ? `, ${sum('skipped')} skipped` : '';
  return `${sum('passed')} passed, ${sum('failed')} failed${skipped}`;
}
