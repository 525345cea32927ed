import { existsSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** @typedef {'chromium' | 'firefox'} BrowserName */

/**
 * Where each browser is looked for, in the order of the fields. Playwright's own Firefox is left out: the tests drive
 * the Firefox that people have.
 */
const PLACES = {
  chromium: {
    variable: 'CHROMIUM_PATH',
    downloads: /^chromium-\d+$/,
    system: [
      '/usr/bin/chromium',
      '/usr/bin/google-chrome',
      '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    ],
  },
  firefox: {
    variable: 'FIREFOX_PATH',
    downloads: undefined,
    system: ['/usr/bin/firefox-esr', '/usr/bin/firefox', '/Applications/Firefox.app/Contents/MacOS/firefox'],
  },
};

/** Where a download of Playwright holds its Chromium. */
const IN_DOWNLOAD = [
  'chrome-linux64/chrome',
  'chrome-linux/chrome',
  'chrome-mac-arm64/Google Chrome for Testing.app/Contents/MacOS/Google Chrome for Testing',
];

/**
 * Finds a browser that is there already: the one its variable names (and then no other), else one that Playwright
 * downloaded, else the system's.
 *
 * @param {BrowserName} name
 * @param {{ env?: NodeJS.ProcessEnv, exists?: (path: string) => boolean }} [options]
 * @returns {{ path: string, origin: string } | undefined}
 */
export function installedBrowser(name, { env = process.env, exists = existsSync } = {}) {
  const { variable, downloads, system } = PLACES[name];
  const named = env[variable];
  if (named) return exists(named) ? { path: named, origin: variable } : undefined;
  const downloaded = downloads && downloadedFiles(env, exists, downloads).find(exists);
  if (downloaded) return { path: downloaded, origin: 'downloaded by Playwright' };
  const found = system.find(exists);
  return found ? { path: found, origin: 'installed on this machine' } : undefined;
}

/**
 * Newest first.
 *
 * @param {NodeJS.ProcessEnv} env
 * @param {(path: string) => boolean} exists
 * @param {RegExp} pattern of the folder of a version
 * @returns {string[]}
 */
function downloadedFiles(env, exists, pattern) {
  const cache = env['PLAYWRIGHT_BROWSERS_PATH'] || join(homedir(), '.cache/ms-playwright');
  if (!exists(cache)) return [];
  const versions = readdirSync(cache).filter((entry) => pattern.test(entry));
  return versions
    .sort((a, b) => b.localeCompare(a, 'en', { numeric: true }))
    .flatMap((version) => IN_DOWNLOAD.map((file) => join(cache, version, file)));
}
