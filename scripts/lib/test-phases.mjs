import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { buildIfNeeded } from './builds.mjs';
import { check } from './check.mjs';
import { npm } from './npm.mjs';
import { CACHE, ROOT } from './paths.mjs';
import { countsIn } from './test-counts.mjs';
import { tool } from './tools.mjs';

/** @typedef {{ chromium?: string, firefox?: string }} Browsers */
/** @typedef {{ ok: boolean, counts?: import('./test-counts.mjs').Counts | undefined }} Outcome */

/** A phase that is not done by then hangs. */
const PHASE_TIMEOUT_MS = 25 * 60_000;
const REPORTS = join(CACHE, 'reports');

/**
 * @typedef {object} Phase
 * @property {string} name as `--only` takes it
 * @property {string} what it does, for people
 * @property {readonly import('./installed-browsers.mjs').BrowserName[]} needs
 * @property {readonly string[]} [talksTo] other servers, by the names of their programs
 * @property {(browsers: Browsers) => Promise<Outcome>} work
 */

/** The parts of `npm test`, in order. @type {readonly Phase[]} */
export const PHASES = [
  { name: 'check', what: 'Checking source and packages', needs: [], work: () => check().then(() => ({ ok: true })) },
  {
    name: 'node',
    what: 'Tests in Node',
    needs: [],
    talksTo: ['nats-server', 'turnserver'],
    work: (browsers) => vitest('node', browsers),
  },
  { name: 'browser', what: 'Tests in Chromium', needs: ['chromium'], work: (browsers) => vitest('browser', browsers) },
  {
    name: 'e2e',
    what: 'Calls between real browsers',
    needs: ['chromium', 'firefox'],
    talksTo: ['turnserver'],
    work: e2e,
  },
];

/** @param {'node' | 'browser'} project @param {Browsers} browsers @returns {Promise<Outcome>} */
async function vitest(project, browsers) {
  const report = freshReport(project);
  // Most tests in Node wait for sockets and processes: one worker for each processor, where Vitest leaves one out.
  const limits = project === 'node' ? ['--maxWorkers=100%'] : [];
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const { code } = await tool('vitest', ['run', '--project', project, ...limits, ...reporters], {
    env: pathsOf(browsers),
    show: true,
    timeoutMs: PHASE_TIMEOUT_MS,
  });
  return { ok: code === 0, counts: countsIn(report) };
}

/** @param {Browsers} browsers @returns {Promise<Outcome>} */
async function e2e(browsers) {
  await buildIfNeeded(['server', 'demo']);
  const report = freshReport('e2e');
  const { code } = await npm(['test', '--workspace', 'e2e', '--', '--reporter=list,json'], {
    cwd: ROOT,
    env: { ...pathsOf(browsers), PLAYWRIGHT_JSON_OUTPUT_FILE: report },
    show: true,
    timeoutMs: PHASE_TIMEOUT_MS,
  });
  return { ok: code === 0, counts: countsIn(report) };
}

/** @param {Browsers} browsers @returns {NodeJS.ProcessEnv} */
function pathsOf({ chromium, firefox }) {
  return { ...(chromium ? { CHROMIUM_PATH: chromium } : {}), ...(firefox ? { FIREFOX_PATH: firefox } : {}) };
}

/** Where a phase reports to; a report of an earlier run is gone. @param {string} name @returns {string} */
function freshReport(name) {
  mkdirSync(REPORTS, { recursive: true });
  const report = join(REPORTS, `${name}.json`);
  rmSync(report, { force: true });
  return report;
}
