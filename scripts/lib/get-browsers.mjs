import { aptInstall, canUseApt } from './apt.mjs';
import { installedBrowser } from './installed-browsers.mjs';
import { ROOT } from './paths.mjs';
import { run } from './run.mjs';
import { step } from './step.mjs';
import { Stop } from './stop.mjs';

/** @typedef {import('./installed-browsers.mjs').BrowserName} BrowserName */

/**
 * The ways to a browser; tests give their own.
 *
 * @typedef {object} Ways
 * @property {(name: BrowserName) => { path: string, origin: string } | undefined} find
 * @property {typeof canUseApt} canUseApt
 * @property {typeof aptInstall} aptInstall
 * @property {() => Promise<unknown>} download brings Chromium
 */

/** Debian's package of each browser. */
const DEBIAN_PACKAGE = { chromium: 'chromium', firefox: 'firefox-esr' };
/** A download that has not finished by then will not. */
const DOWNLOAD_TIMEOUT_MS = 180_000;

/** @type {Ways} */
const REAL_WAYS = { find: installedBrowser, canUseApt, aptInstall, download };

/**
 * Finds or gets the browsers for the tests and says what it does. On Debian with the rights for it, apt comes before
 * Playwright's download, because the download would lack the system's libraries.
 *
 * @param {readonly BrowserName[]} names
 * @param {Ways} [ways]
 * @returns {Promise<Partial<Record<BrowserName, string>>>} paths
 */
export async function getBrowsers(names, ways = REAL_WAYS) {
  for (const name of names) checkNamed(name, ways);
  const missing = names.filter((name) => !ways.find(name));
  const why = missing.length > 0 ? await install(missing, ways) : '';
  /** @type {Partial<Record<BrowserName, string>>} */
  const paths = {};
  for (const name of names) {
    const path = await working(name, ways);
    if (path) paths[name] = path;
    else complain(name, why);
  }
  return paths;
}

/** A variable that leads nowhere is a mistake to tell, not to work around. @param {BrowserName} name @param {Ways} ways */
function checkNamed(name, { find }) {
  const variable = variableOf(name);
  const path = process.env[variable];
  if (path && !find(name)) throw new Stop(`${variable} is ${path}, but there is no such file.`);
}

/**
 * @param {readonly BrowserName[]} missing
 * @param {Ways} ways
 * @returns {Promise<string>} why apt was no help, if it was not
 */
async function install(missing, { canUseApt, aptInstall, download, find }) {
  const { ok, why } = await canUseApt();
  if (ok) await aptInstall(missing.map((name) => DEBIAN_PACKAGE[name]));
  if (missing.includes('chromium') && !find('chromium')) await download();
  return why ?? '';
}

/** Chromium is needed; without a Firefox a developer can do, CI cannot. @param {BrowserName} name @param {string} why */
function complain(name, why) {
  const title = name === 'chromium' ? 'Chromium' : 'Firefox';
  const reason = why ? ` and could not be installed, because ${why}` : '';
  const sentence = `${title} is missing${reason}: install it, or set ${variableOf(name)} to where it is.`;
  if (name === 'chromium' || process.env['CI']) throw new Stop(sentence);
  console.log(`! ${sentence} Its tests are skipped.`);
}

/** @param {BrowserName} name @returns {string} */
function variableOf(name) {
  return `${name.toUpperCase()}_PATH`;
}

async function download() {
  const cli = `${ROOT}/node_modules/playwright/cli.js`;
  const args = [cli, 'install', '--no-shell', 'chromium'];
  const work = () => run(process.execPath, args, { timeoutMs: DOWNLOAD_TIMEOUT_MS });
  await step('Downloading Chromium with Playwright', work, { fine: ({ code }) => code === 0 });
}

/**
 * The browser's path if it starts.
 *
 * @param {BrowserName} name
 * @param {Ways} ways
 * @returns {Promise<string | undefined>}
 */
async function working(name, { find }) {
  const found = find(name);
  if (!found) return undefined;
  const { code, output } = await run(found.path, ['--version'], { timeoutMs: 20_000 });
  const version = output.trim().split('\n').at(-1);
  if (code !== 0) throw new Stop(`${found.path} does not start: ${version}`);
  console.log(`✓ ${version} (${found.origin}: ${found.path})`);
  return found.path;
}
