import { describe, expect, it } from 'vitest';
import { summary } from './summary.mjs';
import { tempFolder } from './temp-folder.mjs';
import { countsIn } from './test-counts.mjs';

const counts = (passed, failed, skipped = 0) => ({ passed, failed, skipped });
const lastLine = (results) => summary(results).split('\n').at(-1);
const phase = (ok, found) => ({ name: 'x', ok, spent: '1 s', counts: found });

describe('the last line of npm test', () => {
  it('adds up the tests of all phases', () => {
    expect(lastLine([phase(true), phase(true, counts(3, 0)), phase(false, counts(4, 2))])).toBe('7 passed, 2 failed');
  });

  it('tells of skipped tests', () => {
    expect(lastLine([phase(true, counts(3, 0, 1))])).toBe('3 passed, 0 failed, 1 skipped');
  });

  it('counts a phase that broke without a failed test', () => {
    expect(lastLine([phase(false), phase(false, counts(3, 0))])).toBe('3 passed, 2 failed');
  });
});

describe('countsIn', () => {
  it('reads the reports of both runners', () => {
    const folder = tempFolder({
      'vitest.json': JSON.stringify({ numPassedTests: 5, numFailedTests: 1, numPendingTests: 2, numTodoTests: 1 }),
      'playwright.json': JSON.stringify({ stats: { expected: 4, flaky: 1, unexpected: 2, skipped: 3 } }),
    });
    expect(countsIn(`${folder}/vitest.json`)).toEqual(counts(5, 1, 3));
    expect(countsIn(`${folder}/playwright.json`)).toEqual(counts(5, 2, 3));
    expect(countsIn(`${folder}/none.json`)).toBeUndefined();
  });
});
